/** The entry point of the server. */
package io.ecsimages.server;
