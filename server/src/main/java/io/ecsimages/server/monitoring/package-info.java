/** What an operator sees of the running server. */
package io.ecsimages.server.monitoring;
