package io.ecsimages.server.signature;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.Attempts;
import io.ecsimages.server.database.SqlFailure;
import io.ecsimages.server.error.ApiException;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.time.Clock;
import java.time.Duration;

/** Lets signed requests in: once, in time, and only with a key that is good. The order of its checks is documented. */
@Singleton
public class Gate {

    /** How far the clock of a caller may be off, either way. */
    private static final Duration WINDOW = Duration.ofMinutes(15);

    private final AccessKeyRepository keys;
    private final NonceRepository nonces;
    private final TransactionOperations<Connection> transactions;
    private final MismatchExplainer explainer;
    private final Clock clock;

    Gate(
            AccessKeyRepository keys,
            NonceRepository nonces,
            TransactionOperations<Connection> transactions,
            MismatchExplainer explainer,
            Clock clock) {
        this.keys = keys;
        this.nonces = nonces;
        this.transactions = transactions;
        this.explainer = explainer;
        this.clock = clock;
    }

    /**
     * Checks timestamp, key, security token, signature and nonce, in this order.
     *
     * @return the account that the key acts for
     * @throws ApiException with the error of the first check that fails
     */
    public long admit(Credentials credentials) {
        checkTimestamp(credentials);
        try {
            return Attempts.at(
                    () -> transactions.executeWrite(status -> admitInTime(credentials)), SqlFailure::isConflict);
        } catch (DataAccessException e) {
            if (SqlFailure.isDuplicate(e)) {
                throw new ApiException(ApiError.SIGNATURE_NONCE_USED);
            }
            throw e;
        }
    }

    private long admitInTime(Credentials credentials) {
        var key = keys.findById(credentials.accessKeyId())
                .orElseThrow(() -> new ApiException(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND));
        if (!key.active()) {
            throw new ApiException(ApiError.INVALID_ACCESS_KEY_ID_INACTIVE);
        }
        checkSecurityToken(key, credentials.securityToken());
        checkSignature(key, credentials);
        recordNonce(credentials);
        return key.accountId();
    }

    private void checkTimestamp(Credentials credentials) {
        var off = Duration.between(credentials.timestamp(), clock.instant()).abs();
        if (off.compareTo(WINDOW) > 0) {
            throw new ApiException(ApiError.INVALID_TIME_STAMP_EXPIRED);
        }
    }

    private void checkSecurityToken(AccessKey key, String token) {
        boolean given = token != null && !token.isEmpty();
        if (key.temporary() && !given) {
            throw new ApiException(ApiError.MISSING_SECURITY_TOKEN);
        }
        if (given && !(key.temporary() && equal(key.securityToken(), token))) {
            throw new ApiException(
                    keys.existsBySecurityToken(token)
                            ? ApiError.INVALID_SECURITY_TOKEN_MISMATCH_WITH_ACCESS_KEY
                            : ApiError.INVALID_SECURITY_TOKEN_MALFORMED);
        }
        if (key.temporary() && !clock.instant().isBefore(key.expiration())) {
            throw new ApiException(ApiError.INVALID_SECURITY_TOKEN_EXPIRED);
        }
    }

    private void checkSignature(AccessKey key, Credentials credentials) {
        boolean matches = false;
        for (String stringToSign : credentials.stringsToSign()) {
            matches |=
                    equal(credentials.algorithm().sign(key.accessKeySecret(), stringToSign), credentials.signature());
        }
        if (!matches) {
            explainer.explain(credentials);
            throw new ApiException(
                    ApiError.SIGNATURE_DOES_NOT_MATCH,
                    credentials.stringsToSign().get(0));
        }
    }

    private void recordNonce(Credentials credentials) {
        var named = credentials.accessKeyId() + "\n" + credentials.nonce();
        var hash = SignatureV3.sha256(named.getBytes(StandardCharsets.UTF_8));
        nonces.save(new Nonce(hash, credentials.timestamp().plus(WINDOW)));
    }

    @Scheduled(initialDelay = "1m", fixedDelay = "1m")
    void forgetExpiredNonces() {
        nonces.deleteByExpiresBefore(clock.instant());
    }

    private static boolean equal(String expected, String given) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
    }
}
