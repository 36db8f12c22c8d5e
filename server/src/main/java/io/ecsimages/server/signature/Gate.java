package io.ecsimages.server.signature;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.signature.Rounds.Heard;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.scheduling.TaskExecutors;
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

/** Lets signed requests in: once, in time, and only with a key that is good. The order of its checks is documented. */
@Singleton
public class Gate {

    /** How far the clock of a caller may be off, either way. */
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final AccessKeyRepository keys;
    private final SeenKeys seenKeys;
    private final Rounds rounds;
    private final MismatchExplainer explainer;
    private final Clock clock;
    private final ExecutorService executor;

    Gate(
            AccessKeyRepository keys,
            SeenKeys seenKeys,
            Rounds rounds,
            MismatchExplainer explainer,
            Clock clock,
            @Named(TaskExecutors.BLOCKING) ExecutorService executor) {
        this.keys = keys;
        this.seenKeys = seenKeys;
        this.rounds = rounds;
        this.explainer = explainer;
        this.clock = clock;
        this.executor = executor;
    }

    /**
     * Checks timestamp, key, security token, signature and nonce, in this order. It does not wait for the database: a
     * signature that is good by the key as it was last seen takes part in one round, which tells whether the key is still
     * the same; any other is judged when the key has been read.
     *
     * @return how the request is let in, or fails with the {@link ApiException} of the first check that fails
     */
    public CompletionStage<Admission> admit(Credentials credentials) {
        checkTimestamp(credentials);
        var id = credentials.accessKeyId();
        var nonce = Nonce.of(credentials, WINDOW);
        var context = PropagatedContext.getOrEmpty();
        var known = seenKeys.last(id);
        if (known != null && passes(known, credentials)) {
            return rounds.join(id, nonce)
                    .thenCompose(heard -> known.equals(heard.key())
                            ? CompletableFuture.completedStage(new Admission(known.accountId(), heard.edition()))
                            : judge(heard, credentials, context));
        }
        return rounds.join(id, null)
                .thenCompose(heard -> judge(heard, credentials, context))
                .thenCompose(admission -> rounds.join(null, nonce)
                        .thenApply(heard -> new Admission(admission.account(), heard.edition())));
    }

    /** Says what is wrong, which may need the database, and be said in the log with the request's id. */
    private CompletionStage<Admission> judge(Heard heard, Credentials credentials, PropagatedContext context) {
        Supplier<Admission> judgement = () -> {
            var key = check(heard.key(), credentials);
            return new Admission(key.accountId(), heard.edition());
        };
        return CompletableFuture.supplyAsync(() -> context.propagate(judgement), executor);
    }

    private boolean passes(AccessKey key, Credentials credentials) {
        return key.active()
                && tokenFits(key, credentials.securityToken())
                && !hasEnded(key)
                && signatureMatches(key, credentials);
    }

    private AccessKey check(@Nullable AccessKey key, Credentials credentials) {
        if (key == null) {
            throw new ApiException(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND);
        }
        if (!key.active()) {
            throw new ApiException(ApiError.INVALID_ACCESS_KEY_ID_INACTIVE);
        }
        var token = credentials.securityToken();
        if (key.temporary() && !isGiven(token)) {
            throw new ApiException(ApiError.MISSING_SECURITY_TOKEN);
        }
        if (!tokenFits(key, token)) {
            throw new ApiException(
                    keys.existsBySecurityToken(token)
                            ? ApiError.INVALID_SECURITY_TOKEN_MISMATCH_WITH_ACCESS_KEY
                            : ApiError.INVALID_SECURITY_TOKEN_MALFORMED);
        }
        if (hasEnded(key)) {
            throw new ApiException(ApiError.INVALID_SECURITY_TOKEN_EXPIRED);
        }
        if (!signatureMatches(key, credentials)) {
            explainer.explain(credentials);
            throw new ApiException(
                    ApiError.SIGNATURE_DOES_NOT_MATCH,
                    credentials.stringsToSign().get(0));
        }
        return key;
    }

    private void checkTimestamp(Credentials credentials) {
        var off = Duration.between(credentials.timestamp(), clock.instant()).abs();
        if (off.compareTo(WINDOW) > 0) {
            throw new ApiException(ApiError.INVALID_TIME_STAMP_EXPIRED);
        }
    }

    private static boolean isGiven(@Nullable String token) {
        return token != null && !token.isEmpty();
    }

    private static boolean tokenFits(AccessKey key, @Nullable String token) {
        return isGiven(token) ? key.temporary() && equal(key.securityToken(), token) : !key.temporary();
    }

    private boolean hasEnded(AccessKey key) {
        return key.temporary() && !clock.instant().isBefore(key.expiration());
    }

    private static boolean signatureMatches(AccessKey key, Credentials credentials) {
        boolean matches = false;
        for (String stringToSign : credentials.stringsToSign()) {
            matches |=
                    equal(credentials.algorithm().sign(key.accessKeySecret(), stringToSign), credentials.signature());
        }
        return matches;
    }

    private static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
