package io.ecsimages.server.cache;

import io.ecsimages.server.store.CatalogueScope;
import io.ecsimages.server.store.CatalogueVersion;
import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The read of the catalogue that runs on a thread: at which version, and whether it may use the database. */
final class ReadScope {

    /** A read from memory needed the database. Without a stack trace, since it is no error. */
    static final class DatabaseNeededException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("StaticAssignmentOfThrowable")
        private static final DatabaseNeededException INSTANCE = new DatabaseNeededException();

        private DatabaseNeededException() {
            super("a read from memory needs the database", null, false, false);
        }
    }

    private static final ThreadLocal<ReadScope> CURRENT = new ThreadLocal<>();

    private final CatalogueVersion version;
    private final boolean memoryOnly;
    private final List<Supplier<Collection<CatalogueScope>>> dependencies = new ArrayList<>();
    private boolean timeDependent;

    private ReadScope(CatalogueVersion version, boolean memoryOnly) {
        this.version = version;
        this.memoryOnly = memoryOnly;
    }

    /** A read from memory: {@link #requireDatabase} throws. */
    static ReadScope fromMemory(CatalogueVersion version) {
        return new ReadScope(version, true);
    }

    /** A read in a transaction that sees a version. */
    static ReadScope inTransaction(CatalogueVersion version) {
        return new ReadScope(version, false);
    }

    /** The scope of the current thread, or null. */
    @Nullable
    static ReadScope current() {
        return CURRENT.get();
    }

    <T> T run(Supplier<T> work) {
        var outer = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            if (outer == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(outer);
            }
        }
    }

    /** Called before the database is used on this thread. */
    static void requireDatabase() {
        var scope = CURRENT.get();
        if (scope != null && scope.memoryOnly) {
            throw DatabaseNeededException.INSTANCE;
        }
    }

    CatalogueVersion version() {
        return version;
    }

    /** Records that the result depends on scopes of the catalogue. */
    void dependOn(Supplier<Collection<CatalogueScope>> scopes) {
        if (memoryOnly) {
            dependencies.add(scopes);
        }
    }

    /** What the result depends on: everything, if the read used the database. */
    Set<CatalogueScope> dependencies() {
        return memoryOnly
                ? dependencies.stream().flatMap(scopes -> scopes.get().stream()).collect(Collectors.toUnmodifiableSet())
                : Set.of(CatalogueScope.EVERYTHING);
    }

    /** Records that the result changes with time, even if the catalogue does not. */
    void markTimeDependent() {
        timeDependent = true;
    }

    boolean isTimeDependent() {
        return timeDependent;
    }
}
