package io.ecsimages.server.catalogue;

import io.ecsimages.server.image.ImageParts.Shares;
import io.ecsimages.server.image.ImageRepository;
import io.ecsimages.server.image.ImageRow;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** What the catalogue has of an account and its dumps do not, where they are the whole truth. */
@Singleton
class Leftovers {

    private final Keys keys;
    private final ImageRepository images;
    private final Shares shares;
    private final VisibleImages visible;

    Leftovers(Keys keys, ImageRepository images, Shares shares, VisibleImages visible) {
        this.keys = keys;
        this.images = images;
        this.shares = shares;
        this.visible = visible;
    }

    /** The keys of images, some at a time: those behind a key, in their order. */
    @JdbcRepository(dialect = Dialect.H2)
    interface Keys extends GenericRepository<ImageRow, Long> {

        @Query("SELECT id FROM image WHERE owner_id = :account AND region_id = :regionId AND id > :after"
                + " ORDER BY id LIMIT 500")
        List<Long> owned(long account, String regionId, long after);

        @Query("SELECT image FROM image_share WHERE account_id = :account AND region_id = :regionId AND image > :after"
                + " ORDER BY image LIMIT 500")
        List<Long> shared(long account, String regionId, long after);

        @Query("SELECT id FROM image WHERE source = :source AND region_id = :regionId AND id > :after"
                + " ORDER BY id LIMIT 500")
        List<Long> provided(String source, String regionId, long after);
    }

    /** Takes away what the dumps of this account do not hold. */
    Importer.Summary delete(HeldImages held, long account) {
        long deleted = 0;
        long unshared = 0;
        for (String region : held.regions()) {
            deleted += each(held, after -> keys.owned(account, region, after), this::delete);
            unshared += each(
                    held,
                    after -> keys.shared(account, region, after),
                    rest -> shares.deleteByAccountIdAndImageIn(account, rest));
            deleted += visible.deleteUnseen(region);
            for (String source : List.of(ImageRow.SYSTEM, ImageRow.MARKETPLACE)) {
                if (held.hasSource(region, source)) {
                    deleted += each(held, after -> keys.provided(source, region, after), this::delete);
                }
            }
        }
        return new Importer.Summary(0, 0, deleted, unshared, List.of());
    }

    private long delete(List<Long> rest) {
        rest.forEach(images::deleteById);
        return rest.size();
    }

    private static long each(HeldImages held, Function<Long, List<Long>> page, ToLongFunction<List<Long>> action) {
        long sum = 0;
        for (var some = page.apply(0L); !some.isEmpty(); some = page.apply(some.get(some.size() - 1))) {
            var rest = held.without(some);
            sum += rest.isEmpty() ? 0 : action.applyAsLong(rest);
        }
        return sum;
    }
}
