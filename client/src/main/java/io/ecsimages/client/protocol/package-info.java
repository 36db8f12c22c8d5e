/** Encodes calls as HTTP requests; translates and retries failures. */
package io.ecsimages.client.protocol;
