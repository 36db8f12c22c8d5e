package io.ecsimages.server.cache;

import io.ecsimages.server.image.GlobPattern;
import io.ecsimages.server.model.ImageOwnerAlias;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;

/** Images in the order of DescribeImages, in arrays by column: there are many of these lists, and some are long. */
final class ImageIndex extends AbstractList<ImageIndex.Entry> implements RandomAccess {

    /** The memory for one image, in bytes. */
    static final int ENTRY_BYTES = 75;

    private static final ImageIndex EMPTY = new ImageIndex(List.of());

    private final long[] ids;
    private final long[] creationTimes;
    private final ImageOwnerAlias[] aliases;
    private final PackedStrings imageIds;
    private final PackedStrings imageNames;

    private ImageIndex(List<? extends Entry> entries) {
        ids = entries.stream().mapToLong(Entry::id).toArray();
        creationTimes = entries.stream().mapToLong(Entry::creationTime).toArray();
        aliases = entries.stream().map(Entry::alias).toArray(ImageOwnerAlias[]::new);
        imageIds = PackedStrings.of(entries.stream().map(Entry::imageId).toList());
        imageNames = PackedStrings.of(entries.stream().map(Entry::imageName).toList());
    }

    /** Strings, concatenated. */
    private record PackedStrings(String all, int[] ends) {

        static PackedStrings of(List<String> strings) {
            var ends = new int[strings.size()];
            var all = new StringBuilder();
            for (int i = 0; i < ends.length; i++) {
                ends[i] = all.append(strings.get(i)).length();
            }
            return new PackedStrings(all.toString(), ends);
        }

        String get(int index) {
            return all.substring(start(index), ends[index]);
        }

        private int start(int index) {
            return index == 0 ? 0 : ends[index - 1];
        }

        /** The index of a string that is in the list at most once; negative if it is not. */
        int indexOf(String string) {
            for (int at = all.indexOf(string); at >= 0; at = all.indexOf(string, at + 1)) {
                int index = Arrays.binarySearch(ends, at + string.length());
                if (index >= 0 && start(index) == at) {
                    return index;
                }
            }
            return -1;
        }
    }

    /** The index of images that may be in any order. */
    static ImageIndex of(List<? extends Entry> entries) {
        return entries.isEmpty()
                ? EMPTY
                : new ImageIndex(entries.stream().sorted().toList());
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

    /** The images with these ImageIds. */
    ImageIndex withImageIds(Set<String> wanted) {
        return of(wanted.stream()
                .filter(imageId -> !imageId.isEmpty())
                .map(imageIds::indexOf)
                .filter(row -> row >= 0)
                .map(this::get)
                .toList());
    }

    /** The images with a name that matches. */
    ImageIndex withName(GlobPattern name) {
        var matching = stream().filter(entry -> name.matches(entry.imageName())).toList();
        return matching.size() == size() ? this : new ImageIndex(matching);
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
