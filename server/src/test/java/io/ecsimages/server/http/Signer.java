package io.ecsimages.server.http;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * An access key that signs requests. It follows Alibaba Cloud's documentation and shares no code with server and client, so
 * that it finds their mistakes.
 *
 * @param id the AccessKey ID
 * @param secret the AccessKey secret
 */
public record Signer(String id, String secret) {

    /** The key of the sample catalogue. */
    public static final Signer SAMPLE = new Signer("testid", "testsecret");

    /** Returns the string to sign of signature version 1. */
    public static String v1StringToSign(String method, Map<String, String> parameters) {
        return method + "&%2F&" + encode(query(parameters));
    }

    /** Returns a signature of version 1, by HMAC-SHA1 or HMAC-SHA256. */
    public String v1Signature(String algorithm, String stringToSign) {
        var mac = algorithm.replace("HMAC-SHA", "HmacSHA");
        return Base64.getEncoder().encodeToString(mac(mac, secret + "&", stringToSign));
    }

    /** Returns the string to sign of signature version 3. */
    public static String v3StringToSign(String canonicalRequest) {
        return "ACS3-HMAC-SHA256\n" + sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a signature of version 3. */
    public String v3Signature(String canonicalRequest) {
        return HexFormat.of().formatHex(mac("HmacSHA256", secret, v3StringToSign(canonicalRequest)));
    }

    /** Returns percent-encoded parameters, sorted by name. */
    public static String query(Map<String, String> parameters) {
        var joined = new StringJoiner("&");
        new TreeMap<>(parameters).forEach((name, value) -> joined.add(encode(name) + "=" + encode(value)));
        return joined.toString();
    }

    /** Percent-encodes a string (RFC 3986). */
    public static String encode(String string) {
        var encoded = new StringBuilder();
        for (byte b : string.getBytes(StandardCharsets.UTF_8)) {
            if (b > 0 && (Character.isLetterOrDigit(b) || "-_.~".indexOf(b) >= 0)) {
                encoded.append((char) b);
            } else {
                encoded.append(String.format("%%%02X", b & 0xFF));
            }
        }
        return encoded.toString();
    }

    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] mac(String algorithm, String key, String string) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(string.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
