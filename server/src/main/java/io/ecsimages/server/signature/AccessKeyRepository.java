package io.ecsimages.server.signature;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.CrudRepository;
import java.util.Collection;
import java.util.List;

/** The keys of all accounts. */
@JdbcRepository(dialect = Dialect.H2)
public interface AccessKeyRepository extends CrudRepository<AccessKey, String> {

    List<AccessKey> findByAccessKeyIdIn(Collection<String> accessKeyIds);

    boolean existsBySecurityToken(String securityToken);

    List<AccessKey> findAllOrderByAccountIdAndAccessKeyId();

    long updateActiveByAccessKeyId(String accessKeyId, boolean active);

    long deleteByAccessKeyId(String accessKeyId);
}
