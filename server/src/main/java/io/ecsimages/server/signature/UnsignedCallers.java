package io.ecsimages.server.signature;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.error.ApiException;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Lets requests without a signature in, as one account, where the server was told to (on loopback only). */
@Singleton
public class UnsignedCallers {

    private final Long account;
    private final Rounds rounds;

    UnsignedCallers(@Nullable @Value("${ecs-images.unsigned-account:}") Long account, Rounds rounds) {
        this.account = account;
        this.rounds = rounds;
    }

    public boolean welcome() {
        return account != null;
    }

    /** @return how it is let in; it fails with MissingSignature if it names a key of another account, which it must prove to hold */
    public CompletionStage<Admission> admit(Map<String, String> parameters) {
        var accessKeyId = parameters.get(CommonParameter.ACCESS_KEY_ID.parameterName());
        boolean named = accessKeyId != null && !accessKeyId.isEmpty();
        return rounds.join(named ? accessKeyId : null, null).thenApply(heard -> {
            if (named && (heard.key() == null || heard.key().accountId() != account)) {
                throw new ApiException(ApiError.MISSING_SIGNATURE);
            }
            return new Admission(account, heard.edition());
        });
    }
}
