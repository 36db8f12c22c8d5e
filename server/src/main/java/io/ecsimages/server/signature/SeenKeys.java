package io.ecsimages.server.signature;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ecsimages.server.edition.Edition;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** The keys as they were last read. What was read in an edition is not read again in it. */
@Singleton
class SeenKeys {

    private record Seen(AccessKey key, Edition edition) {}

    /** How many keys are known at most. */
    private static final int MOST = 10_000;

    private final AccessKeyRepository keys;
    private final Cache<String, Seen> seen =
            Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

    SeenKeys(AccessKeyRepository keys) {
        this.keys = keys;
    }

    /** The key as it was last read, in whatever edition; null where it was not read yet. */
    @Nullable
    AccessKey last(String accessKeyId) {
        var last = seen.getIfPresent(accessKeyId);
        return last == null ? null : last.key;
    }

    /**
     * The keys that there are, by their ids.
     *
     * @param edition the edition that the current transaction saw before. It is that of the keys' own database; what is
     *     read of a later one is as good, and is read again in that
     */
    Map<String, AccessKey> in(Edition edition, Collection<String> accessKeyIds) {
        var found = new HashMap<String, AccessKey>();
        var unread = new ArrayList<String>();
        for (String id : accessKeyIds) {
            var last = seen.getIfPresent(id);
            if (last != null && last.edition.equals(edition)) {
                found.put(id, last.key);
            } else {
                unread.add(id);
            }
        }
        if (!unread.isEmpty()) {
            seen.invalidateAll(unread);
            for (AccessKey key : keys.findByAccessKeyIdIn(unread)) {
                seen.put(key.accessKeyId(), new Seen(key, edition));
                found.put(key.accessKeyId(), key);
            }
        }
        return found;
    }
}
