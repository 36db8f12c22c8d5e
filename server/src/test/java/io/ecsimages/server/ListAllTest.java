package io.ecsimages.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.Image;
import io.ecsimages.client.model.ImageOwnerAlias;
import io.ecsimages.server.transfer.SampleCatalogue;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The client lists a real catalogue that changes while its pages are read. */
@Tag("extended")
@Tag("query")
@ServerTest
class ListAllTest {

    private static final String REGION = "cn-hangzhou";
    private static final LocalDateTime EPOCH = LocalDateTime.of(2024, 1, 1, 0, 0);

    private static TestServer server;
    private static EcsImages ecs;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        var key = AccessKey.of(SampleCatalogue.ACCESS_KEY_ID, SampleCatalogue.ACCESS_KEY_SECRET);
        ecs = EcsImages.connect(server.uri().toString(), key);
    }

    @AfterAll
    static void stop() {
        ecs.close();
    }

    /** What is in the catalogue now, what was there all the time, and what ever was. */
    private static final class Changes {

        private final Random random;
        private final Set<String> now = new TreeSet<>();
        private final Set<String> always;
        private final Set<String> ever = new HashSet<>();

        Changes(int size, Random random) {
            this.random = random;
            delete("TRUE");
            add(size);
            always = new HashSet<>(now);
        }

        void add(int count) {
            var images = new ArrayList<Map<String, Object>>();
            for (int i = 0; i < count; i++) {
                var id = "m-" + ever.size();
                var time = EPOCH.plusMinutes(random.nextInt(1000));
                images.add(TestImages.image(id, "CreationTime", time.format(DateTimeFormatter.ISO_DATE_TIME) + "Z"));
                ever.add(id);
                now.add(id);
            }
            if (count > 0) {
                server.importDump(TestImages.dump(REGION, images), TestServer.ACCOUNT);
            }
        }

        /** Deletes images as every change is made: with a row that tells of it. */
        void delete(String condition) {
            server.change("DELETE FROM image WHERE " + condition);
        }

        void remove(int count) {
            var ids = new ArrayList<>(now);
            Collections.shuffle(ids, random);
            var gone = ids.subList(0, Math.min(count, ids.size()));
            if (!gone.isEmpty()) {
                delete("image_id IN ('" + String.join("', '", gone) + "')");
            }
            gone.forEach(now::remove);
            gone.forEach(always::remove);
        }
    }

    @Seeds(10)
    void listsImagesThatStayExactlyOnce(long seed) {
        var random = new Random(seed);
        int size = random.nextInt(151);
        int pageSize = 23 + random.nextInt(28);
        var changes = new Changes(size, random);
        var request = new DescribeImagesRequest()
                .regionId(REGION)
                .imageOwnerAlias(ImageOwnerAlias.SELF)
                .pageSize(pageSize);
        var listed = new ArrayList<String>();
        ecs.listAll(request).map(Image::getImageId).forEach(id -> {
            listed.add(id);
            if (random.nextInt(20) == 0) {
                changes.remove(random.nextInt(12));
                changes.add(random.nextInt(4));
            }
        });
        var distinct = Set.copyOf(listed);
        assertThat(distinct).as("an image came twice").hasSize(listed.size());
        changes.always.removeAll(distinct);
        assertThat(changes.always)
                .as("images that were there all the time did not come")
                .isEmpty();
        assertThat(changes.ever).containsAll(distinct);
    }

    @Test
    void listsAnUnchangedCatalogueInOrder() {
        new Changes(120, new Random(1));
        var request = new DescribeImagesRequest().regionId(REGION);
        var pages = new ArrayList<String>();
        for (int page = 1; page <= 3; page++) {
            var response = ecs.describeImages(request.pageNumber(page).pageSize(50));
            pages.addAll(ids(response.getImages().getImage()));
        }
        assertThat(pages).hasSize(120);
        assertThat(ids(ecs.listAll(new DescribeImagesRequest().regionId(REGION)).toList()))
                .isEqualTo(pages);
    }

    private static List<String> ids(List<Image> images) {
        return images.stream().map(Image::getImageId).toList();
    }
}
