package io.ecsimages.server.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Compares the number of images in the pages of a listing with its TotalCount. A response does not contain its request, so
 * responses of one region with the same TotalCount are treated as pages of one listing. A repeated page counts once.
 */
final class CompletenessCheck {

    private record Listing(String regionId, int totalCount) {}

    /** The number of images by page number. Responses without a PageNumber get negative numbers. */
    private final Map<Listing, Map<Integer, Integer>> pages = new LinkedHashMap<>();

    CompletenessCheck(List<PageHeader> headers) {
        for (PageHeader header : headers) {
            if (header.totalCount() != null) {
                var listing = pages.computeIfAbsent(
                        new Listing(Objects.requireNonNull(header.regionId()), header.totalCount()),
                        key -> new HashMap<>());
                int number = header.pageNumber() == null ? -1 - listing.size() : header.pageNumber();
                listing.merge(number, header.images(), Math::max);
            }
        }
    }

    /** Describes each incomplete listing in one line. */
    List<String> gaps() {
        var gaps = new ArrayList<String>();
        pages.forEach((listing, images) -> {
            int found = images.values().stream().mapToInt(Integer::intValue).sum();
            if (found < listing.totalCount) {
                gaps.add(listing.regionId + ": the responses contain " + found + " of " + listing.totalCount
                        + " images (TotalCount)");
            }
        });
        return gaps;
    }
}
