package io.ecsimages.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ecsimages.client.model.DescribeImagesRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoint, key and proxy of the environment variables that other tools use. */
class EnvironmentVariablesTest {

    private static final Map<String, String> KEY =
            Map.of("ALIBABA_CLOUD_ACCESS_KEY_ID", "id", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret");

    private static EnvironmentVariables with(Map<String, String> base, String... pairs) {
        var values = new HashMap<>(base);
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], pairs[i + 1]);
        }
        return new EnvironmentVariables(values);
    }

    private static EnvironmentVariables with(String... pairs) {
        return with(Map.of(), pairs);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ALIBABA_CLOUD_ECS_ENDPOINT", "ALIBABA_CLOUD_ENDPOINT", "ECS_ENDPOINT"})
    void connectsWithKeyAndEndpoint(String endpoint) {
        try (var service = StubServer.of(exchange -> {
                    assertThat(exchange.getRequestHeaders().getFirst("Authorization"))
                            .contains("Credential=id,");
                    assertThat(exchange.getRequestHeaders().getFirst("x-acs-security-token"))
                            .isEqualTo("a token");
                    StubServer.respond(exchange, 200, StubServer.PAGE);
                });
                var ecs = EcsImages.fromEnvironment(
                        with(KEY, endpoint, service.endpoint(), "ALIBABA_CLOUD_SECURITY_TOKEN", "a token"))) {
            assertThat(ecs.describeImages(new DescribeImagesRequest()).getTotalCount())
                    .isEqualTo(7);
        }
    }

    @Test
    void prefersSpecificNamesAndIgnoresEmptyVariables() {
        assertThat(with("ECS_ENDPOINT", "c", "ALIBABA_CLOUD_ENDPOINT", "b", "ALIBABA_CLOUD_ECS_ENDPOINT", "a")
                        .endpoint())
                .isEqualTo("a");
        assertThat(with("ECS_ENDPOINT", "c", "ALIBABA_CLOUD_ENDPOINT", "", "ALIBABA_CLOUD_ECS_ENDPOINT", " ")
                        .endpoint())
                .isEqualTo("c");
        assertThat(with(KEY, "ALIBABA_CLOUD_SECURITY_TOKEN", "").accessKey().securityToken())
                .isNull();
    }

    @Test
    void namesMissingVariables() {
        var noEndpoint = catchThrowableOfType(IllegalStateException.class, () -> EcsImages.fromEnvironment(with(KEY)));
        assertThat(noEndpoint.getMessage()).contains("ALIBABA_CLOUD_ECS_ENDPOINT");
        var noSecret = catchThrowableOfType(
                IllegalStateException.class,
                () -> EcsImages.fromEnvironment(
                        with("ECS_ENDPOINT", "http://127.0.0.1:1", "ALIBABA_CLOUD_ACCESS_KEY_ID", "id")));
        assertThat(noSecret.getMessage()).contains("ALIBABA_CLOUD_ACCESS_KEY_SECRET");
    }

    @ParameterizedTest
    @CsvSource({
        "https://ecs.example.com,http://secure:1",
        "http://ecs.example.com,http://plain:2",
        "http://127.0.0.1:8080,",
        "http://127.1.2.3,",
        "http://[::1]:8080,",
        "https://localhost,",
        "https://localhost.example.com,http://secure:1",
        "https://exempt.example.com,",
        "https://deeper.exempt.example.com,",
        "https://notexempt.example.com,http://secure:1",
        "https://a.dotted.example.com,",
        "https://ported.example.com:8443,",
        "https://ported.example.com,http://secure:1",
        "https://defaulted.example.com,",
        "http://defaulted.example.com,http://plain:2"
    })
    void usesProxyOfTheSchemeUnlessTheHostIsExempt(String endpoint, String proxy) {
        var environment = with(
                "HTTPS_PROXY",
                "http://secure:1",
                "http_proxy",
                "plain:2",
                "NO_PROXY",
                "exempt.example.com, .dotted.example.com,ported.example.com:8443,defaulted.example.com:443");
        assertThat(environment.proxy(URI.create(endpoint)).map(URI::toString).orElse(null))
                .isEqualTo(proxy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:hidden@proxy:3128", "http://user:hidden@pro xy", "ftp://hidden", "http://"})
    void rejectsAnInvalidProxyWithoutItsPassword(String proxy) {
        var environment = with("HTTPS_PROXY", proxy);
        var thrown = catchThrowableOfType(
                IllegalArgumentException.class, () -> environment.proxy(URI.create("https://ecs.example.com")));
        assertThat(thrown.toString()).doesNotContain("hidden");
    }

    @Test
    void starExemptsEveryHost() {
        var environment = with("HTTPS_PROXY", "http://secure:1", "no_proxy", "*");
        assertThat(environment.proxy(URI.create("https://ecs.example.com"))).isEmpty();
    }
}
