package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.Seeds;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;

/** Compares the set of used nonces with a {@code HashSet} without the nonces of past minutes. */
@Tag("database-independent")
class NonceSetTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Uses repeated hashes, and 0, which marks free slots. */
    @Seeds(200)
    void containsTheNoncesOfAHashSet(long seed) {
        var random = new Random(seed);
        int now = random.nextInt(401);
        var used = new NonceSet();
        var expected = new HashSet<Long>();
        for (int i = random.nextInt(61); i > 0; i--) {
            long hash = random.nextInt(11) - 5;
            int seconds = random.nextInt(301);
            used.add(new Nonce(hash, START.plusSeconds(seconds)));
            if (seconds / 60 >= now / 60) {
                expected.add(hash);
            }
        }
        used.removeExpired(START.plusSeconds(now));
        for (long hash = -6; hash <= 6; hash++) {
            assertThat(used.contains(hash)).isEqualTo(expected.contains(hash));
        }
    }

    @Seeds(20)
    void containsAllNoncesAfterResizing(long seed) {
        var random = new Random(seed);
        int minutes = 1 + random.nextInt(4);
        var used = new NonceSet();
        Map<Integer, Set<Long>> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            // Some hashes differ only in their first or last bits.
            long hash = random.nextBoolean() ? random.nextLong() : (long) random.nextInt(10_000) << random.nextInt(50);
            int minute = random.nextInt(minutes);
            used.add(new Nonce(hash, START.plusSeconds(60L * minute + random.nextInt(60))));
            expected.computeIfAbsent(minute, any -> new HashSet<>()).add(hash);
        }
        for (int minute = 0; minute <= minutes; minute++) {
            used.removeExpired(START.plusSeconds(60L * minute));
            expected.remove(minute - 1);
            for (int i = 0; i < 1_000; i++) {
                long hash = (long) random.nextInt(10_000) << random.nextInt(50);
                assertThat(used.contains(hash))
                        .isEqualTo(expected.values().stream().anyMatch(hashes -> hashes.contains(hash)));
            }
            expected.values()
                    .forEach(hashes -> hashes.forEach(
                            hash -> assertThat(used.contains(hash)).isTrue()));
        }
    }
}
