package io.ecsimages.server.cache;

import io.ecsimages.server.cache.ImageIndex.Entry;
import io.ecsimages.server.image.GlobPattern;
import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** The images of several indexes, as one list in one order. */
final class MergedIndexes {

    /** Comparisons that take about as long as a query of the database. */
    private static final int MOST_COMPARISONS = 10_000;

    private final List<? extends List<Entry>> parts;

    /** @param parts images in order; no image is in two parts */
    MergedIndexes(List<? extends List<Entry>> parts) {
        this.parts = parts;
    }

    /** The images of some indexes with these ImageIds; null where a query of the database is faster. */
    @Nullable
    static MergedIndexes ofImageIds(List<ImageIndex> indexes, Set<String> imageIds) {
        return (long) size(indexes) * imageIds.size() > MOST_COMPARISONS
                ? null
                : new MergedIndexes(indexes.stream()
                        .map(index -> index.withImageIds(imageIds))
                        .toList());
    }

    int size() {
        return size(parts);
    }

    private static int size(List<? extends List<Entry>> parts) {
        return parts.stream().mapToInt(List::size).sum();
    }

    /** The images with a name that matches. */
    MergedIndexes withName(GlobPattern name) {
        return new MergedIndexes(parts.stream()
                .map(part -> part.stream()
                        .filter(entry -> name.matches(entry.imageName()))
                        .toList())
                .toList());
    }

    /** One page, found by binary search. */
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

    /** How many of the first images of the whole are in a part. */
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

    /** How many images of the whole precede an entry. */
    private int rank(Entry entry) {
        int rank = 0;
        for (List<Entry> part : parts) {
            int found = Collections.binarySearch(part, entry);
            rank += found < 0 ? -found - 1 : found;
        }
        return rank;
    }
}
