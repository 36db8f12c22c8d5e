package io.ecsimages.client.auth;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.protocol.ActionRequest;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Signature version 3: ACS3-HMAC-SHA256 over method, query and headers, for a request without a body. */
public final class SignatureV3 {

    private static final String ALGORITHM = "ACS3-HMAC-SHA256";

    private SignatureV3() {}

    /**
     * Returns the headers that name the action and sign the request.
     *
     * @param method the HTTP method
     * @param host the host, with its port if the endpoint has one
     * @param request the action and its parameters, which the query carries
     * @param key the key to sign with
     * @param timestamp the time, in UTC, as {@code yyyy-MM-ddTHH:mm:ssZ}
     * @param nonce a string that no request used before
     */
    public static SortedMap<String, String> headers(
            String method, String host, ActionRequest request, AccessKey key, String timestamp, String nonce) {
        var headers = new TreeMap<String, String>();
        headers.put("host", host);
        headers.put("x-acs-action", request.action());
        headers.put("x-acs-content-sha256", Hashing.sha256(""));
        headers.put("x-acs-date", timestamp);
        headers.put("x-acs-signature-nonce", nonce);
        headers.put("x-acs-version", request.version());
        if (key.securityToken() != null) {
            headers.put("x-acs-accesskey-id", key.id());
            headers.put("x-acs-security-token", key.securityToken());
        }
        var names = String.join(";", headers.keySet());
        var lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        var canonicalRequest = String.join(
                "\n", method, "/", PercentEncoding.query(request.parameters()), lines, names, Hashing.sha256(""));
        var signature = Hashing.hmac("HmacSHA256", key.secret(), ALGORITHM + "\n" + Hashing.sha256(canonicalRequest));
        headers.put(
                "Authorization",
                ALGORITHM + " Credential=" + key.id() + ",SignedHeaders=" + names + ",Signature="
                        + HexFormat.of().formatHex(signature));
        return headers;
    }
}
