package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Temporary keys and their security tokens, with both signature versions. */
@Tag("extended")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class SecurityTokenTest {

    private static final Signer VALID = new Signer("STS.good", "good-testsecret");
    private static final Signer OTHER = new Signer("STS.other", "other-testsecret");
    private static final Signer EXPIRED = new Signer("STS.expired", "expired-testsecret");

    private static TestServer server;
    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
        save(VALID, "token+of/good=", Duration.ofHours(1));
        save(OTHER, "token of other", Duration.ofHours(1));
        save(EXPIRED, "token of expired", Duration.ofSeconds(-1));
    }

    private static void save(Signer key, String token, Duration lifetime) {
        var now = Instant.now();
        server.bean(AccessKeys.class)
                .add(new AccessKey(key.id(), TestServer.ACCOUNT, key.secret(), true, now, token, now.plus(lifetime)));
    }

    /** The signature version and location of a token. */
    enum RequestFormat {
        VERSION_1 {
            @Override
            RawResponse send(Signer key, String token) {
                var call = new V1Request("GET").key(key);
                return (token == null ? call : call.with("SecurityToken", token)).send(uri);
            }
        },
        VERSION_1_FORM {
            @Override
            RawResponse send(Signer key, String token) {
                var call = new V1Request("POST").with("Format", "XML").key(key);
                return (token == null ? call : call.with("SecurityToken", token))
                        .inForm()
                        .send(uri);
            }
        },
        VERSION_3 {
            @Override
            RawResponse send(Signer key, String token) {
                var call = new V3Request("POST").key(key).header("x-acs-accesskey-id", key.id());
                return (token == null ? call : call.header("x-acs-security-token", token)).send(uri);
            }
        };

        abstract RawResponse send(Signer key, String token);
    }

    @ParameterizedTest
    @EnumSource
    void acceptsTemporaryKeyWithItsToken(RequestFormat format) {
        format.send(VALID, "token+of/good=").assertImages();
        format.send(OTHER, "token of other").assertImages();
    }

    @ParameterizedTest
    @EnumSource
    void rejectsTemporaryKeyWithoutToken(RequestFormat format) {
        format.send(VALID, null).assertError(ApiError.MISSING_SECURITY_TOKEN);
        format.send(VALID, "").assertError(ApiError.MISSING_SECURITY_TOKEN);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsUnknownToken(RequestFormat format) {
        format.send(VALID, "token+of/good").assertError(ApiError.INVALID_SECURITY_TOKEN_MALFORMED);
        format.send(Signer.SAMPLE, "no token").assertError(ApiError.INVALID_SECURITY_TOKEN_MALFORMED);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsTokenOfAnotherKey(RequestFormat format) {
        format.send(VALID, "token of other").assertError(ApiError.INVALID_SECURITY_TOKEN_MISMATCH_WITH_ACCESS_KEY);
        format.send(Signer.SAMPLE, "token of other")
                .assertError(ApiError.INVALID_SECURITY_TOKEN_MISMATCH_WITH_ACCESS_KEY);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsExpiredToken(RequestFormat format) {
        format.send(EXPIRED, "token of expired").assertError(ApiError.INVALID_SECURITY_TOKEN_EXPIRED);
    }

    @ParameterizedTest
    @EnumSource
    void rejectsTokenWithWrongSecret(RequestFormat format) {
        var response = format.send(new Signer(VALID.id(), "guessed"), "token+of/good=");
        assertThat(response.assertRefused().field("Code")).isEqualTo(ApiError.SIGNATURE_DOES_NOT_MATCH.code());
    }
}
