package io.ecsimages.server.store;

import io.micronaut.core.annotation.Nullable;
import java.math.BigInteger;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The state of the catalogue between two changes. Transactions that see equal versions see the same catalogue, on every server.
 * Versions that one server read know what changed between them.
 */
public final class CatalogueVersion {

    private final State state;
    private final ChangeLog log;

    /** How many changes of the log precede it; {@link ChangeLog#UNKNOWN} if that is not known. */
    private final long position;

    /**
     * What the database says about a version.
     *
     * @param changes the sum of the random stamps of all changes that are visible
     * @param effectiveAt when, in UTC, an image last became Available by the passage of time
     */
    record State(BigInteger changes, LocalDateTime effectiveAt) {

        /** The sum with the stamps of further changes. */
        BigInteger plus(Collection<Long> stamps) {
            return stamps.stream().map(BigInteger::valueOf).reduce(changes, BigInteger::add);
        }

        /** Whether it may be later: each change and each image that becomes Available increases a part. */
        boolean mayFollow(State other) {
            return changes.compareTo(other.changes) >= 0 && !effectiveAt.isBefore(other.effectiveAt);
        }
    }

    CatalogueVersion(State state, ChangeLog log, long position) {
        this.state = state;
        this.log = log;
        this.position = position;
    }

    /**
     * Returns the primary keys of the images of a scope that differ between this version and another one.
     *
     * @return empty if more than images differs, or if this is not known
     */
    public Optional<Set<Long>> changedImages(CatalogueScope scope, CatalogueVersion other) {
        return equals(other) ? Optional.of(Set.of()) : log.changedImages(scope, position, other.position);
    }

    /** Whether nothing of a scope differs between this version and another one. */
    public boolean isSame(CatalogueScope scope, CatalogueVersion other) {
        return changedImages(scope, other).filter(Set::isEmpty).isPresent();
    }

    /** Whether another version has changes that this one has not. */
    public boolean isBehind(CatalogueVersion other) {
        return state.changes.compareTo(other.state.changes) < 0;
    }

    State state() {
        return state;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof CatalogueVersion version && version.state.equals(state));
    }

    @Override
    public int hashCode() {
        return state.hashCode();
    }

    @Override
    public String toString() {
        return state.toString();
    }
}
