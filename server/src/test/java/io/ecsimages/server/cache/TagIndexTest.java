package io.ecsimages.server.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.Seeds;
import io.ecsimages.server.image.AttributeCriteria.TagCriterion;
import io.ecsimages.server.store.ImageTag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** An index that is updated after changes finds the same images as a search through all tags. */
@Tag("database-independent")
class TagIndexTest {

    /** Concatenated, some of them are equal to others. */
    private static final List<String> STRINGS = List.of("", "a", "aa", "aaa", "A", "b", "ab", "ba", "中", "中a", "a ");

    private static String string(Random random) {
        return STRINGS.get(random.nextInt(STRINGS.size()));
    }

    private static List<ImageTag> tags(long image, Random random) {
        Map<String, String> values = new HashMap<>();
        for (int n = random.nextInt(4); n > 0; n--) {
            values.put("k" + string(random), string(random));
        }
        return values.entrySet().stream()
                .map(tag -> new ImageTag(image, tag.getKey(), tag.getValue()))
                .toList();
    }

    private static Set<TagCriterion> wanted(Random random) {
        var wanted = new HashSet<TagCriterion>();
        for (int n = random.nextInt(2); n >= 0; n--) {
            wanted.add(new TagCriterion("k" + string(random), random.nextInt(3) == 0 ? null : string(random)));
        }
        return wanted;
    }

    private static boolean carries(List<ImageTag> tags, TagCriterion wanted) {
        return tags.stream()
                .anyMatch(tag -> tag.tagKey().equals(wanted.key())
                        && (wanted.value() == null || tag.tagValue().equals(wanted.value())));
    }

    @Seeds(20)
    void updatedIndexFindsWhatSearchFinds(long seed) {
        var random = new Random(seed);
        Map<Long, List<ImageTag>> tagsOfImages = new HashMap<>();
        for (long image = 0; image < 20; image++) {
            tagsOfImages.put(image, tags(image, random));
        }
        var index =
                TagIndex.of(tagsOfImages.values().stream().flatMap(List::stream).toList());
        int found = 0;
        for (int i = 0; i < 100; i++) {
            var wanted = wanted(random);
            var expected = tagsOfImages.entrySet().stream()
                    .filter(image -> wanted.stream().allMatch(tag -> carries(image.getValue(), tag)))
                    .mapToLong(Map.Entry::getKey)
                    .sorted()
                    .toArray();
            assertThat(index.imagesWith(wanted)).as(wanted::toString).isEqualTo(expected);
            found += expected.length;

            var changed = new HashSet<Long>();
            var changedTags = new ArrayList<ImageTag>();
            for (int n = random.nextInt(4); n >= 0; n--) {
                changed.add((long) random.nextInt(30));
            }
            for (long image : changed) {
                tagsOfImages.remove(image);
                if (random.nextBoolean()) {
                    tagsOfImages.put(image, tags(image, random));
                    changedTags.addAll(Objects.requireNonNull(tagsOfImages.get(image)));
                }
            }
            index = index.with(changed, changedTags);
        }
        assertThat(found).isPositive();
    }
}
