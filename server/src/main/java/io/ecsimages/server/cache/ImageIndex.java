package io.ecsimages.server.cache;

import io.ecsimages.server.model.ImageOwnerAlias;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;
import java.util.stream.IntStream;

/** Images in the order of DescribeImages, in arrays by column: there are many of these lists, and some are long. */
final class ImageIndex extends AbstractList<ImageIndex.Entry> implements RandomAccess {

    /** The memory for one image, in bytes. */
    static final int ENTRY_BYTES = 75;

    private static final ImageIndex EMPTY = ofSorted(List.of());

    private final long[] ids;
    private final long[] creationTimes;
    private final ImageOwnerAlias[] aliases;
    private final PackedStrings imageIds;
    private final PackedStrings imageNames;

    private ImageIndex(Builder builder) {
        ids = builder.ids;
        creationTimes = builder.creationTimes;
        aliases = builder.aliases;
        imageIds = builder.imageIds.build();
        imageNames = builder.imageNames.build();
    }

    /** The columns of a new index, filled in order. */
    private static final class Builder {

        private final long[] ids;
        private final long[] creationTimes;
        private final ImageOwnerAlias[] aliases;
        private final PackedStrings.Builder imageIds;
        private final PackedStrings.Builder imageNames;
        private int size;

        Builder(int size) {
            ids = new long[size];
            creationTimes = new long[size];
            aliases = new ImageOwnerAlias[size];
            imageIds = new PackedStrings.Builder(size);
            imageNames = new PackedStrings.Builder(size);
        }

        void add(Entry entry) {
            ids[size] = entry.id();
            creationTimes[size] = entry.creationTime();
            aliases[size] = entry.alias();
            imageIds.add(entry.imageId());
            imageNames.add(entry.imageName());
            size++;
        }

        /** Adds rows of another index. */
        void add(ImageIndex source, int from, int to) {
            if (from < to) {
                System.arraycopy(source.ids, from, ids, size, to - from);
                System.arraycopy(source.creationTimes, from, creationTimes, size, to - from);
                System.arraycopy(source.aliases, from, aliases, size, to - from);
                imageIds.add(source.imageIds, from, to);
                imageNames.add(source.imageNames, from, to);
                size += to - from;
            }
        }
    }

    /** The index of images that may be in any order. */
    static ImageIndex of(List<? extends Entry> entries) {
        return entries.isEmpty() ? EMPTY : ofSorted(entries.stream().sorted().toList());
    }

    private static ImageIndex ofSorted(List<? extends Entry> entries) {
        var builder = new Builder(entries.size());
        entries.forEach(builder::add);
        return new ImageIndex(builder);
    }

    /** An image of an index; newest first, ties by ImageId: a total order, so that pages neither repeat nor skip. */
    interface Entry extends Comparable<Entry> {

        /** The primary key. */
        long id();

        /** In microseconds since 1970. */
        long creationTime();

        String imageId();

        String imageName();

        /** The ImageOwnerAlias that the caller reads. */
        ImageOwnerAlias alias();

        @Override
        default int compareTo(Entry other) {
            int byTime = Long.compare(other.creationTime(), creationTime());
            return byTime != 0 ? byTime : imageId().compareTo(other.imageId());
        }
    }

    private record ColumnEntry(ImageIndex index, int row) implements Entry {

        @Override
        public long id() {
            return index.ids[row];
        }

        @Override
        public long creationTime() {
            return index.creationTimes[row];
        }

        @Override
        public String imageId() {
            return index.imageIds.get(row);
        }

        @Override
        public String imageName() {
            return index.imageNames.get(row);
        }

        @Override
        public ImageOwnerAlias alias() {
            return index.aliases[row];
        }
    }

    /**
     * The index after some images changed: without them, and with those of them that still belong to it.
     *
     * @param changed the primary keys of the changed images
     * @param found the changed images that belong to the index, in any order
     */
    ImageIndex with(Set<Long> changed, List<? extends Entry> found) {
        var sorted = changed.stream().mapToLong(Long::longValue).sorted().toArray();
        var removed = IntStream.range(0, ids.length)
                .filter(row -> Arrays.binarySearch(sorted, ids[row]) >= 0)
                .toArray();
        var added = found.stream().sorted().toList();
        var builder = new Builder(size() - removed.length + added.size());
        int row = 0;
        int next = 0;
        for (int removal : removed) {
            for (; next < added.size() && insertion(added.get(next)) <= removal; next++) {
                row = copy(row, insertion(added.get(next)), builder);
                builder.add(added.get(next));
            }
            copy(row, removal, builder);
            row = removal + 1;
        }
        for (; next < added.size(); next++) {
            row = copy(row, insertion(added.get(next)), builder);
            builder.add(added.get(next));
        }
        copy(row, size(), builder);
        return new ImageIndex(builder);
    }

    /** The row that an image belongs before, or is in. */
    private int insertion(Entry entry) {
        int found = Collections.binarySearch(this, entry);
        return found < 0 ? -1 - found : found;
    }

    private int copy(int from, int to, Builder builder) {
        builder.add(this, from, to);
        return Math.max(from, to);
    }

    /** The images with these ImageIds, in order. */
    List<Entry> withImageIds(Set<String> wanted) {
        return wanted.stream()
                .filter(imageId -> !imageId.isEmpty())
                .map(imageIds::indexOf)
                .filter(row -> row >= 0)
                .map(this::get)
                .sorted()
                .toList();
    }

    @Override
    public Entry get(int row) {
        return new ColumnEntry(this, row);
    }

    @Override
    public int size() {
        return ids.length;
    }
}
