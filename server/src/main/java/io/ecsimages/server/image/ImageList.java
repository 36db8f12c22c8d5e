package io.ecsimages.server.image;

import io.ecsimages.server.model.ImageOwnerAlias;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;
import java.util.Set;

/** Images in the order of DescribeImages. They are kept in columns: there are many lists, and long ones. */
final class ImageList extends AbstractList<ImageList.Entry> implements RandomAccess {

    /** The bytes that it takes for each. */
    static final int ENTRY_BYTES = 75;

    private static final ImageList EMPTY = new ImageList(List.of());

    private final long[] ids;
    private final long[] creationTimes;
    private final ImageOwnerAlias[] aliases;
    private final Texts imageIds;
    private final Texts imageNames;

    private ImageList(List<? extends Entry> entries) {
        ids = entries.stream().mapToLong(Entry::id).toArray();
        creationTimes = entries.stream().mapToLong(Entry::creationTime).toArray();
        aliases = entries.stream().map(Entry::alias).toArray(ImageOwnerAlias[]::new);
        imageIds = Texts.of(entries.stream().map(Entry::imageId).toList());
        imageNames = Texts.of(entries.stream().map(Entry::imageName).toList());
    }

    /** Texts, one behind the other. */
    private record Texts(String all, int[] ends) {

        static Texts of(List<String> texts) {
            var ends = new int[texts.size()];
            var all = new StringBuilder();
            for (int i = 0; i < ends.length; i++) {
                ends[i] = all.append(texts.get(i)).length();
            }
            return new Texts(all.toString(), ends);
        }

        String get(int index) {
            return all.substring(start(index), ends[index]);
        }

        private int start(int index) {
            return index == 0 ? 0 : ends[index - 1];
        }

        /** Where a text is that no other one is equal to; negative if it is not there. */
        int indexOf(String text) {
            for (int at = all.indexOf(text); at >= 0; at = all.indexOf(text, at + 1)) {
                int index = Arrays.binarySearch(ends, at + text.length());
                if (index >= 0 && start(index) == at) {
                    return index;
                }
            }
            return -1;
        }
    }

    /** The list of these images, which may be in any order. */
    static ImageList of(List<? extends Entry> entries) {
        return entries.isEmpty()
                ? EMPTY
                : new ImageList(entries.stream().sorted().toList());
    }

    /** An image in a list: newest first, ties by id, a total order, so that pages neither repeat nor skip. */
    interface Entry extends Comparable<Entry> {

        /** Its key. */
        long id();

        /** When it was made, in microseconds. */
        long creationTime();

        /** Its id in its region. */
        String imageId();

        String imageName();

        /** What it is to the account that asks. */
        ImageOwnerAlias alias();

        @Override
        default int compareTo(Entry other) {
            int byTime = Long.compare(other.creationTime(), creationTime());
            return byTime != 0 ? byTime : imageId().compareTo(other.imageId());
        }
    }

    private record Place(ImageList list, int index) implements Entry {

        @Override
        public long id() {
            return list.ids[index];
        }

        @Override
        public long creationTime() {
            return list.creationTimes[index];
        }

        @Override
        public String imageId() {
            return list.imageIds.get(index);
        }

        @Override
        public String imageName() {
            return list.imageNames.get(index);
        }

        @Override
        public ImageOwnerAlias alias() {
            return list.aliases[index];
        }
    }

    /** Those that have one of these ids. */
    ImageList only(Set<String> ids) {
        return of(ids.stream()
                .filter(id -> !id.isEmpty())
                .map(imageIds::indexOf)
                .filter(index -> index >= 0)
                .map(this::get)
                .toList());
    }

    /** Those that have such a name. */
    ImageList named(NamePattern name) {
        var named = stream().filter(entry -> name.matches(entry.imageName())).toList();
        return named.size() == size() ? this : new ImageList(named);
    }

    @Override
    public Entry get(int index) {
        return new Place(this, index);
    }

    @Override
    public int size() {
        return ids.length;
    }
}
