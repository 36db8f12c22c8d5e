package io.ecsimages.client.auth;

import io.ecsimages.client.AccessKey;
import java.util.Base64;
import java.util.SortedMap;
import java.util.TreeMap;

/** Signature version 1: HMAC-SHA1 over all parameters, sorted by name. */
public final class SignatureV1 {

    private SignatureV1() {}

    /**
     * Returns the parameters with those of the signature added.
     *
     * @param method the HTTP method
     * @param parameters all other parameters
     * @param key the key to sign with
     * @param timestamp the time, in UTC, as {@code yyyy-MM-ddTHH:mm:ssZ}
     * @param nonce a string that no request used before
     */
    public static SortedMap<String, String> sign(
            String method, SortedMap<String, String> parameters, AccessKey key, String timestamp, String nonce) {
        var signed = new TreeMap<>(parameters);
        signed.put("AccessKeyId", key.id());
        signed.put("SignatureMethod", "HMAC-SHA1");
        signed.put("SignatureVersion", "1.0");
        signed.put("SignatureNonce", nonce);
        signed.put("Timestamp", timestamp);
        if (key.securityToken() != null) {
            signed.put("SecurityToken", key.securityToken());
        }
        var stringToSign = method + "&" + PercentEncoding.encode("/") + "&"
                + PercentEncoding.encode(PercentEncoding.query(signed));
        var signature = Hashing.hmac("HmacSHA1", key.secret() + "&", stringToSign);
        signed.put("Signature", Base64.getEncoder().encodeToString(signature));
        return signed;
    }
}
