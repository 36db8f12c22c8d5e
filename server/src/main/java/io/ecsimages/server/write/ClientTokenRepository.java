package io.ecsimages.server.write;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.LocalDateTime;
import java.util.Optional;

/** The table of ClientTokens. */
@JdbcRepository(dialect = Dialect.ANSI)
interface ClientTokenRepository extends GenericRepository<ClientToken, Long> {

    Optional<ClientToken> findByAccountIdAndActionAndToken(long accountId, String action, String token);

    ClientToken save(ClientToken token);

    long deleteByCreatedBefore(LocalDateTime time);
}
