package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Temporary keys and their tokens, under both signatures. */
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class SecurityTokenTest {

    private static final Signer GOOD = new Signer("STS.good", "good-testsecret");
    private static final Signer OTHER = new Signer("STS.other", "other-testsecret");
    private static final Signer EXPIRED = new Signer("STS.expired", "expired-testsecret");

    private static TestServer server;
    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
        save(GOOD, "token+of/good=", Duration.ofHours(1));
        save(OTHER, "token of other", Duration.ofHours(1));
        save(EXPIRED, "token of expired", Duration.ofSeconds(-1));
    }

    private static void save(Signer key, String token, Duration lifetime) {
        var now = Instant.now();
        server.bean(AccessKeys.class)
                .add(new AccessKey(key.id(), TestServer.ACCOUNT, key.secret(), true, now, token, now.plus(lifetime)));
    }

    /** A way to send a token. */
    enum Envelope {
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
    void aTemporaryKeyWithItsTokenIsGood(Envelope envelope) {
        envelope.send(GOOD, "token+of/good=").assertImages();
        envelope.send(OTHER, "token of other").assertImages();
    }

    @ParameterizedTest
    @EnumSource
    void aTemporaryKeyNeedsItsToken(Envelope envelope) {
        var message =
                "The input parameter \"SecurityToken\" that is mandatory for processing this request is not supplied.";
        envelope.send(GOOD, null).assertError(400, "MissingParameter", message);
        envelope.send(GOOD, "").assertError(400, "MissingParameter", message);
    }

    @ParameterizedTest
    @EnumSource
    void aTokenThatWasNeverGivenOutIsMalformed(Envelope envelope) {
        var message = "Specified SecurityToken is malformed.";
        envelope.send(GOOD, "token+of/good").assertError(400, "InvalidSecurityToken.Malformed", message);
        envelope.send(Signer.SAMPLE, "no token").assertError(400, "InvalidSecurityToken.Malformed", message);
    }

    @ParameterizedTest
    @EnumSource
    void aTokenOfAnotherKeyIsAMismatch(Envelope envelope) {
        var code = "InvalidSecurityToken.MismatchWithAccessKey";
        var message = "Specified SecurityToken mismatch with the AccessKey.";
        envelope.send(GOOD, "token of other").assertError(400, code, message);
        envelope.send(Signer.SAMPLE, "token of other").assertError(400, code, message);
    }

    @ParameterizedTest
    @EnumSource
    void anExpiredTokenIsRefused(Envelope envelope) {
        var message = "Specified SecurityToken is expired.";
        envelope.send(EXPIRED, "token of expired").assertError(400, "InvalidSecurityToken.Expired", message);
    }

    @ParameterizedTest
    @EnumSource
    void aTokenDoesNotReplaceTheSecret(Envelope envelope) {
        var response = envelope.send(new Signer(GOOD.id(), "guessed"), "token+of/good=");
        assertThat(response.assertRefused().text("Code")).isEqualTo("SignatureDoesNotMatch");
    }
}
