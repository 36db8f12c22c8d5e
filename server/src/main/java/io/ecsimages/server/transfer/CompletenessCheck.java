package io.ecsimages.server.transfer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What requests asked for, on one page or several. An answer does not say what it was asked for: those of one region that
 * name the same TotalCount are taken for one listing, and a page that stands there twice counts once.
 */
final class CompletenessCheck {

    private record Listing(String regionId, int totalCount) {}

    /** The images on each page, by its number; what has no number is a page of its own, below zero. */
    private final Map<Listing, Map<Integer, Integer>> pages = new LinkedHashMap<>();

    CompletenessCheck(List<PageHeader> answers) {
        for (PageHeader answer : answers) {
            if (answer.totalCount() != null) {
                var listing = pages.computeIfAbsent(
                        new Listing(Objects.requireNonNull(answer.regionId()), answer.totalCount()),
                        key -> new HashMap<>());
                int number = answer.pageNumber() == null ? -1 - listing.size() : answer.pageNumber();
                listing.merge(number, answer.images(), Math::max);
            }
        }
    }

    /** Which of them are not there whole, a line each. */
    List<String> gaps() {
        var gaps = new ArrayList<String>();
        pages.forEach((listing, images) -> {
            int held = images.values().stream().mapToInt(Integer::intValue).sum();
            if (held < listing.totalCount) {
                gaps.add(listing.regionId + ": the answers hold " + held + " of " + listing.totalCount
                        + " images (TotalCount)");
            }
        });
        return gaps;
    }
}
