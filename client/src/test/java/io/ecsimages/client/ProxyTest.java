package io.ecsimages.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.client.model.DescribeImagesRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way through a proxy, which alone knows the host. */
class ProxyTest {

    private static final AccessKey KEY = AccessKey.of("id", "secret");
    private static final String HOST = "service.invalid";

    private static int ask(String endpoint, Map<String, Object> options, Map<String, String> environment) {
        try (var ecs = EcsImages.connect(endpoint, KEY, options, new EnvironmentVariables(environment))) {
            return ecs.describeImages(new DescribeImagesRequest()).getTotalCount();
        }
    }

    private static StandIn service() {
        return StandIn.of(exchange -> StandIn.answer(exchange, 200, StandIn.PAGE));
    }

    @Test
    void theProxyOfTheOptionsIsUsed() {
        try (var service = service();
                var proxy = new Tunnel(service.port())) {
            var options = Map.<String, Object>of(
                    "micronaut.http.services.ecs-images.proxy-type",
                    "http",
                    "micronaut.http.services.ecs-images.proxy-address",
                    proxy.address());
            assertEquals(7, ask("http://" + HOST, options, Map.of("http_proxy", "http://127.0.0.1:1")));
            assertTrue(proxy.requests().get(0).startsWith("CONNECT " + HOST + ":80 "));
        }
    }

    @Test
    void theProxyOfTheEnvironmentIsUsedAndToldWhoAsks() {
        try (var service = service();
                var proxy = new Tunnel(service.port())) {
            assertEquals(
                    7, ask("http://" + HOST, Map.of(), Map.of("HTTP_PROXY", "http://user:p%40ss@" + proxy.address())));
            // Basic, of user:p@ss
            assertTrue(proxy.requests().get(0).toLowerCase().contains("proxy-authorization: basic dxnlcjpwqhnz"));
        }
    }

    @Test
    void theProxyOfTheJvmIsUsedIfThereIsNoOther() {
        try (var service = service();
                var proxy = new Tunnel(service.port())) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", proxy.address().replaceAll(".*:", ""));
            try {
                assertEquals(7, ask("http://" + HOST, Map.of(), Map.of()));
            } finally {
                System.clearProperty("http.proxyHost");
                System.clearProperty("http.proxyPort");
            }
            assertEquals(1, proxy.requests().size());
        }
    }

    @Test
    void tlsGoesThroughTheProxyUnopened(@TempDir Path folder) throws Exception {
        var certificate = Certificate.of("dns:" + HOST, folder);
        try (var service =
                        StandIn.overTls(certificate.server(), exchange -> StandIn.answer(exchange, 200, StandIn.PAGE));
                var proxy = new Tunnel(service.port())) {
            var options = new HashMap<>(certificate.trust());
            assertEquals(7, ask(HOST, options, Map.of("HTTPS_PROXY", "http://" + proxy.address())));
            assertTrue(proxy.requests().get(0).startsWith("CONNECT " + HOST + ":443 "));
        }
    }

    @Test
    void loopbackNeedsNoProxy() {
        try (var service = service()) {
            assertEquals(7, ask(service.endpoint(), Map.of(), Map.of("HTTP_PROXY", "http://127.0.0.1:1")));
        }
    }
}
