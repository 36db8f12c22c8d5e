package io.ecsimages.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads the environment variables of Alibaba Cloud's SDKs and CLI, of Terraform and of curl.
 *
 * @param values the environment variables by name
 */
record EnvironmentVariables(Map<String, String> values) {

    private static final String ID = "ALIBABA_CLOUD_ACCESS_KEY_ID";
    private static final String SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    private static final String SECURITY_TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN";
    private static final String[] ENDPOINTS = {"ALIBABA_CLOUD_ECS_ENDPOINT", "ALIBABA_CLOUD_ENDPOINT", "ECS_ENDPOINT"};

    /** Returns the value of the first variable that is set and not blank. */
    private Optional<String> first(String... names) {
        return Stream.of(names)
                .map(name -> values.getOrDefault(name, "").strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private String required(String... names) {
        return first(names)
                .orElseThrow(() -> new IllegalStateException(
                        "missing configuration: set the environment variable " + String.join(" or ", names)));
    }

    /**
     * Returns the endpoint.
     *
     * @throws IllegalStateException if no variable is set
     */
    String endpoint() {
        return required(ENDPOINTS);
    }

    /**
     * Returns the access key.
     *
     * @throws IllegalStateException if ID or secret is not set
     */
    AccessKey accessKey() {
        return new AccessKey(
                required(ID), required(SECRET), first(SECURITY_TOKEN).orElse(null));
    }

    /**
     * Returns the proxy for an endpoint: none for loopback addresses and for hosts in {@code NO_PROXY}.
     *
     * @throws IllegalArgumentException if the proxy is not valid
     */
    Optional<URI> proxy(URI endpoint) {
        if (isLoopback(endpoint.getHost()) || isInNoProxy(endpoint)) {
            return Optional.empty();
        }
        var proxy = endpoint.getScheme().equals("https")
                ? first("HTTPS_PROXY", "https_proxy")
                : first("HTTP_PROXY", "http_proxy");
        return proxy.map(EnvironmentVariables::parseProxy);
    }

    /** Parses a proxy's address. The error does not repeat the value, which may contain a password. */
    private static URI parseProxy(String value) {
        try {
            var uri = new URI(value.contains("://") ? value : "http://" + value);
            if (uri.getHost() != null && uri.getScheme().matches("http|socks|socks5|socks5h")) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // reported below
        }
        throw new IllegalArgumentException(
                "invalid proxy in HTTPS_PROXY or HTTP_PROXY: write http:// or socks5://, the host, and a port");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127(\\.[0-9]{1,3}){3}");
    }

    private boolean isInNoProxy(URI endpoint) {
        return first("NO_PROXY", "no_proxy").stream()
                .flatMap(list -> Arrays.stream(list.split("[,\\s]+")))
                .anyMatch(entry -> matches(entry, endpoint));
    }

    /** Tells if an entry of {@code NO_PROXY} (a host or a domain, optionally with a port, or {@code *}) matches an endpoint. */
    private static boolean matches(String entry, URI endpoint) {
        var host = entry.replaceFirst(":[0-9]+$", "").replaceFirst("^\\*?\\.", "");
        boolean samePort = !entry.matches(".*:[0-9]+") || entry.endsWith(":" + port(endpoint));
        boolean sameHost =
                ("." + endpoint.getHost()).toLowerCase(Locale.ROOT).endsWith("." + host.toLowerCase(Locale.ROOT));
        return entry.equals("*") || (samePort && sameHost && !host.isEmpty());
    }

    /** Returns the port of an address, or the default port of its scheme. */
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
