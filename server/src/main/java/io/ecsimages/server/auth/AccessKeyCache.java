package io.ecsimages.server.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ecsimages.server.store.CatalogueScope;
import io.ecsimages.server.store.CatalogueVersion;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Caches access keys: a key is read again after a change of keys. */
@Singleton
class AccessKeyCache {

    private record CachedKey(AccessKey key, CatalogueVersion version) {}

    private static final int MAXIMUM_SIZE = 10_000;

    private final AccessKeyRepository keys;
    private final Cache<String, CachedKey> cache = Caffeine.newBuilder()
            .maximumSize(MAXIMUM_SIZE)
            .executor(Runnable::run)
            .build();

    AccessKeyCache(AccessKeyRepository keys) {
        this.keys = keys;
    }

    /** The key as it was last read, at any version; null if it was not read yet. */
    @Nullable
    AccessKey lastKnown(String accessKeyId) {
        var cached = cache.getIfPresent(accessKeyId);
        return cached == null ? null : cached.key;
    }

    /**
     * Finds keys by their ids; ids that do not exist are absent from the result.
     *
     * @param version the version that the current transaction saw before it reads keys. A key that was changed after that is
     *     valid, too; it is read again at its own version
     */
    Map<String, AccessKey> find(CatalogueVersion version, Collection<String> accessKeyIds) {
        var found = new HashMap<String, AccessKey>();
        var unread = new ArrayList<String>();
        for (String id : accessKeyIds) {
            var cached = cache.getIfPresent(id);
            if (cached != null && version.isSame(CatalogueScope.ACCESS_KEYS, cached.version)) {
                found.put(id, cached.key);
            } else {
                unread.add(id);
            }
        }
        if (!unread.isEmpty()) {
            cache.invalidateAll(unread);
            for (AccessKey key : keys.findByAccessKeyIdIn(unread)) {
                cache.put(key.accessKeyId(), new CachedKey(key, version));
                found.put(key.accessKeyId(), key);
            }
        }
        return found;
    }
}
