package io.ecsimages.server.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.core.annotation.Nullable;

/** Takes what a file of answers holds, while it is read. */
interface DumpVisitor {

    /** Takes an image, and where it stands. */
    interface ImageSink {
        void accept(ObjectNode image, String place);
    }

    /** An answer begins; null where its images are not wanted. */
    @Nullable
    ImageSink next();

    /** An answer ends. */
    void end(PageHeader page, String place);
}
