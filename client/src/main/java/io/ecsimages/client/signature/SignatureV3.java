package io.ecsimages.client.signature;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.rpc.Operation;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Signature version 3: ACS3-HMAC-SHA256 over method, query and headers, for a request without a body. */
public final class SignatureV3 {

    private static final String ALGORITHM = "ACS3-HMAC-SHA256";

    private SignatureV3() {}

    /**
     * The headers that carry a call and its signature.
     *
     * @param method the HTTP method
     * @param host the host, with its port where the address has one
     * @param timestamp the time, in UTC, as {@code yyyy-MM-ddTHH:mm:ssZ}
     * @param nonce a text that was not sent before
     */
    public static SortedMap<String, String> headers(
            String method, String host, Operation operation, AccessKey key, String timestamp, String nonce) {
        var headers = new TreeMap<String, String>();
        headers.put("host", host);
        headers.put("x-acs-action", operation.action());
        headers.put("x-acs-content-sha256", Hmac.sha256(""));
        headers.put("x-acs-date", timestamp);
        headers.put("x-acs-signature-nonce", nonce);
        headers.put("x-acs-version", operation.version());
        if (key.securityToken() != null) {
            headers.put("x-acs-accesskey-id", key.id());
            headers.put("x-acs-security-token", key.securityToken());
        }
        var names = String.join(";", headers.keySet());
        var lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        var canonicalRequest = String.join(
                "\n", method, "/", PercentEncoding.query(operation.parameters()), lines, names, Hmac.sha256(""));
        var signature = Hmac.sign("HmacSHA256", key.secret(), ALGORITHM + "\n" + Hmac.sha256(canonicalRequest));
        headers.put(
                "Authorization",
                ALGORITHM + " Credential=" + key.id() + ",SignedHeaders=" + names + ",Signature="
                        + HexFormat.of().formatHex(signature));
        return headers;
    }
}
