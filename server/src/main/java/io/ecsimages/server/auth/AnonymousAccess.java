package io.ecsimages.server.auth;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.error.ApiException;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Authenticates unsigned requests as one account, if the server is configured to (on a loopback address only). */
@Singleton
public class AnonymousAccess {

    @Nullable
    private final Long account;

    private final AuthBatcher batcher;

    AnonymousAccess(@Nullable @Value("${ecs-images.unsigned-account:}") Long account, AuthBatcher batcher) {
        this.account = account;
        this.batcher = batcher;
    }

    public boolean isAllowed() {
        return account != null;
    }

    /**
     * Authenticates an unsigned request. One that names an access key of another account fails, since Signature is missing.
     */
    public CompletionStage<Caller> authenticate(Map<String, String> parameters) {
        long unsigned = Objects.requireNonNull(account, "unsigned requests are not allowed");
        var accessKeyId = parameters.get(CommonParameter.ACCESS_KEY_ID.parameterName());
        boolean named = accessKeyId != null && !accessKeyId.isEmpty();
        return batcher.submit(named ? accessKeyId : null, null).thenApply(result -> {
            if (named && (result.key() == null || result.key().accountId() != unsigned)) {
                throw new ApiException(ApiError.MISSING_SIGNATURE);
            }
            return new Caller(unsigned, result.version());
        });
    }
}
