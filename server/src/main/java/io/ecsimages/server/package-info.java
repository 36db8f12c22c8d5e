/** The server: from the command line to the catalogue. */
package io.ecsimages.server;
