package io.ecsimages.server.image;

import io.ecsimages.server.edition.Edition;
import io.ecsimages.server.edition.EditionCache;
import io.ecsimages.server.image.ImageFilters.Scope;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The regions where accounts have images: in all others, which are most, there is nothing to look for. */
@Singleton
class AccountRegions {

    private static final double HEAP_PART = 0.02;
    private static final int ENTRY_BYTES = 400;
    private static final int REGION_BYTES = 100;

    private static final String REGIONS = "SELECT DISTINCT region_id, 'own' FROM image WHERE owner_id = ?"
            + " UNION ALL SELECT DISTINCT region_id, 'shared' FROM image_share WHERE account_id = ?";

    /**
     * Those of one account.
     *
     * @param own where it owns images
     * @param shared where others share images with it
     */
    private record Regions(Set<String> own, Set<String> shared) {

        int size() {
            return own.size() + shared.size();
        }

        boolean have(Scope scope, String regionId) {
            return !isOfAccount(scope) || (scope.isShared() ? shared : own).contains(regionId);
        }
    }

    private final JdbcOperations jdbc;
    private final EditionCache<Long, Regions> known =
            new EditionCache<>(HEAP_PART, regions -> ENTRY_BYTES + REGION_BYTES * regions.size());

    AccountRegions(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the scopes in a region that can hold images, as far as is known without reading. */
    List<Scope> known(Edition edition, List<Scope> scopes, long account, String regionId) {
        var regions = known.get(edition, account);
        return regions == null ? scopes : of(regions, scopes, regionId);
    }

    /** Those of the scopes in a region that can hold images, in a transaction that sees this edition. */
    List<Scope> read(Edition edition, List<Scope> scopes, long account, String regionId) {
        return scopes.stream().anyMatch(AccountRegions::isOfAccount)
                ? of(known.get(edition, account, this::read), scopes, regionId)
                : scopes;
    }

    private static boolean isOfAccount(Scope scope) {
        return scope.isShared() || scope.alias() == ImageOwnerAlias.SELF;
    }

    private static List<Scope> of(Regions regions, List<Scope> scopes, String regionId) {
        return scopes.stream().filter(scope -> regions.have(scope, regionId)).toList();
    }

    private Regions read(long account) {
        return jdbc.prepareStatement(REGIONS, statement -> {
            statement.setLong(1, account);
            statement.setLong(2, account);
            var regions = new Regions(new HashSet<>(), new HashSet<>());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    (rows.getString(2).equals("own") ? regions.own : regions.shared).add(rows.getString(1));
                }
            }
            return regions;
        });
    }
}
