package io.ecsimages.server.write;

import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.protocol.RequestContext;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.annotation.Transactional;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;

/** Answers the repetition of a request, recognised by its ClientToken, with the first response. */
@Singleton
class ClientTokens {

    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final String NAME = "ClientToken";
    private static final String REQUEST_ID = "requestId";

    private final ClientTokenRepository tokens;
    private final JsonMapper json;
    private final Clock clock;

    ClientTokens(ClientTokenRepository tokens, JsonMapper json, Clock clock) {
        this.tokens = tokens;
        this.json = json;
        this.clock = clock;
    }

    /**
     * Finds the response to an earlier request of the caller with this ClientToken. It gets the RequestId of the repetition.
     *
     * @throws ApiException IdempotentParameterMismatch if the earlier request had other parameters
     */
    <T> Optional<T> findResponse(WriteRequest request, RequestContext context, Class<T> type) {
        var token = request.clientToken();
        return token == null
                ? Optional.empty()
                : tokens.findByAccountIdAndActionAndToken(context.account(), action(context), token)
                        .map(first -> response(first, context, type));
    }

    private <T> T response(ClientToken first, RequestContext context, Class<T> type) {
        if (!first.requestHash().equals(hash(context))) {
            throw new ApiException(ApiError.IDEMPOTENT_PARAMETER_MISMATCH);
        }
        try {
            var response = json.readValue(first.response(), type);
            BeanIntrospection.getIntrospection(type)
                    .getRequiredProperty(REQUEST_ID, String.class)
                    .set(response, context.requestId());
            return response;
        } catch (IOException e) {
            throw new UncheckedIOException("the first response to a ClientToken is broken", e);
        }
    }

    /** Saves the response to a request, if it has a ClientToken. */
    void save(WriteRequest request, RequestContext context, Object response) {
        var token = request.clientToken();
        if (token != null) {
            try {
                tokens.save(new ClientToken(
                        null,
                        context.account(),
                        action(context),
                        token,
                        hash(context),
                        json.writeValueAsString(response),
                        LocalDateTime.now(clock)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String action(RequestContext context) {
        return context.request().action();
    }

    /** The hash of all parameters of the operation but ClientToken. */
    private static String hash(RequestContext context) {
        var parameters = new TreeMap<>(context.request().actionParameters());
        parameters.remove(NAME);
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            parameters.forEach((name, value) -> {
                update(sha256, name);
                update(sha256, value);
            });
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each string with its length, so that no two lists of strings are the same bytes. */
    private static void update(MessageDigest digest, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }

    @Scheduled(initialDelay = "1m", fixedDelay = "1h")
    @Transactional
    void deleteExpired() {
        tokens.deleteByCreatedBefore(LocalDateTime.now(clock).minus(LIFETIME));
    }
}
