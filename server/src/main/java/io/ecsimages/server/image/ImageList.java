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
    static final int ENTRY_BYTES = 50;

    private static final ImageList EMPTY = new ImageList(List.of());

    private final long[] ids;
    private final long[] creationTimes;
    private final ImageOwnerAlias[] aliases;

    /** One behind the other: only images that were made at the same time are told apart by them. */
    private final String imageIds;

    private final int[] imageIdEnds;

    private ImageList(List<? extends Entry> entries) {
        ids = entries.stream().mapToLong(Entry::id).toArray();
        creationTimes = entries.stream().mapToLong(Entry::creationTime).toArray();
        aliases = entries.stream().map(Entry::alias).toArray(ImageOwnerAlias[]::new);
        imageIdEnds = new int[ids.length];
        var text = new StringBuilder();
        for (int i = 0; i < ids.length; i++) {
            imageIdEnds[i] = text.append(entries.get(i).imageId()).length();
        }
        imageIds = text.toString();
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
            return list.imageIds.substring(list.start(index), list.imageIdEnds[index]);
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
                .map(this::indexOf)
                .filter(index -> index >= 0)
                .map(this::get)
                .toList());
    }

    private int indexOf(String imageId) {
        for (int at = imageIds.indexOf(imageId); at >= 0; at = imageIds.indexOf(imageId, at + 1)) {
            int index = Arrays.binarySearch(imageIdEnds, at + imageId.length());
            if (index >= 0 && start(index) == at) {
                return index;
            }
        }
        return -1;
    }

    /** Where the id of an image begins. */
    private int start(int index) {
        return index == 0 ? 0 : imageIdEnds[index - 1];
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
