package io.ecsimages.server.http;

import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Builds a DescribeImages request for cn-hangzhou with signature version 1. */
public final class V1Request {

    private final String method;
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final Set<String> inForm = new HashSet<>();
    private Signer key = Signer.SAMPLE;
    private boolean signsEmptyParameters = true;

    public V1Request(String method) {
        this.method = method;
        with("Action", "DescribeImages");
        with("Version", "2014-05-26");
        with("Format", "JSON");
        with("RegionId", "cn-hangzhou");
        with("SignatureMethod", "HMAC-SHA1");
        with("SignatureVersion", "1.0");
        with("SignatureNonce", UUID.randomUUID().toString());
        with("Timestamp", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        key(key);
    }

    public V1Request with(String name, String value) {
        parameters.put(name, value);
        return this;
    }

    public V1Request without(String name) {
        parameters.remove(name);
        return this;
    }

    public V1Request key(Signer other) {
        key = other;
        return with("AccessKeyId", other.id());
    }

    /** Moves these parameters from the query into the form. */
    public V1Request inForm(String... names) {
        inForm.addAll(List.of(names));
        return this;
    }

    /** Moves all parameters, including the signature, into the form. */
    public V1Request inForm() {
        inForm.addAll(parameters.keySet());
        inForm.add("Signature");
        return this;
    }

    /** Sends empty parameters without signing them, as one SDK does. */
    public V1Request omitEmptyFromSignature() {
        signsEmptyParameters = false;
        return this;
    }

    public String stringToSign() {
        var signed = new TreeMap<>(parameters);
        if (!signsEmptyParameters) {
            signed.values().removeIf(String::isEmpty);
        }
        return Signer.v1StringToSign(method, signed);
    }

    public String signature() {
        boolean sha256 = "HMAC-SHA256".equals(parameters.get("SignatureMethod"));
        return key.v1Signature(sha256 ? "HMAC-SHA256" : "HMAC-SHA1", stringToSign());
    }

    public RawRequest request(URI server) {
        return request(server, signature());
    }

    /** Returns the request with another signature, or without one if it is null. */
    public RawRequest request(URI server, String signature) {
        var query = new TreeMap<>(parameters);
        if (signature != null) {
            query.put("Signature", signature);
        }
        var form = new TreeMap<>(query);
        query.keySet().removeAll(inForm);
        form.keySet().retainAll(inForm);
        var target = query.isEmpty() ? "/" : "/?" + Signer.query(query);
        var request = new RawRequest(method, target).add("Host", server.getAuthority());
        return form.isEmpty()
                ? request
                : request.add("Content-Type", "application/x-www-form-urlencoded")
                        .form(Signer.query(form));
    }

    public RawResponse send(URI server) {
        return request(server).send(server);
    }
}
