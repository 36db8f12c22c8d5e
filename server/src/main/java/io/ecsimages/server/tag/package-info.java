/** The calls about tags, of all images that an account may use. */
package io.ecsimages.server.tag;
