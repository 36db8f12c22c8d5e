package io.ecsimages.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The nonces in memory are those of a set, less those whose minute has passed. */
class NonceSetTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Hashes that repeat, and 0, which marks what is free. */
    @Property(tries = 200)
    void theyAreThoseOfASet(
            @ForAll @Size(max = 60) List<@LongRange(min = -5, max = 5) Long> hashes,
            @ForAll @Size(value = 60) List<@IntRange(max = 300) Integer> seconds,
            @ForAll @IntRange(max = 400) int now) {
        var used = new NonceSet();
        var expected = new HashSet<Long>();
        for (int i = 0; i < hashes.size(); i++) {
            used.add(new Nonce(hashes.get(i), START.plusSeconds(seconds.get(i))));
            if (seconds.get(i) / 60 >= now / 60) {
                expected.add(hashes.get(i));
            }
        }
        used.removeExpired(START.plusSeconds(now));
        for (long hash = -6; hash <= 6; hash++) {
            assertEquals(expected.contains(hash), used.contains(hash));
        }
    }

    @Property(tries = 20)
    void theyGrow(@ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int minutes) {
        var random = new Random(seed);
        var used = new NonceSet();
        Map<Integer, Set<Long>> expected = new HashMap<>();
        for (int i = 0; i < 20_000; i++) {
            // Some are alike in all but their first bits, or their last.
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
                assertEquals(expected.values().stream().anyMatch(hashes -> hashes.contains(hash)), used.contains(hash));
            }
            expected.values().forEach(hashes -> hashes.forEach(hash -> assertTrue(used.contains(hash))));
        }
    }
}
