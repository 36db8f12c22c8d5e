package io.ecsimages.server.image;

/** Finds the images that match criteria. */
public interface ImageSearch {

    /**
     * Finds one page.
     *
     * @param pageNumber the page, from 1
     * @param pageSize how many images a page has
     */
    ImagePage find(ImageCriteria criteria, int pageNumber, int pageSize);
}
