package io.ecsimages.server.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ecsimages.server.store.CatalogueScope;
import io.ecsimages.server.store.CatalogueVersion;
import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;

/**
 * Values that were computed from scopes of the catalogue. A value counts as absent at a version in which one of its scopes differs;
 * it is then brought up to date or replaced when it is asked for, or evicted.
 *
 * @param <K> the key
 * @param <V> the value
 */
final class VersionedCache<K, V> {

    /** The heap that everything but the caches needs, in bytes. */
    private static final long OTHER_HEAP_BYTES = 64L << 20;

    /** The least fraction of the heap for all caches, where it is not much larger than that. */
    private static final double LEAST_FRACTION = 0.25;

    /** More changed images than this are not worth an update. */
    private static final int MOST_UPDATED = 100;

    /** A value, and the last version at which it was found to hold. */
    private static final class Versioned<V> {

        private final V value;
        private volatile CatalogueVersion version;

        Versioned(V value, CatalogueVersion version) {
            this.value = value;
            this.version = version;
        }
    }

    /**
     * Brings a value up to date.
     *
     * @param <K> the key
     * @param <V> the value
     */
    interface Updater<K, V> {
        V update(K key, V value, Set<Long> changedImages);
    }

    private final Cache<K, Versioned<V>> values;
    private final BiFunction<K, V, Collection<CatalogueScope>> scopes;

    /**
     * Makes a cache.
     *
     * @param heapFraction the fraction of the heap that it may fill, beyond what the server needs otherwise
     * @param bytes the approximate size of an entry
     * @param scopes what a value is computed from
     */
    VersionedCache(double heapFraction, ToIntFunction<V> bytes, BiFunction<K, V, Collection<CatalogueScope>> scopes) {
        // Maintenance runs on the calling thread: it is short, and needs no executor.
        this.values = Caffeine.newBuilder()
                .maximumWeight((long) (heapFraction * heapBytes()))
                .weigher((K key, Versioned<V> versioned) -> bytes.applyAsInt(versioned.value))
                .executor(Runnable::run)
                .build();
        this.scopes = scopes;
    }

    private static double heapBytes() {
        long all = Runtime.getRuntime().maxMemory();
        return Math.max(all - OTHER_HEAP_BYTES, LEAST_FRACTION * all);
    }

    /** Makes a cache of values that are each computed from one scope. */
    static <K, V> VersionedCache<K, V> ofScope(
            double heapFraction, ToIntFunction<V> bytes, Function<K, CatalogueScope> scope) {
        return new VersionedCache<>(heapFraction, bytes, (key, value) -> Set.of(scope.apply(key)));
    }

    /** The value at a version, or null. */
    @Nullable
    V getIfPresent(CatalogueVersion version, K key) {
        var versioned = values.getIfPresent(key);
        return versioned != null && holds(versioned, key, version) ? versioned.value : null;
    }

    private boolean holds(Versioned<V> versioned, K key, CatalogueVersion version) {
        var last = versioned.version;
        if (last.equals(version)) {
            return true;
        }
        for (CatalogueScope scope : scopes.apply(key, versioned.value)) {
            if (!version.isSame(scope, last)) {
                return false;
            }
        }
        versioned.version = version;
        return true;
    }

    void put(CatalogueVersion version, K key, V value) {
        values.put(key, new Versioned<>(value, version));
    }

    /** Takes the size of a value again, which has grown. */
    void weighAgain(K key) {
        values.asMap().computeIfPresent(key, (same, value) -> new Versioned<>(value.value, value.version));
    }

    /** The value at the version that is being read, loaded if absent. Outside of a read it is always loaded. */
    V get(K key, Function<K, V> loader) {
        return get(key, loader, (same, value, changed) -> loader.apply(same));
    }

    /** The same, but a value is updated if only images of its scopes changed. */
    V get(K key, Function<K, V> loader, Updater<K, V> updater) {
        var value = getIfKept(key, updater);
        if (value == null) {
            value = loader.apply(key);
            keep(ReadScope.current(), key, value);
        }
        return value;
    }

    /** The value at the version that is being read, updated if necessary; null if it is absent and has to be loaded. */
    @Nullable
    V getIfKept(K key, Updater<K, V> updater) {
        var read = ReadScope.current();
        var versioned = read == null ? null : values.getIfPresent(key);
        if (read == null || versioned == null) {
            return null;
        }
        var value = versioned.value;
        if (!holds(versioned, key, read.version())) {
            var changed = changedImages(versioned, key, read.version());
            if (changed.size() > MOST_UPDATED || changed.isEmpty()) {
                return null;
            }
            value = updater.update(key, value, changed);
            put(read.version(), key, value);
        }
        dependOn(read, key, value);
        return value;
    }

    /** The images that changed in the scopes of a value; none if more than images changed, or if it is not known. */
    private Set<Long> changedImages(Versioned<V> versioned, K key, CatalogueVersion version) {
        var all = new HashSet<Long>();
        for (CatalogueScope scope : scopes.apply(key, versioned.value)) {
            var changed = version.changedImages(scope, versioned.version);
            if (changed.isEmpty()) {
                return Set.of();
            }
            all.addAll(changed.get());
        }
        return all;
    }

    private void keep(@Nullable ReadScope read, K key, V value) {
        if (read != null) {
            put(read.version(), key, value);
            dependOn(read, key, value);
        }
    }

    private void dependOn(ReadScope read, K key, V value) {
        read.dependOn(() -> scopes.apply(key, value));
    }

    /**
     * The values of several keys. The loader is called at most once, with the keys of all absent values.
     *
     * @param cacheable which values hold as long as their scopes; the result with another one is marked as time-dependent
     */
    Map<K, V> getAll(Collection<K> keys, Function<Collection<K>, Map<K, V>> loader, Predicate<V> cacheable) {
        var read = ReadScope.current();
        var all = new HashMap<K, V>();
        var absent = new ArrayList<K>();
        for (K key : keys) {
            var value = read == null ? null : getIfPresent(read.version(), key);
            if (read == null || value == null) {
                absent.add(key);
            } else {
                all.put(key, value);
                dependOn(read, key, value);
            }
        }
        if (!absent.isEmpty()) {
            var loaded = loader.apply(absent);
            all.putAll(loaded);
            if (read != null) {
                loaded.forEach((key, value) -> {
                    if (cacheable.test(value)) {
                        keep(read, key, value);
                    } else {
                        read.markTimeDependent();
                    }
                });
            }
        }
        return all;
    }
}
