/** The access log, metrics and health of a running server. */
package io.ecsimages.server.observability;
