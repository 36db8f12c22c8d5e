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
 * Signs as the vendor's documents say. It is written from them alone, apart from the server's code and the client's, so
 * that a mistake of theirs is not repeated here.
 *
 * @param id the id of a key
 * @param secret its secret
 */
public record Signer(String id, String secret) {

    /** The key of the sample catalogue. */
    public static final Signer SAMPLE = new Signer("testid", "testsecret");

    /** The text that signature version 1 is made over. */
    public static String stringToSign(String method, Map<String, String> parameters) {
        return method + "&%2F&" + encode(query(parameters));
    }

    /** A signature of version 1, by HMAC-SHA1 or HMAC-SHA256. */
    public String signature(String algorithm, String stringToSign) {
        var mac = algorithm.replace("HMAC-SHA", "HmacSHA");
        return Base64.getEncoder().encodeToString(mac(mac, secret + "&", stringToSign));
    }

    /** The text that signature version 3 is made over. */
    public static String acs3StringToSign(String canonicalRequest) {
        return "ACS3-HMAC-SHA256\n" + sha256(canonicalRequest.getBytes(StandardCharsets.UTF_8));
    }

    /** A signature of version 3. */
    public String acs3Signature(String canonicalRequest) {
        return HexFormat.of().formatHex(mac("HmacSHA256", secret, acs3StringToSign(canonicalRequest)));
    }

    /** Parameters, sorted by name and encoded. */
    public static String query(Map<String, String> parameters) {
        var joined = new StringJoiner("&");
        new TreeMap<>(parameters).forEach((name, value) -> joined.add(encode(name) + "=" + encode(value)));
        return joined.toString();
    }

    /** Percent-encoding of RFC 3986. */
    public static String encode(String text) {
        var encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
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

    private static byte[] mac(String algorithm, String key, String text) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
