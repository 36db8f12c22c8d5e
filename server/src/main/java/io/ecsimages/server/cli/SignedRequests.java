package io.ecsimages.server.cli;

import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.PercentEncoding;
import io.ecsimages.server.auth.SignatureAlgorithm;
import io.ecsimages.server.auth.SignatureV1;
import io.ecsimages.server.auth.SignatureV3;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Sends requests to a server, with signatures of versions 1 and 3 in turns. */
final class SignedRequests {

    private static final String METHOD = "GET";
    private static final String VERSION =
            CommonParameter.VERSION.allowedValues().get(0);

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong count = new AtomicLong();
    private final URI server;

    SignedRequests(URI server) {
        this.server = server;
    }

    /**
     * Returns the body of the response.
     *
     * @throws IOException if the server answers with an error, or not at all
     */
    String send(AccessKey key, String action, Map<String, String> parameters) throws IOException, InterruptedException {
        var request = count.getAndIncrement() % 2 == 0
                ? version1(key, action, parameters)
                : version3(key, action, parameters);
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != HttpURLConnection.HTTP_OK) {
            throw new IOException(response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    private HttpRequest version1(AccessKey key, String action, Map<String, String> parameters) {
        var query = new TreeMap<>(parameters);
        query.put("Action", action);
        query.put("Version", VERSION);
        query.put("AccessKeyId", key.accessKeyId());
        query.put("SignatureMethod", SignatureAlgorithm.HMAC_SHA1.wireName());
        query.put("SignatureVersion", "1.0");
        query.put("SignatureNonce", nonce());
        query.put("Timestamp", now());
        query.put(
                "Signature",
                SignatureAlgorithm.HMAC_SHA1.sign(key.accessKeySecret(), SignatureV1.stringToSign(METHOD, query)));
        return request(query).build();
    }

    private HttpRequest version3(AccessKey key, String action, Map<String, String> parameters) {
        var query = new TreeMap<>(parameters);
        var emptyBody = SignatureV3.sha256(new byte[0]);
        var headers = new TreeMap<>(Map.of(
                "x-acs-action", action,
                "x-acs-content-sha256", emptyBody,
                "x-acs-date", now(),
                "x-acs-signature-nonce", nonce(),
                "x-acs-version", VERSION));
        var request = request(query);
        headers.forEach(request::header);
        headers.put("host", server.getAuthority());
        var canonical = SignatureV3.canonicalRequest(METHOD, encode(query), headers, emptyBody);
        var signature =
                SignatureAlgorithm.ACS3_HMAC_SHA256.sign(key.accessKeySecret(), SignatureV3.stringToSign(canonical));
        return request.header(
                        "Authorization",
                        "%s Credential=%s,SignedHeaders=%s,Signature=%s"
                                .formatted(
                                        SignatureAlgorithm.ACS3_HMAC_SHA256.wireName(),
                                        key.accessKeyId(),
                                        String.join(";", headers.keySet()),
                                        signature))
                .build();
    }

    private HttpRequest.Builder request(TreeMap<String, String> query) {
        return HttpRequest.newBuilder(server.resolve("/?" + encode(query)));
    }

    private static String encode(TreeMap<String, String> query) {
        return query.entrySet().stream().map(PercentEncoding::encode).collect(Collectors.joining("&"));
    }

    private static String nonce() {
        return UUID.randomUUID().toString();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
