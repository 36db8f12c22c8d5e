package io.ecsimages.server.image;

import io.ecsimages.server.model.Images;
import java.util.List;

/** Makes the images of a response from those of a page. */
public interface ImageRenderer {

    /** Renders images as an account reads them. */
    Images render(List<ImageRef> page, long account);
}
