package io.ecsimages.server.transfer;

import io.micronaut.core.annotation.Nullable;

/**
 * The fields of a response that describe its page of a listing.
 *
 * @param regionId its RegionId, null if absent
 * @param totalCount its TotalCount, null if absent
 * @param pageNumber its PageNumber, null if absent
 * @param images the number of images in the response
 */
record PageHeader(
        @Nullable String regionId,
        @Nullable Integer totalCount,
        @Nullable Integer pageNumber,
        int images) {

    PageHeader withRegionId(String region) {
        return new PageHeader(region, totalCount, pageNumber, images);
    }

    /** Parses a count; some programs write it as a string or as a floating point number. */
    @Nullable
    static Integer parseCount(@Nullable String text, String field, String location) {
        if (text == null || text.isEmpty()) {
            return null;
        } else if (!text.matches("[0-9]{1,9}(\\.0)?")) {
            throw new ImportException(location, field + " must be a whole number");
        }
        return Integer.valueOf(text.replace(".0", ""));
    }
}
