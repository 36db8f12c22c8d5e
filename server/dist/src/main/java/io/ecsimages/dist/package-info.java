/** Builds the distribution: the server with a Java runtime of its own. */
package io.ecsimages.dist;
