/** The one exception that any step may throw, and the one class that knows how an error looks on the wire. */
package io.ecsimages.server.error;
