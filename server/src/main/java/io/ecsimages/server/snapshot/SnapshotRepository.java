package io.ecsimages.server.snapshot;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.Collection;
import java.util.List;

/** The snapshots that writes created, of all accounts. */
@JdbcRepository(dialect = Dialect.ANSI)
public interface SnapshotRepository extends CrudRepository<Snapshot, Long> {

    List<Snapshot> findByAccountIdAndRegionId(long accountId, String regionId);

    List<Snapshot> findByAccountIdAndRegionIdAndSnapshotIdIn(
            long accountId, String regionId, Collection<String> snapshotIds);

    long deleteByAccountIdAndRegionIdAndSnapshotIdIn(long accountId, String regionId, Collection<String> snapshotIds);

    long deleteByAccountIdAndSnapshotId(long accountId, String snapshotId);
}
