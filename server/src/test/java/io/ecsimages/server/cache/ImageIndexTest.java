package io.ecsimages.server.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.Seeds;
import io.ecsimages.server.model.ImageOwnerAlias;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** An index that is updated after changes equals one that is made from all images. */
@Tag("database-independent")
class ImageIndexTest {

    private record Image(long id, long creationTime, String imageId, String imageName, ImageOwnerAlias alias)
            implements ImageIndex.Entry {}

    private static Image image(long id, Random random) {
        return new Image(
                id,
                random.nextInt(5),
                "m-" + id,
                "name-" + random.nextInt(100),
                ImageOwnerAlias.values()[random.nextInt(4)]);
    }

    private static List<Image> contents(ImageIndex index) {
        return index.stream()
                .map(entry ->
                        new Image(entry.id(), entry.creationTime(), entry.imageId(), entry.imageName(), entry.alias()))
                .toList();
    }

    @Seeds(20)
    void updatedIndexEqualsNewOne(long seed) {
        var random = new Random(seed);
        Map<Long, Image> images = new HashMap<>();
        var index = ImageIndex.of(List.of());
        for (int i = 0; i < 50; i++) {
            var changed = new HashSet<Long>();
            for (int n = random.nextInt(5); n >= 0; n--) {
                changed.add((long) random.nextInt(30));
            }
            for (long id : changed) {
                if (random.nextBoolean()) {
                    images.put(id, image(id, random));
                } else {
                    images.remove(id);
                }
            }
            index = index.with(
                    changed,
                    changed.stream().map(images::get).filter(Objects::nonNull).toList());
            assertThat(contents(index)).isEqualTo(contents(ImageIndex.of(List.copyOf(images.values()))));
        }
    }
}
