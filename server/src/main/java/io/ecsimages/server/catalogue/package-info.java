/** Getting images in: dumps of real answers, the sample catalogue among them. */
package io.ecsimages.server.catalogue;
