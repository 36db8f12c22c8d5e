package io.ecsimages.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The algorithms that sign requests. */
public enum SignatureAlgorithm {
    /** Signature version 1, used by most clients. */
    HMAC_SHA1("HMAC-SHA1", "HmacSHA1"),
    /** Signature version 1 with SHA-256. */
    HMAC_SHA256("HMAC-SHA256", "HmacSHA256"),
    /** Signature version 3. */
    ACS3_HMAC_SHA256("ACS3-HMAC-SHA256", "HmacSHA256");

    private final String wireName;
    private final String macName;

    SignatureAlgorithm(String wireName, String macName) {
        this.wireName = wireName;
        this.macName = macName;
    }

    /** @return its name in {@code SignatureMethod} or {@code Authorization} */
    public String wireName() {
        return wireName;
    }

    /** Signs a string: version 1 appends {@code &} to the secret and returns Base64, version 3 returns lower-case hex. */
    public String sign(String secret, String string) {
        boolean acs3 = this == ACS3_HMAC_SHA256;
        try {
            var mac = Mac.getInstance(macName);
            mac.init(new SecretKeySpec((acs3 ? secret : secret + "&").getBytes(StandardCharsets.UTF_8), macName));
            byte[] signature = mac.doFinal(string.getBytes(StandardCharsets.UTF_8));
            return acs3
                    ? HexFormat.of().formatHex(signature)
                    : Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + macName, e);
        }
    }
}
