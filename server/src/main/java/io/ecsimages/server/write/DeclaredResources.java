package io.ecsimages.server.write;

import io.micronaut.context.env.Environment;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.type.Argument;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * The instances, snapshots, buckets and resource groups that requests can name, although this server does not have them. Without a
 * declaration, every id exists.
 */
@Singleton
public class DeclaredResources {

    /** The property with the ids of all resources that exist. */
    public static final String PROPERTY = "ecs-images.declared-resources";

    @Nullable
    private final Set<String> ids;

    DeclaredResources(Environment environment) {
        this.ids =
                environment.getProperty(PROPERTY, Argument.setOf(String.class)).orElse(null);
    }

    /** Whether a resource exists, as far as this server knows. */
    public boolean contains(String id) {
        return ids == null || ids.contains(id);
    }
}
