package io.ecsimages.server.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Builds a DescribeImages request for cn-hangzhou with signature version 3. */
public final class V3Request {

    private static final String FORM = "application/x-www-form-urlencoded";

    private final String method;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> form = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private Signer key = Signer.SAMPLE;
    private List<String> signedHeaders;
    private String authorization = "ACS3-HMAC-SHA256 Credential=%1$s,SignedHeaders=%2$s,Signature=%3$s";

    public V3Request(String method) {
        this.method = method;
        query.put("RegionId", "cn-hangzhou");
        headers.put("x-acs-action", "DescribeImages");
        headers.put("x-acs-version", "2014-05-26");
        headers.put("x-acs-date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        headers.put("x-acs-signature-nonce", UUID.randomUUID().toString());
    }

    /** Adds a parameter to the query. */
    public V3Request with(String name, String value) {
        query.put(name, value);
        return this;
    }

    /** Adds a parameter to the form and removes it from the query. */
    public V3Request form(String name, String value) {
        query.remove(name);
        form.put(name, value);
        return this;
    }

    /** Adds a header. */
    public V3Request header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public V3Request without(String header) {
        headers.remove(header);
        return this;
    }

    public V3Request key(Signer other) {
        key = other;
        return this;
    }

    /** Signs only these headers. */
    public V3Request signing(String... names) {
        signedHeaders = List.of(names);
        return this;
    }

    /** Sets the format of Authorization. Its arguments are the key's id, the signed headers, and the signature. */
    public V3Request authorization(String format) {
        authorization = format;
        return this;
    }

    private Map<String, String> allHeaders(URI server) {
        var all = new TreeMap<String, String>();
        all.put("host", server.getAuthority());
        headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
        all.put("x-acs-content-sha256", Signer.sha256(body()));
        if (!form.isEmpty()) {
            all.put("content-type", FORM);
        }
        return all;
    }

    private byte[] body() {
        return Signer.query(form).getBytes(StandardCharsets.UTF_8);
    }

    private Map<String, String> signedHeaders(URI server) {
        var signed = new TreeMap<>(allHeaders(server));
        signed.keySet()
                .removeIf(name -> signedHeaders == null
                        ? !name.startsWith("x-acs-") && !name.equals("host") && !name.equals("content-type")
                        : !signedHeaders.contains(name));
        return signed;
    }

    public String canonicalRequest(URI server) {
        var canonical = new StringBuilder(method + "\n/\n" + Signer.query(query) + "\n");
        var signed = signedHeaders(server);
        signed.forEach((name, value) ->
                canonical.append(name).append(':').append(value.strip()).append('\n'));
        return canonical + "\n" + String.join(";", signed.keySet()) + "\n" + Signer.sha256(body());
    }

    public RawRequest request(URI server) {
        var request = new RawRequest(method, query.isEmpty() ? "/" : "/?" + Signer.query(query));
        allHeaders(server)
                .forEach((name, value) -> request.add(
                        name, new String(value.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1)));
        request.add(
                "Authorization",
                authorization.formatted(
                        key.id(),
                        String.join(";", signedHeaders(server).keySet()),
                        key.v3Signature(canonicalRequest(server))));
        return form.isEmpty() ? request : request.form(Signer.query(form));
    }

    public RawResponse send(URI server) {
        return request(server).send(server);
    }
}
