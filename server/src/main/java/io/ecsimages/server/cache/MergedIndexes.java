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

    private final List<ImageIndex> parts;

    /** @param parts indexes that have no image in common */
    MergedIndexes(List<ImageIndex> parts) {
        this.parts = parts;
    }

    int size() {
        return parts.stream().mapToInt(ImageIndex::size).sum();
    }

    /** The images with these ImageIds; null where a query of the database is faster. */
    @Nullable
    MergedIndexes withImageIds(Set<String> imageIds) {
        return (long) size() * imageIds.size() > MOST_COMPARISONS
                ? null
                : new MergedIndexes(
                        parts.stream().map(part -> part.withImageIds(imageIds)).toList());
    }

    /** The images with a name that matches. */
    MergedIndexes withName(GlobPattern name) {
        return new MergedIndexes(parts.stream().map(part -> part.withName(name)).toList());
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
    private int before(ImageIndex part, int offset) {
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
        for (ImageIndex part : parts) {
            int found = Collections.binarySearch(part, entry);
            rank += found < 0 ? -found - 1 : found;
        }
        return rank;
    }
}
