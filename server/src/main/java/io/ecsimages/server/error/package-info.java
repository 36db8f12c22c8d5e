/** The one exception that any step may throw. */
package io.ecsimages.server.error;
