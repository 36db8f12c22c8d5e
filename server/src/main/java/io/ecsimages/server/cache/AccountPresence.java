package io.ecsimages.server.cache;

import io.ecsimages.server.image.ImageCriteria;
import io.ecsimages.server.image.Visibility;
import io.ecsimages.server.store.AccountRegion;
import io.ecsimages.server.store.CatalogueScope;
import io.ecsimages.server.store.ImageRepository;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Knows the regions in which an account owns images, or others share images with it: it has none in most regions. */
@Singleton
@Requires(property = "ecs-images.cache.enabled", notEquals = "false")
final class AccountPresence {

    private static final double HEAP_FRACTION = 0.02;
    private static final int ENTRY_BYTES = 400;
    private static final int REGION_BYTES = 100;

    private record RegionsOfAccount(Set<String> own, Set<String> shared) {

        RegionsOfAccount with(List<AccountRegion> more) {
            return new RegionsOfAccount(
                    union(own, ids(more, AccountRegion.OWN)), union(shared, ids(more, AccountRegion.SHARED)));
        }

        private static Set<String> union(Set<String> one, Set<String> other) {
            return one.containsAll(other)
                    ? one
                    : Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
        }

        int bytes() {
            return ENTRY_BYTES + REGION_BYTES * (own.size() + shared.size());
        }
    }

    private final ImageRepository images;
    private final VersionedCache<Long, RegionsOfAccount> cache =
            VersionedCache.ofScope(HEAP_FRACTION, RegionsOfAccount::bytes, CatalogueScope.ImagesOfAccount::new);

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
        return cache.get(account, this::load, this::update);
    }

    private RegionsOfAccount load(long account) {
        return new RegionsOfAccount(Set.of(), Set.of()).with(images.regionsOf(account));
    }

    /** A region stays when the account loses its last image there. */
    private RegionsOfAccount update(long account, RegionsOfAccount regions, Set<Long> changedImages) {
        return regions.with(images.regionsOf(account, changedImages));
    }

    private static Set<String> ids(List<AccountRegion> regions, String relation) {
        return regions.stream()
                .filter(region -> region.relation().equals(relation))
                .map(AccountRegion::regionId)
                .collect(Collectors.toUnmodifiableSet());
    }
}
