package io.ecsimages.client.rpc;

import io.ecsimages.client.CredentialsProvider;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.NoAnswerException;
import io.ecsimages.client.SignatureVersion;
import io.ecsimages.client.model.ErrorResponse;
import io.ecsimages.client.signature.PercentEncoding;
import io.ecsimages.client.signature.SignatureV1;
import io.ecsimages.client.signature.SignatureV3;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.annotation.ClientFilter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.HttpClientResponseException;
import java.net.URI;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Puts a call into its envelope, signed if there is a key; and turns an error answer into the typed exception. */
@ClientFilter(serviceId = "ecs-images")
final class EnvelopeFilter {

    private final CredentialsProvider credentials;
    private final SignatureVersion signatureVersion;
    private final Freshness freshness;

    EnvelopeFilter(
            @Nullable CredentialsProvider credentials,
            @Value("${ecs-images.signature-version:V3}") SignatureVersion signatureVersion,
            @Nullable Freshness freshness) {
        this.credentials = credentials;
        this.signatureVersion = signatureVersion;
        this.freshness = freshness == null ? Freshness.NOW : freshness;
    }

    @RequestFilter
    void send(MutableHttpRequest<?> request) {
        var operation = Operation.of(request).orElseThrow();
        var key = credentials == null ? null : credentials.get();
        var nonce = freshness.nonce();
        var time = freshness.time();
        SortedMap<String, String> query = operation.parameters();
        if (key != null && signatureVersion == SignatureVersion.V3) {
            SignatureV3.headers(request.getMethodName(), host(request.getUri()), operation, key, time, nonce)
                    .forEach((name, value) -> request.getHeaders().set(name, value));
        } else {
            query = new TreeMap<>(operation.parameters());
            query.putAll(Map.of("Action", operation.action(), "Version", operation.version(), "Format", "JSON"));
            if (key != null) {
                query = SignatureV1.sign(request.getMethodName(), query, key, time, nonce);
            }
        }
        var uri = request.getUri();
        request.uri(URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + "/?" + PercentEncoding.query(query)));
    }

    private static String host(URI uri) {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    @ResponseFilter
    void fail(HttpClientException failure) {
        throw failure instanceof HttpClientResponseException answered
                ? error(answered.getResponse())
                : new NoAnswerException(failure);
    }

    private static EcsImagesException error(HttpResponse<?> response) {
        var error = response.getBody(ErrorResponse.class).filter(body -> body.getCode() != null);
        return error.map(body -> new EcsImagesException(
                        response.code(), body.getCode(), body.getMessage(), body.getRequestId(), body.getHostId()))
                .orElseGet(() -> new EcsImagesException(
                        response.code(), "", response.reason(), response.header("x-acs-request-id"), null));
    }
}
