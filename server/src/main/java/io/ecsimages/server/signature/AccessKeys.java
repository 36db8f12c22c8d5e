package io.ecsimages.server.signature;

import io.ecsimages.server.edition.Editions;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.util.List;

/** The keys of all accounts, for whoever manages them. Every change makes a new edition, in which servers read them anew. */
@Singleton
public class AccessKeys {

    private final AccessKeyRepository repository;
    private final Editions editions;

    AccessKeys(AccessKeyRepository repository, Editions editions) {
        this.repository = repository;
        this.editions = editions;
    }

    /** Adds keys that are not there. */
    @Transactional
    public void add(AccessKey... keys) {
        editions.change();
        repository.saveAll(List.of(keys));
    }

    /**
     * Enables a key, or disables it.
     *
     * @return whether there is such a key
     */
    @Transactional
    public boolean activate(String accessKeyId, boolean active) {
        return changed(repository.updateActiveByAccessKeyId(accessKeyId, active));
    }

    /**
     * Deletes a key.
     *
     * @return whether there was such a key
     */
    @Transactional
    public boolean delete(String accessKeyId) {
        return changed(repository.deleteByAccessKeyId(accessKeyId));
    }

    private boolean changed(long keys) {
        if (keys > 0) {
            editions.change();
        }
        return keys > 0;
    }

    public boolean has(String accessKeyId) {
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
