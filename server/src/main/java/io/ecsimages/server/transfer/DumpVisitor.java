package io.ecsimages.server.transfer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.core.annotation.Nullable;

/** Receives the parts of a dump while a reader parses it. */
interface DumpVisitor {

    /** Receives the images of one response. */
    interface ImageVisitor {

        /** @param location the file, line and path of the image, for error messages */
        void visitImage(ObjectNode image, String location);
    }

    /**
     * Starts a response.
     *
     * @return the visitor of its images, or null to skip them
     */
    @Nullable
    ImageVisitor visitResponse();

    /**
     * Ends a response.
     *
     * @param location the file and line where the response starts, for error messages
     */
    void endResponse(PageHeader page, String location);
}
