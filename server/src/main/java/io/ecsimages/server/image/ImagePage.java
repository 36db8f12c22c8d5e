package io.ecsimages.server.image;

import java.util.List;

/**
 * A page of the images that match.
 *
 * @param total how many images match on all pages
 * @param images the images of the page, newest first, ties by ImageId; empty behind the last page
 */
public record ImagePage(int total, List<ImageRef> images) {}
