/** The command line: what an operator can do. */
package io.ecsimages.server.cli;
