package io.ecsimages.server.auth;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.agrona.collections.LongHashSet;

/**
 * The hashes of nonces that still count, in memory. Nonces that expire in the same minute share a set, which is dropped as a whole.
 * Used by one thread at a time.
 */
final class NonceSet {

    private static final int SECONDS = 60;

    /** Odd and secret, so that a caller cannot make nonces that collide in the set. */
    private final long factor = new SecureRandom().nextLong() | 1;

    private final TreeMap<Long, LongHashSet> byMinute = new TreeMap<>();

    void add(Nonce nonce) {
        byMinute.computeIfAbsent(minute(nonce.expires()), key -> new LongHashSet())
                .add(nonce.hash() * factor);
    }

    boolean contains(long hash) {
        for (LongHashSet hashes : byMinute.values()) {
            if (hashes.contains(hash * factor)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The nonces that are not in the set and not expired; of equal ones, the first. A nonce that expired while its request waited
     * counts as used, because other servers may have dropped it.
     */
    Set<Nonce> unused(Collection<Nonce> nonces, Instant now) {
        removeExpired(now);
        var hashes = new HashSet<Long>();
        return nonces.stream()
                .filter(nonce -> !nonce.expires().isBefore(now) && !contains(nonce.hash()) && hashes.add(nonce.hash()))
                .collect(Collectors.toSet());
    }

    /** Drops the nonces that expired in the minutes before a time. */
    void removeExpired(Instant now) {
        byMinute.headMap(minute(now)).clear();
    }

    private static long minute(Instant time) {
        return Math.floorDiv(time.getEpochSecond(), SECONDS);
    }
}
