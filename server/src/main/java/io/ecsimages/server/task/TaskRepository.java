package io.ecsimages.server.task;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.LocalDateTime;
import java.util.Optional;

/** The tasks of all accounts. */
@JdbcRepository(dialect = Dialect.ANSI)
public interface TaskRepository extends GenericRepository<Task, String> {

    void save(Task task);

    Optional<Task> findByTaskIdAndAccountIdAndRegionId(String taskId, long accountId, String regionId);

    /** Returns whether a task of this action runs for an image after a time. */
    boolean existsByImageIdAndRegionIdAndActionAndFinishedTimeAfter(
            String imageId, String regionId, String action, LocalDateTime time);
}
