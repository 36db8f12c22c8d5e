package io.ecsimages.server.auth;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.auth.AuthBatcher.BatchResult;
import io.ecsimages.server.database.CallExecutors;
import io.ecsimages.server.error.ApiException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.propagation.PropagatedContext;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** Authenticates signed requests, in the order of checks that docs/explanation/protocol.md lists. */
@Singleton
public class Authenticator {

    /** The greatest difference between the clocks of caller and server. */
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final AccessKeyRepository keys;
    private final AccessKeyCache keyCache;
    private final AuthBatcher batcher;
    private final SignatureDiagnostics diagnostics;
    private final Clock clock;
    private final ExecutorService executor;

    Authenticator(
            AccessKeyRepository keys,
            AccessKeyCache keyCache,
            AuthBatcher batcher,
            SignatureDiagnostics diagnostics,
            Clock clock,
            @Named(CallExecutors.CALLS) ExecutorService executor) {
        this.keys = keys;
        this.keyCache = keyCache;
        this.batcher = batcher;
        this.diagnostics = diagnostics;
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * Checks timestamp, access key, security token, signature and nonce, in this order, without blocking. A signature that
     * is valid for the cached key needs one batch, which also confirms the key; any other is checked after the key was read.
     *
     * @return the caller, or the {@link ApiException} of the first check that fails
     */
    public CompletionStage<Caller> authenticate(RequestSignature signature) {
        checkTimestamp(signature);
        var id = signature.accessKeyId();
        var nonce = Nonce.of(signature, WINDOW);
        var context = PropagatedContext.getOrEmpty();
        var cached = keyCache.lastKnown(id);
        if (cached != null && passes(cached, signature)) {
            return batcher.submit(id, nonce)
                    .thenCompose(result -> cached.equals(result.key())
                            ? CompletableFuture.completedStage(new Caller(cached.accountId(), result.version()))
                            : checkLater(result, signature, context));
        }
        return batcher.submit(id, null)
                .thenCompose(result -> checkLater(result, signature, context))
                .thenCompose(caller -> batcher.submit(null, nonce)
                        .thenApply(result -> new Caller(caller.account(), result.version())));
    }

    /** Checks on another thread, since a failed check may read the database. */
    private CompletionStage<Caller> checkLater(
            BatchResult result, RequestSignature signature, PropagatedContext context) {
        Supplier<Caller> check = () -> {
            var key = check(result.key(), signature);
            return new Caller(key.accountId(), result.version());
        };
        return CompletableFuture.supplyAsync(() -> context.propagate(check), executor);
    }

    private boolean passes(AccessKey key, RequestSignature signature) {
        return key.active()
                && tokenFits(key, signature.securityToken())
                && !hasExpired(key)
                && signatureMatches(key, signature);
    }

    private AccessKey check(@Nullable AccessKey key, RequestSignature signature) {
        if (key == null) {
            throw new ApiException(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND);
        }
        if (!key.active()) {
            throw new ApiException(ApiError.INVALID_ACCESS_KEY_ID_INACTIVE);
        }
        var token = signature.securityToken();
        if (key.temporary() && !isGiven(token)) {
            throw new ApiException(ApiError.MISSING_SECURITY_TOKEN);
        }
        if (!tokenFits(key, token)) {
            throw new ApiException(
                    token != null && keys.existsBySecurityToken(token)
                            ? ApiError.INVALID_SECURITY_TOKEN_MISMATCH_WITH_ACCESS_KEY
                            : ApiError.INVALID_SECURITY_TOKEN_MALFORMED);
        }
        if (hasExpired(key)) {
            throw new ApiException(ApiError.INVALID_SECURITY_TOKEN_EXPIRED);
        }
        if (!signatureMatches(key, signature)) {
            diagnostics.log(signature);
            throw new ApiException(
                    ApiError.SIGNATURE_DOES_NOT_MATCH, signature.stringsToSign().get(0));
        }
        return key;
    }

    private void checkTimestamp(RequestSignature signature) {
        var off = Duration.between(signature.timestamp(), clock.instant()).abs();
        if (off.compareTo(WINDOW) > 0) {
            throw new ApiException(ApiError.ILLEGAL_TIMESTAMP);
        }
    }

    private static boolean isGiven(@Nullable String token) {
        return token != null && !token.isEmpty();
    }

    private static boolean tokenFits(AccessKey key, @Nullable String token) {
        var expected = key.securityToken();
        if (token == null || token.isEmpty()) {
            return expected == null;
        }
        return expected != null && equal(expected, token);
    }

    private boolean hasExpired(AccessKey key) {
        return key.temporary() && !clock.instant().isBefore(key.expiration());
    }

    private static boolean signatureMatches(AccessKey key, RequestSignature signature) {
        boolean matches = false;
        for (String stringToSign : signature.stringsToSign()) {
            matches |= equal(signature.algorithm().sign(key.accessKeySecret(), stringToSign), signature.signature());
        }
        return matches;
    }

    private static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
