package io.ecsimages.server.edition;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micronaut.core.annotation.Nullable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What was read of an edition of the catalogue. What was read of an older one is forgotten when it is read again, or as new
 * things need its room.
 *
 * @param <K> what was asked for
 * @param <V> what was found
 */
public final class EditionCache<K, V> {

    /** One look-up of so many is counted as a use: counting costs more than finding, and what is used often still counts often. */
    private static final int LOOK_UPS_FOR_A_USE = 8;

    private record OfEdition<V>(Edition edition, V value) {}

    private final Cache<K, OfEdition<V>> values;

    /**
     * @param heapPart the part of the heap that it may fill
     * @param bytes the size of a value, about
     */
    public EditionCache(double heapPart, ToIntFunction<V> bytes) {
        // Its upkeep is done by whoever asks: it is little, and needs no threads of its own.
        this.values = Caffeine.newBuilder()
                .maximumWeight((long) (heapPart * Runtime.getRuntime().maxMemory()))
                .weigher((K key, OfEdition<V> known) -> bytes.applyAsInt(known.value))
                .executor(Runnable::run)
                .build();
    }

    /** The value that is known, or null. */
    @Nullable
    public V get(Edition edition, K key) {
        var known = ThreadLocalRandom.current().nextInt(LOOK_UPS_FOR_A_USE) == 0
                ? values.getIfPresent(key)
                : values.policy().getIfPresentQuietly(key);
        return known != null && known.edition.equals(edition) ? known.value : null;
    }

    public void put(Edition edition, K key, V value) {
        values.put(key, new OfEdition<>(edition, value));
    }

    /** The value that is known, or the one that is read now, in a transaction that sees this edition. */
    public V get(Edition edition, K key, Function<K, V> read) {
        var known = get(edition, key);
        if (known == null) {
            known = read.apply(key);
            put(edition, key, known);
        }
        return known;
    }
}
