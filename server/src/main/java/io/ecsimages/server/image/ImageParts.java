package io.ecsimages.server.image;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.GeneratedValue;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.Page;
import io.micronaut.data.model.Pageable;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.Collection;
import java.util.List;

/** What images are asked for by, beside their own columns: a table each, with several rows for an image. */
public final class ImageParts {

    private ImageParts() {}

    /** A tag of an image. */
    @MappedEntity(value = "image_tag", escape = false)
    public record Tag(@Id @GeneratedValue @Nullable Long id, long image, String tagKey, String tagValue) {}

    /** A snapshot that a disk of an image is made from. */
    @MappedEntity(value = "image_snapshot", escape = false)
    public record Snapshot(@Id @GeneratedValue @Nullable Long id, long image, String snapshotId) {}

    /** Something that an image says it can do: see {@link Capabilities}. */
    @MappedEntity(value = "image_capability", escape = false)
    public record Capability(@Id @GeneratedValue @Nullable Long id, long image, String name) {}

    /** An account that an image is shared with; the region is the image's. */
    @MappedEntity(value = "image_share", escape = false)
    public record Share(@Id @GeneratedValue @Nullable Long id, long image, String regionId, long accountId) {}

    /** An account that subscribed to a market image. */
    @MappedEntity(value = "image_subscription", escape = false)
    public record Subscription(@Id @GeneratedValue @Nullable Long id, long image, long accountId) {}

    /** Parts that an image's document says: written anew with it. */
    interface OfDocument<T> extends CrudRepository<T, Long> {

        void deleteByImageIn(Collection<Long> images);
    }

    /** Parts that tie an account to an image. */
    interface OfAccount<T> extends CrudRepository<T, Long> {

        long deleteByAccountIdAndImageIn(long accountId, Collection<Long> images);
    }

    /** All tags. */
    @JdbcRepository(dialect = Dialect.H2)
    public interface Tags extends OfDocument<Tag> {}

    /** All snapshots. */
    @JdbcRepository(dialect = Dialect.H2)
    public interface Snapshots extends OfDocument<Snapshot> {}

    /** All capabilities. */
    @JdbcRepository(dialect = Dialect.H2)
    public interface Capabilities extends OfDocument<Capability> {}

    /** All shares. */
    @JdbcRepository(dialect = Dialect.H2)
    public interface Shares extends OfAccount<Share> {

        List<Share> findByAccountIdAndImageIn(long accountId, Collection<Long> images);

        List<Share> findByImageOrderByAccountId(long image);

        Page<Share> findByImage(long image, Pageable page);
    }

    /** All subscriptions. */
    @JdbcRepository(dialect = Dialect.H2)
    public interface Subscriptions extends OfAccount<Subscription> {

        List<Long> findImageByAccountId(long accountId);
    }
}
