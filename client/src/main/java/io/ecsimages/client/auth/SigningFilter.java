package io.ecsimages.client.auth;

import io.ecsimages.client.CredentialsProvider;
import io.ecsimages.client.SignatureVersion;
import io.ecsimages.client.protocol.ActionRequest;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.annotation.ClientFilter;
import io.micronaut.http.annotation.RequestFilter;
import java.net.URI;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes an action's parameters into the HTTP request, and signs it if there is a key. */
@ClientFilter(serviceId = "ecs-images")
final class SigningFilter {

    @Nullable
    private final CredentialsProvider credentials;

    private final SignatureVersion signatureVersion;
    private final NonceSource nonces;

    SigningFilter(
            @Nullable CredentialsProvider credentials,
            @Value("${ecs-images.signature-version:V3}") SignatureVersion signatureVersion,
            @Nullable NonceSource nonces) {
        this.credentials = credentials;
        this.signatureVersion = signatureVersion;
        this.nonces = nonces == null ? NonceSource.RANDOM : nonces;
    }

    @RequestFilter
    void sign(MutableHttpRequest<?> request) {
        var action = ActionRequest.of(request).orElseThrow();
        var key = credentials == null ? null : credentials.get();
        var nonce = nonces.nonce();
        var timestamp = nonces.timestamp();
        SortedMap<String, String> query = action.parameters();
        if (key != null && signatureVersion == SignatureVersion.V3) {
            SignatureV3.headers(request.getMethodName(), host(request.getUri()), action, key, timestamp, nonce)
                    .forEach((name, value) -> request.getHeaders().set(name, value));
        } else {
            query = new TreeMap<>(action.parameters());
            query.putAll(Map.of("Action", action.action(), "Version", action.version(), "Format", "JSON"));
            if (key != null) {
                query = SignatureV1.sign(request.getMethodName(), query, key, timestamp, nonce);
            }
        }
        var uri = request.getUri();
        request.uri(URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + "/?" + PercentEncoding.query(query)));
    }

    private static String host(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }
}
