package io.ecsimages.server.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ecsimages.server.store.CatalogueVersion;
import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Values that were computed from one version of the catalogue. A value of another version counts as absent; it is replaced when
 * its key is loaded again, or evicted.
 *
 * @param <K> the key
 * @param <V> the value
 */
final class VersionedCache<K, V> {

    private record Versioned<V>(CatalogueVersion version, V value) {}

    private final Cache<K, Versioned<V>> values;

    /**
     * Makes a cache.
     *
     * @param heapFraction the fraction of the heap that it may fill
     * @param bytes the approximate size of an entry
     */
    VersionedCache(double heapFraction, ToIntFunction<V> bytes) {
        // Maintenance runs on the calling thread: it is short, and needs no executor.
        this.values = Caffeine.newBuilder()
                .maximumWeight((long) (heapFraction * Runtime.getRuntime().maxMemory()))
                .weigher((K key, Versioned<V> versioned) -> bytes.applyAsInt(versioned.value))
                .executor(Runnable::run)
                .build();
    }

    /** The value of a version, or null. */
    @Nullable
    V getIfPresent(CatalogueVersion version, K key) {
        var versioned = values.getIfPresent(key);
        return versioned != null && versioned.version.equals(version) ? versioned.value : null;
    }

    void put(CatalogueVersion version, K key, V value) {
        values.put(key, new Versioned<>(version, value));
    }

    /** The value of the version that is being read, or null. */
    @Nullable
    V getIfPresent(K key) {
        var scope = ReadScope.current();
        return scope == null ? null : getIfPresent(scope.version(), key);
    }

    /** The value of the version that is being read, loaded if absent. Outside of a read it is always loaded. */
    V get(K key, Function<K, V> loader) {
        var scope = ReadScope.current();
        if (scope == null) {
            return loader.apply(key);
        }
        var value = getIfPresent(scope.version(), key);
        if (value == null) {
            value = loader.apply(key);
            put(scope.version(), key, value);
        }
        return value;
    }

    /**
     * The values of several keys. The loader is called at most once, with the keys of all absent values.
     *
     * @param cacheable which values hold as long as the version; the result with another one is marked as time-dependent
     */
    Map<K, V> getAll(Collection<K> keys, Function<Collection<K>, Map<K, V>> loader, Predicate<V> cacheable) {
        var scope = ReadScope.current();
        var found = new HashMap<K, V>();
        var absent = new ArrayList<K>();
        for (K key : keys) {
            var value = scope == null ? null : getIfPresent(scope.version(), key);
            if (value == null) {
                absent.add(key);
            } else {
                found.put(key, value);
            }
        }
        if (!absent.isEmpty()) {
            var loaded = loader.apply(absent);
            found.putAll(loaded);
            if (scope != null) {
                loaded.forEach((key, value) -> {
                    if (cacheable.test(value)) {
                        put(scope.version(), key, value);
                    } else {
                        scope.markTimeDependent();
                    }
                });
            }
        }
        return found;
    }
}
