package io.ecsimages.server.transfer;

import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.ImageShareRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Removes images and shares of an account that its dumps no longer contain. */
@Singleton
class StaleImageRemover {

    private final ImageRepository images;
    private final ImageShareRepository shares;

    StaleImageRemover(ImageRepository images, ImageShareRepository shares) {
        this.images = images;
        this.shares = shares;
    }

    /** Removes stale images and shares in the regions of the dumps. */
    Importer.Summary remove(ImportedIds imported, long account) {
        long deleted = 0;
        long unshared = 0;
        for (String region : imported.regions()) {
            deleted += forEachStale(imported, after -> images.nextOwned(account, region, after), this::delete);
            unshared += forEachStale(
                    imported,
                    after -> shares.nextShared(account, region, after),
                    stale -> shares.deleteByAccountIdAndImageIn(account, stale));
            deleted += images.deleteInvisible(region);
            for (String source : List.of(ImageEntity.SYSTEM, ImageEntity.MARKETPLACE)) {
                if (imported.hasSource(region, source)) {
                    deleted +=
                            forEachStale(imported, after -> images.nextOfSource(source, region, after), this::delete);
                }
            }
        }
        return new Importer.Summary(0, 0, deleted, unshared, List.of());
    }

    private long delete(List<Long> keys) {
        keys.forEach(images::deleteById);
        return keys.size();
    }

    private static long forEachStale(
            ImportedIds imported, Function<Long, List<Long>> nextKeys, ToLongFunction<List<Long>> remove) {
        long sum = 0;
        for (var keys = nextKeys.apply(0L); !keys.isEmpty(); keys = nextKeys.apply(keys.get(keys.size() - 1))) {
            var stale = imported.without(keys);
            sum += stale.isEmpty() ? 0 : remove.applyAsLong(stale);
        }
        return sum;
    }
}
