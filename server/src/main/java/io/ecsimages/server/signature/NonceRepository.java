package io.ecsimages.server.signature;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;

/** The nonces that still count. The primary key is the check: two requests cannot both save one. */
@JdbcRepository(dialect = Dialect.H2)
interface NonceRepository extends GenericRepository<Nonce, Long> {

    void saveAll(Iterable<Nonce> nonces);

    long deleteByExpiresBefore(Instant time);
}
