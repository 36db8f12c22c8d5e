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
     * Where one account has images.
     *
     * @param own the regions where it owns some
     * @param shared the regions where others share some with it
     */
    private record Presence(Set<String> own, Set<String> shared) {

        int size() {
            return own.size() + shared.size();
        }

        boolean mayHave(Scope scope, String regionId) {
            return !isOfAccount(scope) || (scope.isShared() ? shared : own).contains(regionId);
        }
    }

    private final JdbcOperations jdbc;
    private final EditionCache<Long, Presence> known =
            new EditionCache<>(HEAP_PART, presence -> ENTRY_BYTES + REGION_BYTES * presence.size());

    AccountRegions(JdbcOperations jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of the scopes in a region that can hold images, as far as is known without reading. */
    List<Scope> known(Edition edition, List<Scope> scopes, long account, String regionId) {
        var presence = known.get(edition, account);
        return presence == null ? scopes : of(presence, scopes, regionId);
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

    private static List<Scope> of(Presence presence, List<Scope> scopes, String regionId) {
        return scopes.stream()
                .filter(scope -> presence.mayHave(scope, regionId))
                .toList();
    }

    private Presence read(long account) {
        return jdbc.prepareStatement(REGIONS, statement -> {
            statement.setLong(1, account);
            statement.setLong(2, account);
            var presence = new Presence(new HashSet<>(), new HashSet<>());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    (rows.getString(2).equals("own") ? presence.own : presence.shared).add(rows.getString(1));
                }
            }
            return presence;
        });
    }
}
