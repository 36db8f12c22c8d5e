/** The image actions: what a request means, which images it selects, and what its caller sees of them. */
package io.ecsimages.server.image;
