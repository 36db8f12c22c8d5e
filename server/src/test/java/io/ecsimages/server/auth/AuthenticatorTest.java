package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.Databases;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Timestamps, nonces, keys and signatures of signed requests. */
@Tag("extended")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class AuthenticatorTest {

    private static final Signer WRONG = new Signer("testid", "wrong-testsecret");
    private static final Signer SECOND = new Signer("second", "second-testsecret");

    private static TestServer server;
    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
        server.bean(AccessKeys.class).add(key(SECOND, true));
    }

    private static AccessKey key(Signer key, boolean active) {
        return new AccessKey(key.id(), TestServer.ACCOUNT, key.secret(), active, Instant.now(), null, null);
    }

    private static String ago(Duration age) {
        return Instant.now().minus(age).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Sends the same request at a time, with both signature versions and in both formats. */
    private static List<RawResponse> responsesAt(String timestamp) {
        return List.of(
                new V1Request("GET").with("Timestamp", timestamp).send(uri),
                new V1Request("POST")
                        .with("Timestamp", timestamp)
                        .with("Format", "XML")
                        .inForm()
                        .send(uri),
                new V3Request("GET").header("x-acs-date", timestamp).send(uri));
    }

    @ParameterizedTest
    @ValueSource(longs = {-14, -1, 1, 14})
    void acceptsClockDifferenceOf14Minutes(long minutes) {
        responsesAt(ago(Duration.ofMinutes(minutes))).forEach(RawResponse::assertImages);
    }

    @Test
    void acceptsTimestampWithMilliseconds() {
        responsesAt(ago(Duration.ZERO).replace("Z", ".123Z")).forEach(RawResponse::assertImages);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1_000_000, -60, -16, 16, 60, 1_000_000})
    void rejectsIllegalTimestamp(long minutes) {
        for (var response : responsesAt(ago(Duration.ofMinutes(minutes)))) {
            response.assertError(ApiError.ILLEGAL_TIMESTAMP);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "now",
                "2026-01-01",
                "2026-01-01 00:00:00Z",
                "2026-01-01T00:00:00",
                "2026-01-01T00:00:00+00:00",
                "2026-01-01T00:00Z",
                "2026-02-30T00:00:00Z",
                "2026-01-01T25:00:00Z",
                "2026-01-01T00:00:00.1Z",
                "2026-01-01t00:00:00z",
                "+12026-01-01T00:00:00Z",
                "1767225600",
                "２０２６-01-01T00:00:00Z"
            })
    void rejectsInvalidTimestamp(String timestamp) {
        for (var response : responsesAt(timestamp)) {
            response.assertError(ApiError.INVALID_TIME_STAMP_FORMAT);
        }
    }

    @Test
    void rejectsUsedNonce() {
        for (var request : List.of(
                new V1Request("GET").request(uri),
                new V3Request("GET").with("Format", "xml").request(uri))) {
            request.send(uri).assertImages();
            request.send(uri).assertError(ApiError.SIGNATURE_NONCE_USED);
        }
    }

    @Test
    void rejectsUsedNonceOfAnotherRequest() {
        new V1Request("GET").with("SignatureNonce", "shared").send(uri).assertImages();
        new V1Request("POST")
                .with("SignatureNonce", "shared")
                .with("RegionId", "cn-beijing")
                .inForm()
                .send(uri)
                .assertError(ApiError.SIGNATURE_NONCE_USED);
        for (var method : List.of("GET", "POST")) {
            var version3 = new V3Request(method).header("x-acs-signature-nonce", "shared");
            version3.send(uri).assertError(ApiError.SIGNATURE_NONCE_USED);
        }
    }

    @Test
    void rejectsReplayedRequestWithoutNonce() {
        var request = new V3Request("GET").without("x-acs-signature-nonce").request(uri);
        request.send(uri).assertImages();
        request.send(uri).assertError(ApiError.SIGNATURE_NONCE_USED);
    }

    @Test
    void acceptsNonceUsedByAnotherKey() {
        new V1Request("GET").with("SignatureNonce", "common").send(uri).assertImages();
        new V1Request("GET")
                .with("SignatureNonce", "common")
                .key(SECOND)
                .send(uri)
                .assertImages();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "0.08497215497", "a_b-c", "环境", "%41", " "})
    void acceptsAnyStringAsNonce(String nonce) {
        new V1Request("GET").with("SignatureNonce", nonce).send(uri).assertImages();
        new V1Request("GET").with("SignatureNonce", nonce.repeat(500)).send(uri).assertImages();
    }

    @Test
    void acceptsNonceAfterSignatureMismatch() {
        var version1 = new V1Request("GET");
        version1.request(uri, "AAAAAAAAAAAAAAAAAAAAAAAAAAA=").send(uri).assertRefused();
        version1.send(uri).assertImages();
        var version3 = new V3Request("GET");
        version3.request(uri).target("/?RegionId=cn-beijing").send(uri).assertRefused();
        version3.send(uri).assertImages();
    }

    @Test
    void rejectsUsedNonceAfterRestart(@TempDir Path folder) {
        var options = new HashMap<String, Object>(TestServer.signedOnly());
        options.put("datasources.default.url", Databases.url(folder));
        var version1 = new V1Request("GET");
        try (var first = TestServer.withSample(options)) {
            version1.send(first.uri()).assertImages();
        }
        try (var second = TestServer.empty(options)) {
            version1.send(second.uri()).assertError(ApiError.SIGNATURE_NONCE_USED);
            new V1Request("POST")
                    .with("SignatureNonce", "another")
                    .send(second.uri())
                    .assertImages();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "TESTID", "testid ", "' OR '1'='1", "環境", "%"})
    void rejectsUnknownKey(String id) {
        for (var key : List.of(new Signer(id, "testsecret"), new Signer(id.repeat(200), "testsecret"))) {
            new V1Request("GET").key(key).send(uri).assertError(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND);
            new V1Request("POST")
                    .with("Format", "XML")
                    .key(key)
                    .inForm()
                    .send(uri)
                    .assertError(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND);
        }
    }

    @Test
    void rejectsUnknownKeyOfVersion3() {
        new V3Request("GET")
                .key(new Signer("nobody", "testsecret"))
                .send(uri)
                .assertError(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND);
    }

    @Test
    void rejectsDisabledKeyUntilItIsEnabled() {
        var keys = server.bean(AccessKeys.class);
        var key = new Signer("disabled", "disabled-testsecret");
        keys.add(key(key, false));
        new V1Request("GET").key(key).send(uri).assertError(ApiError.INVALID_ACCESS_KEY_ID_INACTIVE);
        new V3Request("GET")
                .key(key)
                .with("Format", "XML")
                .send(uri)
                .assertError(ApiError.INVALID_ACCESS_KEY_ID_INACTIVE);
        keys.activate(key.id(), true);
        new V1Request("GET").key(key).send(uri).assertImages();
        keys.delete(key.id());
        new V1Request("GET").key(key).send(uri).assertError(ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "POST"})
    void mismatchErrorContainsStringToSign(String method) {
        for (var format : List.of("JSON", "XML")) {
            var version1 = new V1Request(method)
                    .key(WRONG)
                    .with("Format", format)
                    .with("ImageName", "环境 a&b<c>*~\"'\\ %")
                    .with("Unknown", "");
            version1.send(uri).assertError(ApiError.SIGNATURE_DOES_NOT_MATCH, version1.stringToSign());
            assertMismatch(
                    new V3Request(method).key(WRONG).with("Format", format).with("ImageName", "环境 a&b<c>*~"));
        }
    }

    @Test
    void mismatchErrorContainsStringToSignOfForm() {
        var version1 = new V1Request("POST").key(WRONG).with("ImageName", "环境").inForm();
        version1.send(uri).assertError(ApiError.SIGNATURE_DOES_NOT_MATCH, version1.stringToSign());
        assertMismatch(new V3Request("POST").key(WRONG).form("ImageName", "环境"));
    }

    private static void assertMismatch(V3Request call) {
        var stringToSign = Signer.v3StringToSign(call.canonicalRequest(uri));
        call.send(uri).assertError(ApiError.SIGNATURE_DOES_NOT_MATCH, stringToSign);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"x", "=", "AAAAAAAAAAAAAAAAAAAAAAAAAAA=", "%00", "环境", "OLeaidS1JvxuMvnyHOwuJ+uX5qY=", "\u0000"})
    void rejectsInvalidSignature(String signature) {
        var call = new V1Request("GET");
        call.request(uri, signature).send(uri).assertError(ApiError.SIGNATURE_DOES_NOT_MATCH, call.stringToSign());
    }

    @Test
    void signatureIsCaseSensitive() {
        var request = new V3Request("GET").request(uri);
        var authorization = request.header("Authorization");
        int signature = authorization.indexOf("Signature=") + "Signature=".length();
        var upper = authorization.substring(signature).toUpperCase(Locale.ROOT);
        var response = request.set("Authorization", authorization.substring(0, signature) + upper)
                .send(uri);
        assertThat(response.field("Code")).isEqualTo(ApiError.SIGNATURE_DOES_NOT_MATCH.code());
    }

    @Test
    void checksInDocumentedOrder() {
        var nobody = new Signer("nobody", "testsecret");
        var old = new V1Request("GET").key(nobody).with("Timestamp", "2016-02-23T12:46:24Z");
        assertThat(old.send(uri).field("Code")).isEqualTo(ApiError.ILLEGAL_TIMESTAMP.code());
        var unsigned = new V1Request("GET").key(WRONG).with("Action", "Nothing");
        assertThat(unsigned.send(uri).field("Code")).isEqualTo(ApiError.SIGNATURE_DOES_NOT_MATCH.code());
        var used = new V1Request("GET").with("Action", "Nothing").with("Version", "1");
        assertThat(used.send(uri).field("Code")).isEqualTo(ApiError.INVALID_VERSION.code());
        assertThat(used.send(uri).field("Code")).isEqualTo(ApiError.SIGNATURE_NONCE_USED.code());
    }
}
