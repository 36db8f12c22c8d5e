package io.ecsimages.server.edition;

import io.micronaut.core.util.clhm.ConcurrentLinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * What was read of an edition of the catalogue. What was read of older ones is forgotten as new things need its room.
 *
 * @param <K> what was asked for
 * @param <V> what was found
 */
public final class EditionCache<K, V> {

    private record OfEdition<K>(Edition edition, K key) {}

    private final Map<OfEdition<K>, V> values;

    /**
     * @param heapPart the part of the heap that it may fill
     * @param bytes the size of a value, about
     */
    public EditionCache(double heapPart, ToIntFunction<V> bytes) {
        this.values = new ConcurrentLinkedHashMap.Builder<OfEdition<K>, V>()
                .maximumWeightedCapacity((long) (heapPart * Runtime.getRuntime().maxMemory()))
                .weigher((V value) -> bytes.applyAsInt(value))
                .build();
    }

    /** The value that is known, or null. */
    public V get(Edition edition, K key) {
        return values.get(new OfEdition<>(edition, key));
    }

    public void put(Edition edition, K key, V value) {
        values.put(new OfEdition<>(edition, key), value);
    }

    /** The value that is known, or the one that is read now, in a transaction that sees this edition. */
    public V get(Edition edition, K key, Function<K, V> read) {
        var ofEdition = new OfEdition<>(edition, key);
        var known = values.get(ofEdition);
        if (known == null) {
            known = read.apply(key);
            values.put(ofEdition, known);
        }
        return known;
    }
}
