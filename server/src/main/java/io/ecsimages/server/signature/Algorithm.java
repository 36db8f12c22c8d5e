package io.ecsimages.server.signature;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a secret signs a text. */
public enum Algorithm {
    /** Signature version 1, the usual one. */
    HMAC_SHA1("HMAC-SHA1", "HmacSHA1"),
    /** Signature version 1, with the longer hash. */
    HMAC_SHA256("HMAC-SHA256", "HmacSHA256"),
    /** Signature version 3. */
    ACS3_HMAC_SHA256("ACS3-HMAC-SHA256", "HmacSHA256");

    private final String wireName;
    private final String macName;

    Algorithm(String wireName, String macName) {
        this.wireName = wireName;
        this.macName = macName;
    }

    /** @return its name in {@code SignatureMethod} or {@code Authorization} */
    public String wireName() {
        return wireName;
    }

    /** Signs a text: version 1 appends {@code &} to the secret and answers Base64, version 3 answers lower-case hex. */
    public String sign(String secret, String text) {
        boolean acs3 = this == ACS3_HMAC_SHA256;
        try {
            var mac = Mac.getInstance(macName);
            mac.init(new SecretKeySpec((acs3 ? secret : secret + "&").getBytes(StandardCharsets.UTF_8), macName));
            byte[] signature = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return acs3
                    ? HexFormat.of().formatHex(signature)
                    : Base64.getEncoder().encodeToString(signature);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + macName, e);
        }
    }
}
