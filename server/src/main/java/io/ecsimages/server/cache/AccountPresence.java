package io.ecsimages.server.cache;

import io.ecsimages.server.image.ImageCriteria;
import io.ecsimages.server.image.Visibility;
import io.ecsimages.server.store.AccountRegion;
import io.ecsimages.server.store.ImageRepository;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Knows the regions in which an account owns images, or others share images with it: it has none in most regions. */
@Singleton
@Requires(property = "ecs-images.cache.enabled", notEquals = "false")
final class AccountPresence {

    private static final double HEAP_FRACTION = 0.02;
    private static final int ENTRY_BYTES = 400;
    private static final int REGION_BYTES = 100;

    private record RegionsOfAccount(Set<String> own, Set<String> shared) {

        int bytes() {
            return ENTRY_BYTES + REGION_BYTES * (own.size() + shared.size());
        }
    }

    private final ImageRepository images;
    private final VersionedCache<Long, RegionsOfAccount> cache =
            new VersionedCache<>(HEAP_FRACTION, RegionsOfAccount::bytes);

    AccountPresence(ImageRepository images) {
        this.images = images;
    }

    /**
     * Whether images may match criteria of one visibility.
     *
     * @param account the account of the request
     */
    boolean mayMatch(ImageCriteria criteria, long account) {
        if (criteria.visibility().contains(Visibility.OWN)) {
            return regions(account).own.contains(criteria.regionId());
        }
        return !criteria.visibility().contains(Visibility.SHARED)
                || regions(account).shared.contains(criteria.regionId());
    }

    private RegionsOfAccount regions(long account) {
        return cache.get(account, key -> {
            var regions = images.regionsOf(key);
            return new RegionsOfAccount(ids(regions, AccountRegion.OWN), ids(regions, AccountRegion.SHARED));
        });
    }

    private static Set<String> ids(List<AccountRegion> regions, String relation) {
        return regions.stream()
                .filter(region -> region.relation().equals(relation))
                .map(AccountRegion::regionId)
                .collect(Collectors.toUnmodifiableSet());
    }
}
