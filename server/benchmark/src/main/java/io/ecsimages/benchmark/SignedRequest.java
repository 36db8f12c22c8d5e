package io.ecsimages.benchmark;

import io.ecsimages.benchmark.SyntheticCatalogue.Account;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Requests by GET, as bytes to send, signed with either signature version. They are for DescribeImages and JSON unless they say otherwise. */
final class SignedRequest {

    private static final String ACTION = "DescribeImages";
    private static final String VERSION = "2014-05-26";
    private static final String EMPTY_BODY = sha256("");

    private SignedRequest() {}

    /** A request with signature version 1 (RPC); its parameters may name another action or format. */
    static byte[] version1(URI server, Account account, Map<String, String> parameters) {
        var all = new TreeMap<>(parameters);
        all.putIfAbsent("Action", ACTION);
        all.putIfAbsent("Format", "JSON");
        all.put("Version", VERSION);
        all.put("AccessKeyId", account.accessKeyId());
        all.put("SignatureMethod", "HMAC-SHA1");
        all.put("SignatureVersion", "1.0");
        all.put("SignatureNonce", nonce());
        all.put("Timestamp", now());
        var stringToSign = "GET&%2F&" + encode(query(all));
        var signature = hmac("HmacSHA1", account.accessKeySecret() + "&", stringToSign);
        all.put("Signature", Base64.getEncoder().encodeToString(signature));
        return get(server, "/?" + query(all), Map.of());
    }

    /** A request with signature version 3 (ACS3-HMAC-SHA256). */
    static byte[] version3(URI server, Account account, Map<String, String> parameters) {
        var query = query(new TreeMap<>(parameters));
        var headers = new TreeMap<String, String>();
        headers.put("host", server.getAuthority());
        headers.put("x-acs-action", ACTION);
        headers.put("x-acs-content-sha256", EMPTY_BODY);
        headers.put("x-acs-date", now());
        headers.put("x-acs-signature-nonce", nonce());
        headers.put("x-acs-version", VERSION);
        var names = String.join(";", headers.keySet());
        var lines = headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                .collect(Collectors.joining());
        var canonical = "GET\n/\n" + query + "\n" + lines + "\n" + names + "\n" + EMPTY_BODY;
        var signature = hmac("HmacSHA256", account.accessKeySecret(), "ACS3-HMAC-SHA256\n" + sha256(canonical));
        headers.remove("host");
        headers.put(
                "Authorization",
                "ACS3-HMAC-SHA256 Credential=%s,SignedHeaders=%s,Signature=%s"
                        .formatted(account.accessKeyId(), names, HexFormat.of().formatHex(signature)));
        return get(server, "/?" + query, headers);
    }

    /** A request without a signature. */
    static byte[] get(URI server, String target, Map<String, String> headers) {
        var request = new StringBuilder("GET ")
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(server.getAuthority())
                .append("\r\n");
        headers.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        return request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String query(SortedMap<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }

    /** Percent-encoding of RFC 3986. */
    private static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String nonce() {
        return UUID.randomUUID().toString();
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String sha256(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] hmac(String algorithm, String key, String text) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
