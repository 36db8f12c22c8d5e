package io.ecsimages.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.client.model.DescribeImagesRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests through a proxy; only the proxy can resolve the host. */
class ProxyTest {

    private static final AccessKey KEY = AccessKey.of("id", "secret");
    private static final String HOST = "service.invalid";

    private static int totalCount(String endpoint, Map<String, Object> options, Map<String, String> environment) {
        try (var ecs = EcsImages.connect(endpoint, KEY, options, new EnvironmentVariables(environment))) {
            return ecs.describeImages(new DescribeImagesRequest()).getTotalCount();
        }
    }

    private static StubServer service() {
        return StubServer.of(exchange -> StubServer.respond(exchange, 200, StubServer.PAGE));
    }

    @Test
    void usesTheProxyOfTheOptions() {
        try (var service = service();
                var proxy = new StubProxy(service.port())) {
            var options = Map.<String, Object>of(
                    "micronaut.http.services.ecs-images.proxy-type",
                    "http",
                    "micronaut.http.services.ecs-images.proxy-address",
                    proxy.address());
            assertThat(totalCount("http://" + HOST, options, Map.of("http_proxy", "http://127.0.0.1:1")))
                    .isEqualTo(7);
            assertThat(proxy.requests().get(0)).startsWith("CONNECT " + HOST + ":80 ");
        }
    }

    @Test
    void authenticatesAtTheProxyOfTheEnvironment() {
        try (var service = service();
                var proxy = new StubProxy(service.port())) {
            assertThat(totalCount(
                            "http://" + HOST, Map.of(), Map.of("HTTP_PROXY", "http://user:p%40ss@" + proxy.address())))
                    .isEqualTo(7);
            // Basic, of user:p@ss
            assertThat(proxy.requests().get(0).toLowerCase()).contains("proxy-authorization: basic dxnlcjpwqhnz");
        }
    }

    @Test
    void usesTheProxyOfTheJvm() {
        try (var service = service();
                var proxy = new StubProxy(service.port())) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", proxy.address().replaceAll(".*:", ""));
            try {
                assertThat(totalCount("http://" + HOST, Map.of(), Map.of())).isEqualTo(7);
            } finally {
                System.clearProperty("http.proxyHost");
                System.clearProperty("http.proxyPort");
            }
            assertThat(proxy.requests()).hasSize(1);
        }
    }

    @Test
    void tunnelsTls(@TempDir Path folder) throws Exception {
        var certificate = SelfSignedCertificate.of("dns:" + HOST, folder);
        try (var service = StubServer.overTls(
                        certificate.serverContext(), exchange -> StubServer.respond(exchange, 200, StubServer.PAGE));
                var proxy = new StubProxy(service.port())) {
            var options = new HashMap<>(certificate.trustOptions());
            assertThat(totalCount(HOST, options, Map.of("HTTPS_PROXY", "http://" + proxy.address())))
                    .isEqualTo(7);
            assertThat(proxy.requests().get(0)).startsWith("CONNECT " + HOST + ":443 ");
        }
    }

    @Test
    void bypassesTheProxyForLoopback() {
        try (var service = service()) {
            assertThat(totalCount(service.endpoint(), Map.of(), Map.of("HTTP_PROXY", "http://127.0.0.1:1")))
                    .isEqualTo(7);
        }
    }
}
