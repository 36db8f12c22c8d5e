package io.ecsimages.server.store;

import io.ecsimages.server.store.CatalogueVersion.State;
import io.micronaut.core.annotation.Nullable;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The last changes of the catalogue that this server has read, in the order in which it read them. A version of the catalogue is a
 * position in it.
 */
final class ChangeLog {

    /** The position of a version that may lack changes of the log. */
    static final long UNKNOWN = -1;

    private static final int LENGTH = 50_000;
    private static final int VERSIONS = 1000;
    private static final int STAMPS = 10_000;

    /** A change that concerns a scope, linked to the one before it. */
    private static final class Entry {

        private final CatalogueScope scope;
        private final long position;
        private final @Nullable Long image;
        private volatile @Nullable Entry previous;

        Entry(CatalogueScope scope, long position, @Nullable Long image, @Nullable Entry previous) {
            this.scope = scope;
            this.position = position;
            this.image = image;
            this.previous = previous;
        }
    }

    private final Queue<Entry> entries = new ArrayDeque<>();
    private final ConcurrentMap<CatalogueScope, Entry> newest = new ConcurrentHashMap<>();

    /** The versions that were read lately, since transactions that began earlier still see them. */
    private final Map<State, CatalogueVersion> versions = new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<State, CatalogueVersion> eldest) {
            return size() > VERSIONS;
        }
    };

    /** The stamps of the last changes that were read. */
    private final Set<Long> read = Collections.newSetFromMap(new LinkedHashMap<>() {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
            return size() > STAMPS;
        }
    });

    private volatile @Nullable CatalogueVersion last;
    private volatile long end;

    /** The log is complete behind this position. */
    private volatile long begin;

    /** The last version that was read, or null. */
    @Nullable
    CatalogueVersion last() {
        return last;
    }

    /** The version of a state that was read before, or null. */
    @Nullable
    CatalogueVersion find(State state) {
        var newestVersion = last;
        if (newestVersion != null && newestVersion.state().equals(state)) {
            return newestVersion;
        }
        synchronized (this) {
            return versions.get(state);
        }
    }

    /**
     * Appends the changes that this server has not read before, and returns the version behind them; null if changes are missing.
     *
     * @param state the state that the database is in
     * @param recorded changes that the database holds, by stamp
     * @param becameAvailable the images that became Available since the last version
     */
    @Nullable
    synchronized CatalogueVersion append(
            State state, Map<Long, CatalogueChange> recorded, Collection<CatalogueChange> becameAvailable) {
        var before = last;
        if (before == null) {
            return null;
        }
        var known = knownOrEarlier(state);
        if (known != null) {
            return known;
        }
        var unread = new LinkedHashMap<>(recorded);
        unread.keySet().removeAll(read);
        if (!before.state().plus(unread.keySet()).equals(state.changes())) {
            return null;
        }
        append(unread.values());
        append(becameAvailable);
        return appendVersion(state, unread.keySet());
    }

    /** Appends a change of everything instead of changes that are missing, and returns the version behind it. */
    synchronized CatalogueVersion appendEverything(State state, Set<Long> recorded) {
        var known = knownOrEarlier(state);
        if (known != null) {
            return known;
        }
        append(List.of(CatalogueChange.EVERYTHING));
        return appendVersion(state, recorded);
    }

    @Nullable
    private CatalogueVersion knownOrEarlier(State state) {
        var known = versions.get(state);
        return known == null && last != null && !state.mayFollow(last.state())
                ? keep(new CatalogueVersion(state, this, UNKNOWN))
                : known;
    }

    private CatalogueVersion appendVersion(State state, Set<Long> stamps) {
        read.addAll(stamps);
        var version = new CatalogueVersion(state, this, end);
        last = version;
        return keep(version);
    }

    private CatalogueVersion keep(CatalogueVersion version) {
        versions.put(version.state(), version);
        return version;
    }

    private void append(Collection<CatalogueChange> changes) {
        long position = end;
        for (CatalogueChange change : changes) {
            position++;
            for (CatalogueScope scope : change.scopes()) {
                var entry = new Entry(scope, position, change.image(), newest.get(scope));
                newest.put(scope, entry);
                entries.add(entry);
            }
        }
        while (entries.size() > LENGTH) {
            var oldest = entries.remove();
            begin = oldest.position;
            oldest.previous = null;
            newest.remove(oldest.scope, oldest);
        }
        end = position;
    }

    /** See {@link CatalogueVersion#changedImages}. */
    Optional<Set<Long>> changedImages(CatalogueScope scope, long one, long other) {
        long from = Math.min(one, other);
        long to = Math.max(one, other);
        if (from == to && from != UNKNOWN) {
            return Optional.of(Set.of());
        }
        if (from < begin || scope.equals(CatalogueScope.EVERYTHING) || hasChange(CatalogueScope.EVERYTHING, from, to)) {
            return Optional.empty();
        }
        var images = Set.<Long>of();
        for (var entry = newest.get(scope); entry != null && entry.position > from; entry = entry.previous) {
            if (entry.position <= to) {
                if (entry.image == null) {
                    return Optional.empty();
                }
                if (images.isEmpty()) {
                    images = new HashSet<>();
                }
                images.add(entry.image);
            }
        }
        // If the log was shortened meanwhile, entries may be missing.
        return from < begin ? Optional.empty() : Optional.of(images);
    }

    private boolean hasChange(CatalogueScope scope, long from, long to) {
        var entry = newest.get(scope);
        while (entry != null && entry.position > to) {
            entry = entry.previous;
        }
        return entry != null && entry.position > from;
    }
}
