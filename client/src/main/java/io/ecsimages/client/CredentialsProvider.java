package io.ecsimages.client;

/**
 * Gives the key to sign with. It is asked for every request, also for a repeated one, so it may hand out a new temporary
 * key before the old one ends; it must be quick and safe for threads.
 */
@FunctionalInterface
public interface CredentialsProvider {

    /** @return the key for the next request */
    AccessKey get();
}
