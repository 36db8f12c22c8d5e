package io.ecsimages.server.signature;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.error.ApiException;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.util.Map;

/** Lets requests without a signature in, as one account, where the server was told to (on loopback only). */
@Singleton
public class UnsignedCallers {

    private final Long account;
    private final AccessKeyRepository keys;

    UnsignedCallers(@Nullable @Value("${ecs-images.unsigned-account:}") Long account, AccessKeyRepository keys) {
        this.account = account;
        this.keys = keys;
    }

    public boolean welcome() {
        return account != null;
    }

    /**
     * @return the account that unsigned requests act for
     * @throws ApiException if the request names a key of another account: it must prove that it holds it
     */
    public long admit(Map<String, String> parameters) {
        var accessKeyId = parameters.get(CommonParameter.ACCESS_KEY_ID.parameterName());
        boolean own = accessKeyId == null
                || accessKeyId.isEmpty()
                || keys.findById(accessKeyId)
                        .filter(key -> key.accountId() == account)
                        .isPresent();
        if (!own) {
            throw new ApiException(ApiError.MISSING_SIGNATURE);
        }
        return account;
    }
}
