package io.ecsimages.server.auth;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Collection;
import java.util.List;

/** The table of access keys; only {@link AccessKeys} changes it. */
@JdbcRepository(dialect = Dialect.ANSI)
interface AccessKeyRepository extends GenericRepository<AccessKey, String> {

    List<AccessKey> findByAccessKeyIdIn(Collection<String> accessKeyIds);

    boolean existsById(String accessKeyId);

    boolean existsBySecurityToken(String securityToken);

    List<AccessKey> findAllOrderByAccountIdAndAccessKeyId();

    long count();

    void saveAll(Iterable<AccessKey> keys);

    long updateActiveByAccessKeyId(String accessKeyId, boolean active);

    long deleteByAccessKeyId(String accessKeyId);
}
