package io.ecsimages.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of web pages of other origins (CORS), to a server that allows one origin and one that allows none. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.cors-origins", value = "http://localhost:4200")
class CrossOriginTest {

    private static final String NAMED = "http://localhost:4200";
    private static final String OTHER = "http://evil.example";

    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        uri = started.loadSample().uri();
    }

    private static RawRequest preflight(String target) {
        return new RawRequest("OPTIONS", target)
                .add("Host", uri.getAuthority())
                .add("Origin", OTHER)
                .add("Access-Control-Request-Method", "GET");
    }

    private static RawRequest unsigned(String... pairs) {
        return new RawRequest("GET", "/?Format=JSON&" + TestServer.form(TestServer.parameters(pairs)))
                .add("Host", uri.getAuthority());
    }

    private static String allowedOrigin(RawResponse response) {
        return response.header("Access-Control-Allow-Origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/?Action=DescribeImages&RegionId=cn-hangzhou"})
    void answersPreflightRequest(String target) {
        var headers = "authorization,x-acs-action, x-acs-date";
        var response =
                preflight(target).add("Access-Control-Request-Headers", headers).send(uri);
        assertThat(response.status()).as(response.head()).isEqualTo(200);
        assertThat(allowedOrigin(response)).isEqualTo("*");
        assertThat(response.header("Access-Control-Allow-Methods")).isEqualTo("POST, GET, OPTIONS");
        assertThat(response.header("Access-Control-Allow-Headers")).isEqualTo(headers);
        assertThat(response.header("Access-Control-Max-Age")).isEqualTo("172800");
        assertThat(response.header("x-acs-request-id")).isNotNull();
        assertThat(response.body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a,,b", "a:b", "\u00e4", "<script>"})
    void echoesOnlyValidHeaderNames(String headers) {
        var response =
                preflight("/").add("Access-Control-Request-Headers", headers).send(uri);
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Access-Control-Allow-Headers")).isNull();
        var many = "a,".repeat(5000) + "a";
        assertThat(preflight("/")
                        .add("Access-Control-Request-Headers", many)
                        .send(uri)
                        .header("Access-Control-Allow-Headers"))
                .isNull();
    }

    @Test
    void rejectsOtherOptionsRequests() {
        for (var request : List.of(
                preflight("/").without("Origin"),
                preflight("/").without("Access-Control-Request-Method"),
                preflight("/?Format=JSON").method("PUT"))) {
            var response = request.send(uri);
            response.assertError(ApiError.UNSUPPORTED_HTTP_METHOD);
            assertThat(response.header("Allow")).isEqualTo("GET, POST");
            assertThat(response.header("Access-Control-Allow-Methods")).isNull();
        }
    }

    @Test
    void rejectsPreflightRequestsToOtherPaths() {
        assertThat(preflight("/docs/").send(uri).assertRefused().header("Access-Control-Allow-Methods"))
                .isNull();
        assertThat(allowedOrigin(new RawRequest("GET", "/docs/page.css")
                        .add("Host", uri.getAuthority())
                        .add("Origin", NAMED)
                        .send(uri)))
                .isNull();
    }

    @Test
    void allowsEveryOriginForSignedRequests() {
        for (var request : List.of(
                new V1Request("GET").request(uri),
                new V1Request("POST").inForm().request(uri),
                new V3Request("GET").request(uri),
                new V3Request("POST").form("PageSize", "1").request(uri))) {
            var response = request.add("Origin", OTHER).send(uri).assertImages();
            assertThat(allowedOrigin(response)).isEqualTo("*");
            assertThat(response.header("Access-Control-Expose-Headers")).contains("x-acs-request-id");
        }
        assertThat(allowedOrigin(new V1Request("GET").send(uri)))
                .as("without Origin")
                .isEqualTo("*");
    }

    @Test
    void allowsEveryOriginForErrorsOfSignedRequests() {
        for (var request : List.of(
                new V1Request("GET").with("PageSize", "x").request(uri),
                new V1Request("POST").with("Usage", "x").inForm().request(uri),
                new V1Request("GET").key(new Signer("testid", "x")).request(uri),
                new V1Request("GET").without("SignatureNonce").request(uri),
                new V3Request("GET").with("RegionId", "cn-nowhere").request(uri),
                new V3Request("GET").key(new Signer("nobody", "x")).request(uri))) {
            var target = request.target();
            assertThat(allowedOrigin(request.add("Origin", OTHER).send(uri).assertRefused()))
                    .as(target)
                    .isEqualTo("*");
        }
        var signed = new V1Request("GET").request(uri);
        assertThat(allowedOrigin(signed.target(signed.target() + "&ImageName=%")
                        .send(uri)
                        .assertRefused()))
                .isEqualTo("*");
    }

    @Test
    void allowsOnlyConfiguredOriginForUnsignedRequests() {
        // The third response is from the cache.
        for (int i = 0; i < 3; i++) {
            var named = unsigned().add("Origin", NAMED).send(uri).assertImages();
            assertThat(allowedOrigin(named)).isEqualTo(NAMED);
            assertThat(named.header("Vary")).containsIgnoringCase("Origin");
            assertThat(named.header("Access-Control-Expose-Headers")).contains("x-acs-request-id");
            for (var origin : List.of(
                    OTHER,
                    "null",
                    "*",
                    "",
                    "http://localhost",
                    "http://localhost:42000",
                    "https://localhost:4200",
                    "http://localhost:4200.evil.example",
                    "http://LOCALHOST:4200",
                    NAMED + "/",
                    NAMED + " " + OTHER)) {
                var other = unsigned().add("Origin", origin).send(uri).assertImages();
                assertThat(allowedOrigin(other)).as(origin).isNull();
                assertThat(other.header("Vary")).containsIgnoringCase("Origin");
            }
            var twice = unsigned().add("Origin", NAMED).add("Origin", OTHER).send(uri);
            assertThat(allowedOrigin(twice)).isNull();
            assertThat(allowedOrigin(unsigned().send(uri).assertImages())).isNull();
        }
    }

    @Test
    void allowsOnlyConfiguredOriginForErrorsOfUnsignedRequests() {
        for (var pairs : List.of(
                new String[] {"PageSize", "0"}, new String[] {"Action", "x"}, new String[] {"RegionId", "cn-nowhere"
                })) {
            assertThat(allowedOrigin(
                            unsigned(pairs).add("Origin", NAMED).send(uri).assertRefused()))
                    .isEqualTo(NAMED);
            assertThat(allowedOrigin(
                            unsigned(pairs).add("Origin", OTHER).send(uri).assertRefused()))
                    .isNull();
        }
    }

    @Test
    void doesNotTreatSimilarParametersAsSignature() {
        for (var pair : List.of("signature", "MySignature", "SignatureType", "Signature.1")) {
            var response = unsigned(pair, "x").add("Origin", OTHER).send(uri).assertImages();
            assertThat(allowedOrigin(response)).as(pair).isNull();
        }
        var inValue =
                unsigned("ImageName", "*&Signature=x").add("Origin", OTHER).send(uri);
        assertThat(allowedOrigin(inValue)).isNull();
    }

    @Test
    void allowsNoOriginForUnsignedRequestsByDefault() {
        try (var closed = TestServer.withSample()) {
            for (var origin : List.of(NAMED, OTHER, "null", closed.uri().toString())) {
                var response =
                        unsigned().add("Origin", origin).send(closed.uri()).assertImages();
                assertThat(allowedOrigin(response)).as(origin).isNull();
            }
            assertThat(unsigned().send(closed.uri()).header("Vary")).isNull();
            assertThat(allowedOrigin(new V1Request("GET").send(closed.uri()).assertImages()))
                    .isEqualTo("*");
            assertThat(preflight("/").send(closed.uri()).status()).isEqualTo(200);
        }
    }
}
