package io.ecsimages.server.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.client.EcsImages;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.ImageOwnerAlias;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks by a client that intercepts, changes and replays signed requests, or has a key of another account. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class HostileRequestTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Signer INTRUDER = new Signer("intruder", "intruder-testsecret");
    private static final List<String> SIX_HEADERS = List.of(
            "host", "x-acs-action", "x-acs-content-sha256", "x-acs-date", "x-acs-signature-nonce", "x-acs-version");

    private static TestServer server;
    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
        save(INTRUDER, 2000000000000002L, null);
    }

    private static void save(Signer key, long account, String token) {
        var now = Instant.now();
        var saved = new AccessKey(
                key.id(), account, key.secret(), true, now, token, token == null ? null : now.plusSeconds(600));
        server.bean(AccessKeys.class).add(saved);
    }

    private static void assertMismatch(RawRequest tampered) {
        assertThat(tampered.send(uri).assertRefused().field("Code"))
                .isEqualTo(ApiError.SIGNATURE_DOES_NOT_MATCH.code());
    }

    private static String body(RawRequest request) {
        return new String(request.body(), StandardCharsets.ISO_8859_1);
    }

    private static String now() {
        return Instant.now().toString().substring(0, 19);
    }

    /** A change of the parameters of an intercepted request. */
    record Change(String name, UnaryOperator<String> operator) {

        String of(String original) {
            var changed = operator.apply(original);
            assertThat(changed).isNotEqualTo(original);
            return changed;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("other value", query -> query.replace("=cn-hangzhou", "=cn-beijing")),
                new Change("added parameter", query -> query + "&PageSize=20"),
                new Change("removed parameter", query -> query.replace("ImageOwnerAlias=self&", "")),
                new Change("other letter case", query -> query.replace("ImageOwnerAlias", "imageOwnerAlias")),
                new Change("added space", query -> query.replace("=cn-hangzhou", "=cn-hangzhou+")),
                new Change("added zero byte", query -> query.replace("=cn-hangzhou", "=cn-hangzhou%00")),
                new Change("encoded twice", query -> query.replace("=cn-hangzhou", "=cn%252Dhangzhou")),
                new Change("value split in two", query -> query.replace("=one%26PageSize%3D1", "=one&PageSize=1")),
                new Change("parameter without a name", query -> query + "&=x"),
                new Change(
                        "swapped values",
                        query -> query.replace("=self", "=cn-hangzhou")
                                .replace("RegionId=cn-hangzhou", "RegionId=self")));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void rejectsTamperedQuery(Change change) {
        for (var method : List.of("GET", "POST")) {
            var version1 = new V1Request(method)
                    .with("ImageOwnerAlias", "self")
                    .with("ImageName", "one&PageSize=1")
                    .request(uri);
            assertMismatch(version1.target(change.of(version1.target())));
            var version3 = new V3Request(method)
                    .with("ImageOwnerAlias", "self")
                    .with("ImageName", "one&PageSize=1")
                    .request(uri);
            assertMismatch(version3.target(change.of(version3.target())));
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void rejectsTamperedBody(Change change) {
        var version1 = new V1Request("POST")
                .with("ImageOwnerAlias", "self")
                .with("ImageName", "one&PageSize=1")
                .inForm()
                .request(uri);
        assertMismatch(version1.form(change.of(body(version1))));
        var version3 = new V3Request("POST")
                .form("ImageOwnerAlias", "self")
                .form("ImageName", "one&PageSize=1")
                .form("RegionId", "cn-hangzhou")
                .request(uri);
        assertMismatch(version3.form(change.of(body(version3))));
    }

    @Test
    void rejectsUnsignedBody() {
        assertMismatch(
                new V1Request("POST").request(uri).set("Content-Type", FORM).form("PageSize=20"));
        assertMismatch(
                new V3Request("POST").request(uri).set("Content-Type", FORM).form("PageSize=20"));
        assertMismatch(new V3Request("POST").form("PageSize", "1").request(uri).form(""));
    }

    @Test
    void rejectsSignedQueryMovedToTheForm() {
        var request = new V3Request("POST").with("PageSize", "1").request(uri);
        var parameters = request.target().substring(2);
        assertMismatch(request.target("/").set("Content-Type", FORM).form(parameters));
    }

    @ParameterizedTest
    @CsvSource({
        "x-acs-action,DescribeRegions",
        "x-acs-action,describeImages",
        "x-acs-version,2014-05-27",
        "x-acs-signature-nonce,another",
        "x-acs-content-sha256,e3b0c442",
        "host,evil.example",
        "host,127.0.0.1"
    })
    void rejectsTamperedHeader(String header, String value) {
        assertMismatch(new V3Request("GET").request(uri).set(header, value));
    }

    @Test
    void rejectsTamperedTimestamp() {
        assertMismatch(new V3Request("GET").request(uri).set("x-acs-date", now() + ".500Z"));
        var request =
                new V1Request("GET").with("Timestamp", "2016-02-23T12:46:24Z").request(uri);
        var later = Signer.encode(now() + "Z");
        assertMismatch(request.target(request.target().replace("2016-02-23T12%3A46%3A24Z", later)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host",
                "x-acs-action",
                "x-acs-content-sha256",
                "x-acs-date",
                "x-acs-signature-nonce",
                "x-acs-version"
            })
    void rejectsUnsignedHeader(String header) {
        var others = SIX_HEADERS.stream().filter(name -> !name.equals(header)).toArray(String[]::new);
        assertMismatch(new V3Request("GET").signing(others).request(uri));
        assertMismatch(new V3Request("GET").signing(header).request(uri));
    }

    @Test
    void rejectsUnsignedSecurityToken() {
        var key = new Signer("STS.attack", "sts-testsecret");
        save(key, TestServer.ACCOUNT, "the token");
        assertMismatch(new V3Request("GET").key(key).request(uri).add("x-acs-security-token", "the token"));
        var request = new V1Request("GET").key(key).request(uri);
        assertMismatch(request.target(request.target() + "&SecurityToken=the+token"));
    }

    @Test
    void rejectsReplay() {
        for (var request : List.of(
                new V1Request("GET").request(uri),
                new V3Request("GET").request(uri),
                new V1Request("POST").inForm().request(uri))) {
            request.send(uri).assertImages();
            assertThat(request.send(uri).assertRefused().field("Code")).isEqualTo(ApiError.SIGNATURE_NONCE_USED.code());
            var reordered = request.copy();
            Collections.reverse(reordered.headers());
            assertThat(reordered.send(uri).assertRefused().field("Code"))
                    .isEqualTo(ApiError.SIGNATURE_NONCE_USED.code());
            assertMismatch(request.copy().method(request.method().equals("GET") ? "POST" : "GET"));
            request.copy().method("PUT").send(uri).assertRefused();
        }
    }

    @Test
    void rejectsAddedNonce() {
        var request = new V3Request("GET").without("x-acs-signature-nonce").request(uri);
        request.send(uri).assertImages();
        assertMismatch(request.copy().add("x-acs-signature-nonce", "new"));
        assertThat(request.send(uri).assertRefused().field("Code")).isEqualTo(ApiError.SIGNATURE_NONCE_USED.code());
    }

    @Test
    void acceptsOneOfConcurrentReplays() throws Exception {
        for (var request : List.of(new V1Request("GET").request(uri), new V3Request("POST").request(uri))) {
            var threads = Executors.newFixedThreadPool(16);
            var replays = Collections.<Callable<String>>nCopies(16, () -> {
                var response = request.send(uri);
                return response.status() == 200
                        ? "accepted"
                        : response.assertRefused().field("Code");
            });
            int accepted = 0;
            for (var replay : threads.invokeAll(replays)) {
                var outcome = replay.get();
                accepted += outcome.equals("accepted") ? 1 : 0;
                assertThat(List.of("accepted", ApiError.SIGNATURE_NONCE_USED.code()))
                        .as(outcome)
                        .contains(outcome);
            }
            threads.shutdown();
            assertThat(accepted).isEqualTo(1);
        }
    }

    private static int totalCount(Signer key, String signatureVersion, DescribeImagesRequest request) {
        try (var client = EcsImages.connect(
                uri.toString(),
                io.ecsimages.client.AccessKey.of(key.id(), key.secret()),
                Map.of("ecs-images.signature-version", signatureVersion))) {
            return client.describeImages(request).getTotalCount();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"self", "others"})
    void hidesImagesFromOtherAccounts(String alias) {
        var request = new DescribeImagesRequest().regionId("cn-hangzhou").imageOwnerAlias(ImageOwnerAlias.of(alias));
        assertThat(totalCount(Signer.SAMPLE, "V1", request)).isPositive();
        assertThat(totalCount(INTRUDER, "V1", request)).isZero();
        assertThat(totalCount(INTRUDER, "V3", request)).isZero();
    }

    @Test
    void hidesImagesOfOtherAccountsByImageId() {
        var request = new DescribeImagesRequest().regionId("cn-hangzhou").imageId(List.of("m-bp1rnmk3t80lqdubjvfd"));
        assertThat(totalCount(Signer.SAMPLE, "V1", request)).isEqualTo(1);
        assertThat(totalCount(INTRUDER, "V1", request)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"OwnerId", "OwnerAccount", "ResourceOwnerId", "ResourceOwnerAccount", "accountId"})
    void ignoresAccountParameters(String name) {
        var response = new V1Request("GET")
                .key(INTRUDER)
                .with(name, String.valueOf(TestServer.ACCOUNT))
                .with("ImageOwnerAlias", "self")
                .send(uri);
        assertThat(response.field("TotalCount")).isEqualTo("0");
    }

    @Test
    void rejectsSignatureOfAnotherKey() {
        for (var secret : List.of(INTRUDER.secret(), "testsecret&", "TESTSECRET", " testsecret", "x")) {
            var key = new Signer("testid", secret);
            assertMismatch(new V1Request("GET").key(key).request(uri));
            assertMismatch(new V3Request("GET").key(key).request(uri));
        }
        var version1 = new V1Request("GET").key(INTRUDER).request(uri);
        assertMismatch(version1.target(version1.target().replace("AccessKeyId=intruder", "AccessKeyId=testid")));
        var version3 = new V3Request("GET").key(INTRUDER).request(uri);
        var authorization = version3.header("Authorization").replace("Credential=intruder", "Credential=testid");
        assertMismatch(version3.set("Authorization", authorization));
    }

    @Test
    void acceptsHeadersInAnyOrder() {
        var request = new V3Request("POST").form("RegionId", "cn-hangzhou").request(uri);
        Collections.reverse(request.headers());
        request.send(uri).assertImages();
        new V3Request("GET")
                .authorization("ACS3-HMAC-SHA256 Credential=%1$s,SignedHeaders=x-acs-version;x-acs-signature-nonce;"
                        + "x-acs-date;x-acs-content-sha256;x-acs-action;host,Signature=%3$s")
                .send(uri)
                .assertImages();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RegionId", "Action", "AccessKeyId", "Signature", "SignatureNonce", "Timestamp", "Format"})
    void rejectsRepeatedParameterWithAnotherValue(String name) {
        var query = new V1Request("GET").request(uri);
        var form = new V1Request("POST").inForm().request(uri);
        var version3 = new V3Request("GET").with(name, "JSON").request(uri);
        for (var doubled : List.of(
                query.copy().target(query.target() + "&" + name + "=XML"),
                query.copy().target(query.target() + "&" + name + "="),
                query.copy().target("/?" + name + "=XML&" + query.target().substring(2)),
                form.copy().form(body(form) + "&" + name + "=XML"),
                form.copy().target("/?" + name + "=XML"),
                version3.copy().target(version3.target() + "&" + name + "=XML"))) {
            doubled.send(uri).assertError(ApiError.REPEATED_PARAMETER, " " + name);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "x-acs-action,DescribeRegions",
        "x-acs-version,1",
        "x-acs-date,2026-01-01T00:00:00Z",
        "x-acs-signature-nonce,other",
        "x-acs-content-sha256,00",
        "host,evil.example",
        "authorization,ACS3-HMAC-SHA256 Credential=intruder"
    })
    void rejectsRepeatedSignedHeader(String header, String value) {
        new V3Request("GET").request(uri).add(header, value).send(uri).assertRefused();
        var first = new V3Request("GET").request(uri);
        first.headers().add(0, Map.entry(header, value));
        first.send(uri).assertRefused();
    }

    @Test
    void rejectsSignatureOfTheOtherVersion() {
        assertMismatch(new V1Request("GET")
                .request(uri)
                .add("Authorization", "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=host,Signature=00")
                .add("x-acs-action", "DescribeImages")
                .add("x-acs-version", "2014-05-26")
                .add("x-acs-date", now() + "Z"));
        var version3 = new V3Request("GET").request(uri);
        version3.copy().without("Authorization").send(uri).assertRefused();
        version3.copy().set("Authorization", "Basic dGVzdGlkOng=").send(uri).assertRefused();
        version3.copy()
                .set("Authorization", version3.header("Authorization").toLowerCase())
                .send(uri)
                .assertRefused();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/DescribeImages?", "/describeImages?", "/./?", "//?", "/docs/..?", "/docs/../?", "/%2F?", "/?/?"
            })
    void rejectsUnsignedRequestToAnyPath(String path) {
        new RawRequest("GET", path + "Action=DescribeImages&RegionId=cn-hangzhou")
                .add("Host", uri.getAuthority())
                .send(uri)
                .assertRefused();
    }
}
