package io.ecsimages.client;

/**
 * Provides the access key that signs a request.
 *
 * <p>The client calls it for every request and every retry, so it can return a new temporary key before the current one
 * expires. It must be fast and thread-safe.
 */
@FunctionalInterface
public interface CredentialsProvider {

    /** Returns the key for the next request. */
    AccessKey get();
}
