/** Tests against a real catalogue: begin at {@link io.ecsimages.junit.EcsImagesServer}. */
package io.ecsimages.junit;
