package io.ecsimages.server.cache;

import io.ecsimages.server.image.AttributeCriteria.TagCriterion;
import io.ecsimages.server.store.ImageTag;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The tags of some images, by image, in arrays by column. */
final class TagIndex {

    private static final int BYTES = 200;
    private static final int TAG_BYTES = Long.BYTES + 2 * Integer.BYTES;

    /** The primary key of the image that carries each tag, in ascending order. */
    private final long[] images;

    private final PackedStrings keys;
    private final PackedStrings values;

    private TagIndex(Builder builder) {
        images = builder.images;
        keys = builder.keys.build();
        values = builder.values.build();
    }

    /** The columns of a new index, filled in order. */
    private static final class Builder {

        private final long[] images;
        private final PackedStrings.Builder keys;
        private final PackedStrings.Builder values;
        private int size;

        Builder(int size) {
            images = new long[size];
            keys = new PackedStrings.Builder(size);
            values = new PackedStrings.Builder(size);
        }

        void add(ImageTag tag) {
            images[size++] = tag.image();
            keys.add(tag.tagKey());
            values.add(tag.tagValue());
        }

        /** Adds rows of another index. */
        void add(TagIndex source, int from, int to) {
            if (from < to) {
                System.arraycopy(source.images, from, images, size, to - from);
                keys.add(source.keys, from, to);
                values.add(source.values, from, to);
                size += to - from;
            }
        }
    }

    /** The index of tags that may be in any order. */
    static TagIndex of(Collection<ImageTag> tags) {
        var builder = new Builder(tags.size());
        tags.stream().sorted(Comparator.comparingLong(ImageTag::image)).forEach(builder::add);
        return new TagIndex(builder);
    }

    /**
     * The index after some images changed.
     *
     * @param changed the primary keys of the changed images
     * @param found the tags that these images carry now, in any order
     */
    TagIndex with(Set<Long> changed, Collection<ImageTag> found) {
        var tags = found.stream().collect(Collectors.groupingBy(ImageTag::image));
        var sorted = changed.stream().mapToLong(Long::longValue).sorted().toArray();
        int removed = LongStream.of(sorted)
                .mapToInt(image -> firstRow(image + 1) - firstRow(image))
                .sum();
        var builder = new Builder(images.length - removed + found.size());
        int row = 0;
        for (long image : sorted) {
            builder.add(this, row, firstRow(image));
            tags.getOrDefault(image, List.of()).forEach(builder::add);
            row = firstRow(image + 1);
        }
        builder.add(this, row, images.length);
        return new TagIndex(builder);
    }

    /** The first row of this image or of a following one. */
    private int firstRow(long image) {
        int low = 0;
        int high = images.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (images[middle] < image) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /**
     * The images that carry all wanted tags.
     *
     * @param wanted at least one
     * @return their primary keys, in ascending order
     */
    long[] imagesWith(Set<TagCriterion> wanted) {
        return wanted.stream()
                .map(this::imagesWith)
                .reduce(TagIndex::intersection)
                .orElseThrow();
    }

    private long[] imagesWith(TagCriterion tag) {
        return IntStream.range(0, images.length)
                .filter(row ->
                        keys.isEqual(row, tag.key()) && (tag.value() == null || values.isEqual(row, tag.value())))
                .mapToLong(row -> images[row])
                .distinct()
                .toArray();
    }

    private static long[] intersection(long[] one, long[] other) {
        return LongStream.of(one)
                .filter(image -> Arrays.binarySearch(other, image) >= 0)
                .toArray();
    }

    /** The approximate memory, in bytes. */
    int bytes() {
        return BYTES + TAG_BYTES * images.length + keys.length() + values.length();
    }
}
