/** The command line. */
package io.ecsimages.server.cli;
