package io.ecsimages.server.auth;

import java.util.Collection;
import java.util.Set;

/** Stores the nonces that still count, so that each is claimed once, by all servers together. */
interface NonceStore {

    /**
     * Claims the nonces that are unused; of equal ones, the first. If it fails, they may be claimed all the same.
     *
     * @param work runs first in the transaction, and again in another one if other servers claim nonces at the same time
     * @return the nonces that were claimed
     */
    Set<Nonce> claim(Collection<Nonce> nonces, Runnable work);
}
