package io.ecsimages.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What environment variables say, by the names that the vendor's SDKs, its command line, Terraform and curl use. */
record EnvironmentVariables(Map<String, String> values) {

    private static final String ID = "ALIBABA_CLOUD_ACCESS_KEY_ID";
    private static final String SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    private static final String SECURITY_TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN";
    private static final String[] ENDPOINTS = {"ALIBABA_CLOUD_ECS_ENDPOINT", "ALIBABA_CLOUD_ENDPOINT", "ECS_ENDPOINT"};

    /** The first of these variables that is set to anything. */
    private Optional<String> first(String... names) {
        return Stream.of(names)
                .map(name -> values.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private String required(String... names) {
        return first(names)
                .orElseThrow(
                        () -> new IllegalStateException("set the environment variable " + String.join(" or ", names)));
    }

    /** @throws IllegalStateException if no variable names an endpoint */
    String endpoint() {
        return required(ENDPOINTS);
    }

    /** @throws IllegalStateException if there is no whole key */
    AccessKey accessKey() {
        return new AccessKey(
                required(ID), required(SECRET), first(SECURITY_TOKEN).orElse(null));
    }

    /** The proxy on the way to this endpoint: none for loopback, and for what {@code NO_PROXY} names. */
    Optional<URI> proxy(URI endpoint) {
        if (isLoopback(endpoint.getHost()) || isExempt(endpoint)) {
            return Optional.empty();
        }
        var proxy = endpoint.getScheme().equals("https")
                ? first("HTTPS_PROXY", "https_proxy")
                : first("HTTP_PROXY", "http_proxy");
        return proxy.map(EnvironmentVariables::proxyAt);
    }

    /** What is wrong is not repeated: it may hold a password. */
    private static URI proxyAt(String value) {
        try {
            var uri = new URI(value.contains("://") ? value : "http://" + value);
            if (uri.getHost() != null && uri.getScheme().matches("http|socks|socks5|socks5h")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // said below
        }
        throw new IllegalArgumentException(
                "the environment's proxy is none that can be used: http://, or socks5://, a host, and its port");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private boolean isExempt(URI endpoint) {
        return first("NO_PROXY", "no_proxy").stream()
                .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
                .anyMatch(entry -> covers(entry, endpoint));
    }

    /** An entry is a host, a domain with all below it (with a dot before it or not), either with a port, or {@code *}. */
    private static boolean covers(String entry, URI endpoint) {
        var host = entry.replaceFirst(":[0-9]+$", "").replaceFirst("^\\*?\\.", "");
        boolean samePort = !entry.matches(".*:[0-9]+") || entry.endsWith(":" + port(endpoint));
        boolean sameHost =
                ("." + endpoint.getHost()).toLowerCase(Locale.ROOT).endsWith("." + host.toLowerCase(Locale.ROOT));
        return entry.equals("*") || samePort && sameHost && !host.isEmpty();
    }

    /** The port of an address, also where it says none. */
    static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return switch (uri.getScheme()) {
            case "https" -> 443;
            case "http" -> 80;
            default -> 1080;
        };
    }
}
