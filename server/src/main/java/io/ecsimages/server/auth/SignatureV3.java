package io.ecsimages.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Makes the string to sign of version 3 ({@code ACS3-HMAC-SHA256}): method, query, signed headers and body. */
public final class SignatureV3 {

    private SignatureV3() {}

    /**
     * The request in canonical form.
     *
     * @param method the HTTP method
     * @param canonicalQuery the encoded parameters of the query, sorted by name
     * @param headers the signed headers by their lower-case names
     * @param bodyHash the hash of the body as it arrived
     */
    public static String canonicalRequest(
            String method, String canonicalQuery, SortedMap<String, String> headers, String bodyHash) {
        var lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
                .collect(Collectors.joining());
        var names = String.join(";", headers.keySet());
        return String.join("\n", method, "/", canonicalQuery, lines, names, bodyHash);
    }

    public static String stringToSign(String canonicalRequest) {
        return SignatureAlgorithm.ACS3_HMAC_SHA256.wireName() + "\n"
                + HexFormat.of().formatHex(hash(canonicalRequest));
    }

    /** The hash of a body, in lower-case hex. */
    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(hash(bytes));
    }

    static byte[] hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
