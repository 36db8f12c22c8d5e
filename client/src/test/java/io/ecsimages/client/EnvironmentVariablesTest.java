package io.ecsimages.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.client.model.DescribeImagesRequest;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the environment says is found under the names that other tools use. */
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
    void aClientTakesKeyAndEndpointFromTheEnvironment(String endpoint) {
        try (var service = StandIn.of(exchange -> {
                    assertTrue(exchange.getRequestHeaders()
                            .getFirst("Authorization")
                            .contains("Credential=id,"));
                    assertEquals("a token", exchange.getRequestHeaders().getFirst("x-acs-security-token"));
                    StandIn.answer(exchange, 200, StandIn.PAGE);
                });
                var ecs = EcsImages.fromEnvironment(
                        with(KEY, endpoint, service.endpoint(), "ALIBABA_CLOUD_SECURITY_TOKEN", "a token"))) {
            assertEquals(7, ecs.describeImages(new DescribeImagesRequest()).getTotalCount());
        }
    }

    @Test
    void theMoreSpecialNameWinsAndAnEmptyVariableIsNotSet() {
        assertEquals(
                "a",
                with("ECS_ENDPOINT", "c", "ALIBABA_CLOUD_ENDPOINT", "b", "ALIBABA_CLOUD_ECS_ENDPOINT", "a")
                        .endpoint());
        assertEquals(
                "c",
                with("ECS_ENDPOINT", "c", "ALIBABA_CLOUD_ENDPOINT", "", "ALIBABA_CLOUD_ECS_ENDPOINT", " ")
                        .endpoint());
        assertNull(with(KEY, "ALIBABA_CLOUD_SECURITY_TOKEN", "").accessKey().securityToken());
    }

    @Test
    void whatIsMissingIsNamed() {
        var noEndpoint = assertThrows(IllegalStateException.class, () -> EcsImages.fromEnvironment(with(KEY)));
        assertTrue(noEndpoint.getMessage().contains("ALIBABA_CLOUD_ECS_ENDPOINT"), noEndpoint.getMessage());
        var noSecret = assertThrows(
                IllegalStateException.class,
                () -> EcsImages.fromEnvironment(
                        with("ECS_ENDPOINT", "http://127.0.0.1:1", "ALIBABA_CLOUD_ACCESS_KEY_ID", "id")));
        assertTrue(noSecret.getMessage().contains("ALIBABA_CLOUD_ACCESS_KEY_SECRET"), noSecret.getMessage());
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
    void aProxyIsThatOfTheSchemeUnlessTheHostIsExempt(String endpoint, String proxy) {
        var environment = with(
                "HTTPS_PROXY",
                "http://secure:1",
                "http_proxy",
                "plain:2",
                "NO_PROXY",
                "exempt.example.com, .dotted.example.com,ported.example.com:8443,defaulted.example.com:443");
        assertEquals(
                proxy,
                environment.proxy(URI.create(endpoint)).map(URI::toString).orElse(null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://user:hidden@proxy:3128", "http://user:hidden@pro xy", "ftp://hidden", "http://"})
    void aProxyThatCannotBeUsedIsRefusedWithoutRepeatingItsPassword(String proxy) {
        var environment = with("HTTPS_PROXY", proxy);
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> environment.proxy(URI.create("https://ecs.example.com")));
        assertFalse(thrown.toString().contains("hidden"), thrown.toString());
    }

    @Test
    void aStarExemptsEveryHost() {
        var environment = with("HTTPS_PROXY", "http://secure:1", "no_proxy", "*");
        assertTrue(environment.proxy(URI.create("https://ecs.example.com")).isEmpty());
    }
}
