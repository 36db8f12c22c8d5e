package io.ecsimages.server.tag;

import io.ecsimages.server.image.ImageConditions;
import io.ecsimages.server.image.ImageCriteria;
import io.ecsimages.server.image.Visibility;
import io.ecsimages.server.store.ImageKey;
import io.ecsimages.server.store.ImageQueries;
import io.ecsimages.server.store.ImageTagRepository;
import io.ecsimages.server.store.SqlCondition;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Finds the tags of images. */
@Singleton
class TagSearch {

    private static final int BATCH_SIZE = 500;

    private static final Comparator<AssignedTag> ORDER = Comparator.comparing(AssignedTag::imageId)
            .thenComparing(AssignedTag::key)
            .thenComparing(AssignedTag::value);

    /** A tag, and how many images carry it. */
    record CountedTag(String key, String value, int images) {}

    /** A tag of one image; in the order of ImageId, key and value. */
    record AssignedTag(String imageId, String key, String value) implements Comparable<AssignedTag> {

        @Override
        public int compareTo(AssignedTag other) {
            return ORDER.compare(this, other);
        }
    }

    private final ImageQueries images;
    private final ImageTagRepository tags;

    TagSearch(ImageQueries images, ImageTagRepository tags) {
        this.images = images;
        this.tags = tags;
    }

    /**
     * The images of a region that an account can use, in any status.
     *
     * @param imageIds the only ImageIds to look at, null for any
     */
    static SqlCondition usableImages(String regionId, long account, @Nullable Collection<String> imageIds) {
        var criteria =
                ImageCriteria.visible(regionId, account, Visibility.USABLE).withImageIds(imageIds);
        // These criteria have no Status, so the time does not matter.
        return ImageConditions.matching(criteria, LocalDateTime.MIN);
    }

    /**
     * Counts the images that carry each tag, in the order of key and value.
     *
     * @param selected which tags count
     */
    List<CountedTag> count(SqlCondition matching, Predicate<AssignedTag> selected) {
        var counts = new TreeMap<String, TreeMap<String, Integer>>();
        find(matching).stream()
                .filter(selected)
                .forEach(tag ->
                        counts.computeIfAbsent(tag.key, key -> new TreeMap<>()).merge(tag.value, 1, Integer::sum));
        var counted = new ArrayList<CountedTag>();
        counts.forEach(
                (key, values) -> values.forEach((value, count) -> counted.add(new CountedTag(key, value, count))));
        return counted;
    }

    /** All tags of images that follow one, in their order. */
    List<AssignedTag> findAfter(AssignedTag after, SqlCondition matching) {
        return find(matching.and(SqlCondition.greaterOrEqual("image_id", after.imageId()))).stream()
                .filter(tag -> tag.compareTo(after) > 0)
                .sorted()
                .toList();
    }

    private List<AssignedTag> find(SqlCondition matching) {
        var imageIds = images.find(matching).stream().collect(Collectors.toMap(ImageKey::id, ImageKey::imageId));
        var keys = List.copyOf(imageIds.keySet());
        var found = new ArrayList<AssignedTag>();
        for (int start = 0; start < keys.size(); start += BATCH_SIZE) {
            var batch = keys.subList(start, Math.min(keys.size(), start + BATCH_SIZE));
            tags.findByImageIn(batch).stream()
                    .map(tag -> new AssignedTag(
                            Objects.requireNonNull(imageIds.get(tag.image())), tag.tagKey(), tag.tagValue()))
                    .forEach(found::add);
        }
        return found.stream().distinct().toList();
    }
}
