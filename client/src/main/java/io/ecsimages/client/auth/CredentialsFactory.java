package io.ecsimages.client.auth;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.CredentialsProvider;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;

/** Makes the credentials provider from configuration, unless the application has a provider of its own. */
@Factory
final class CredentialsFactory {

    @Singleton
    @Requires(property = "ecs-images.access-key-id")
    @Requires(missingBeans = CredentialsProvider.class)
    CredentialsProvider credentials(
            @Value("${ecs-images.access-key-id}") String id,
            @Value("${ecs-images.access-key-secret}") String secret,
            @Nullable @Value("${ecs-images.security-token:}") String token) {
        var key = new AccessKey(id, secret, token == null || token.isEmpty() ? null : token);
        return () -> key;
    }
}
