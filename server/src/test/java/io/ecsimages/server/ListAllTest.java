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

/** The client lists a catalogue that changes while the client reads its pages. */
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

    /** The ids of current images, of permanent images, and of all images that the catalogue ever had. */
    private static final class ChangingCatalogue {

        private final Random random;
        private final Set<String> current = new TreeSet<>();
        private final Set<String> permanent;
        private final Set<String> all = new HashSet<>();

        ChangingCatalogue(int size, Random random) {
            this.random = random;
            delete("TRUE");
            add(size);
            permanent = new HashSet<>(current);
        }

        void add(int count) {
            var images = new ArrayList<Map<String, Object>>();
            for (int i = 0; i < count; i++) {
                var id = "m-" + all.size();
                var time = EPOCH.plusMinutes(random.nextInt(1000));
                images.add(TestImages.image(id, "CreationTime", time.format(DateTimeFormatter.ISO_DATE_TIME) + "Z"));
                all.add(id);
                current.add(id);
            }
            if (count > 0) {
                server.importDump(TestImages.dump(REGION, images), TestServer.ACCOUNT);
            }
        }

        /** Deletes images and creates a new catalogue version. */
        void delete(String condition) {
            server.change("DELETE FROM image WHERE " + condition);
        }

        void remove(int count) {
            var ids = new ArrayList<>(current);
            Collections.shuffle(ids, random);
            var removed = ids.subList(0, Math.min(count, ids.size()));
            if (!removed.isEmpty()) {
                delete("image_id IN ('" + String.join("', '", removed) + "')");
            }
            removed.forEach(current::remove);
            removed.forEach(permanent::remove);
        }
    }

    @Seeds(10)
    void listsPermanentImagesExactlyOnce(long seed) {
        var random = new Random(seed);
        int size = random.nextInt(151);
        int pageSize = 23 + random.nextInt(28);
        var catalogue = new ChangingCatalogue(size, random);
        var request = new DescribeImagesRequest()
                .regionId(REGION)
                .imageOwnerAlias(ImageOwnerAlias.SELF)
                .pageSize(pageSize);
        var listed = new ArrayList<String>();
        ecs.listAll(request).map(Image::getImageId).forEach(id -> {
            listed.add(id);
            if (random.nextInt(20) == 0) {
                catalogue.remove(random.nextInt(12));
                catalogue.add(random.nextInt(4));
            }
        });
        var distinct = Set.copyOf(listed);
        assertThat(distinct).as("listed ids without duplicates").hasSize(listed.size());
        catalogue.permanent.removeAll(distinct);
        assertThat(catalogue.permanent)
                .as("permanent images that are not listed")
                .isEmpty();
        assertThat(catalogue.all).containsAll(distinct);
    }

    @Test
    void listsUnchangedCatalogueInOrder() {
        new ChangingCatalogue(120, new Random(1));
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
