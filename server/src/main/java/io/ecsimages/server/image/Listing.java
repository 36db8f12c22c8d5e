package io.ecsimages.server.image;

import io.ecsimages.server.image.ImageList.Entry;
import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What a request lists: the images of one or more lists, in one order. */
final class Listing {

    /** As much takes about as long as to ask the database. */
    private static final int LOOKED_THROUGH = 10_000;

    private final List<ImageList> parts;

    /** @param parts lists that have no image in common */
    Listing(List<ImageList> parts) {
        this.parts = parts;
    }

    int size() {
        return parts.stream().mapToInt(ImageList::size).sum();
    }

    /** Those of its images that have one of these ids; null where to look through it takes long. */
    @Nullable
    Listing only(Set<String> imageIds) {
        return (long) size() * imageIds.size() > LOOKED_THROUGH
                ? null
                : new Listing(parts.stream().map(part -> part.only(imageIds)).toList());
    }

    /** Those of its images that have such a name. */
    Listing named(NamePattern name) {
        return new Listing(parts.stream().map(part -> part.named(name)).toList());
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
    private int before(ImageList part, int offset) {
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
        for (ImageList part : parts) {
            int found = Collections.binarySearch(part, entry);
            rank += found < 0 ? -found - 1 : found;
        }
        return rank;
    }
}
