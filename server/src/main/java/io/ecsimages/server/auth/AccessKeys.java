package io.ecsimages.server.auth;

import io.ecsimages.server.store.CatalogueChange;
import io.ecsimages.server.store.CatalogueVersions;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;

/** Manages the access keys of all accounts. Every change makes a new version of the catalogue, at which servers read keys again. */
@Singleton
public class AccessKeys {

    private final AccessKeyRepository repository;
    private final CatalogueVersions versions;

    AccessKeys(AccessKeyRepository repository, CatalogueVersions versions) {
        this.repository = repository;
        this.versions = versions;
    }

    /** Adds new keys. */
    @Transactional
    public void add(AccessKey... keys) {
        versions.record(CatalogueChange.EVERYTHING);
        repository.saveAll(List.of(keys));
    }

    /**
     * Enables or disables a key.
     *
     * @return whether the key exists
     */
    @Transactional
    public boolean activate(String accessKeyId, boolean active) {
        return changed(repository.updateActiveByAccessKeyId(accessKeyId, active));
    }

    /**
     * Deletes a key.
     *
     * @return whether the key existed
     */
    @Transactional
    public boolean delete(String accessKeyId) {
        return changed(repository.deleteByAccessKeyId(accessKeyId));
    }

    private boolean changed(long keys) {
        if (keys > 0) {
            versions.record(CatalogueChange.EVERYTHING);
        }
        return keys > 0;
    }

    public boolean exists(String accessKeyId) {
        return repository.existsById(accessKeyId);
    }

    /** All keys, sorted by account and id. */
    public List<AccessKey> list() {
        return repository.findAllOrderByAccountIdAndAccessKeyId();
    }

    public long count() {
        return repository.count();
    }
}
