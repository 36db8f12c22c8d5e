package io.ecsimages.server.image;

import io.ecsimages.server.model.ImageOwnerAlias;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a request lists: the images of one or more lists, in one order. */
final class Listing {

    /**
     * An image in a list: newest first, ties by id, a total order, so that pages neither repeat nor skip.
     *
     * @param id its key
     * @param creationTime when it was made, in microseconds
     * @param imageId its id in its region
     * @param alias what it is to the account that asks
     */
    record Entry(long id, long creationTime, String imageId, ImageOwnerAlias alias) implements Comparable<Entry> {

        @Override
        public int compareTo(Entry other) {
            int byTime = Long.compare(other.creationTime, creationTime);
            return byTime != 0 ? byTime : imageId.compareTo(other.imageId);
        }
    }

    private final List<List<Entry>> parts;

    /** @param parts lists that have no image in common, each in its order */
    Listing(List<List<Entry>> parts) {
        this.parts = parts;
    }

    int size() {
        return parts.stream().mapToInt(List::size).sum();
    }

    /** A page of it, found in a time that hardly grows with it. */
    List<Entry> page(long offset, int size) {
        if (offset >= size()) {
            return List.of();
        }
        int[] next = parts.stream().mapToInt(part -> before(part, (int) offset)).toArray();
        var page = new ArrayList<Entry>(size);
        while (page.size() < size) {
            int first = -1;
            for (int i = 0; i < next.length; i++) {
                if (next[i] < parts.get(i).size()
                        && (first < 0 || entry(i, next).compareTo(entry(first, next)) < 0)) {
                    first = i;
                }
            }
            if (first < 0) {
                break;
            }
            page.add(entry(first, next));
            next[first]++;
        }
        return page;
    }

    private Entry entry(int part, int[] next) {
        return parts.get(part).get(next[part]);
    }

    /** How many images of a part stand among the first ones of the whole. */
    private int before(List<Entry> part, int offset) {
        int low = 0;
        int high = Math.min(offset, part.size());
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (rank(part.get(middle)) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** How many images stand before this one. */
    private int rank(Entry entry) {
        int rank = 0;
        for (List<Entry> part : parts) {
            int found = Collections.binarySearch(part, entry);
            rank += found < 0 ? -found - 1 : found;
        }
        return rank;
    }
}
