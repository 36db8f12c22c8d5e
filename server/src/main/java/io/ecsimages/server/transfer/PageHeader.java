package io.ecsimages.server.transfer;

import io.micronaut.core.annotation.Nullable;

/**
 * What an answer says of itself: it is a page of a listing.
 *
 * @param regionId the region of its images, null where it names none
 * @param totalCount how many images the listing has, null where it does not say
 * @param pageNumber which page of the listing it is, null where it does not say
 * @param images how many images it holds
 */
record PageHeader(
        @Nullable String regionId,
        @Nullable Integer totalCount,
        @Nullable Integer pageNumber,
        int images) {

    PageHeader in(String region) {
        return new PageHeader(region, totalCount, pageNumber, images);
    }

    /** Reads one of the counts; some tools write them as texts. */
    @Nullable
    static Integer count(@Nullable String text, String member, String place) {
        if (text == null || text.isEmpty()) {
            return null;
        } else if (!text.matches("[0-9]{1,9}")) {
            throw new ImportException(place, member + " must be a whole number");
        }
        return Integer.valueOf(text);
    }
}
