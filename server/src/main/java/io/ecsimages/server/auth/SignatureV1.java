package io.ecsimages.server.auth;

import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Makes the string to sign of version 1 ("RPC"): all decoded parameters but the signature itself, sorted by name. */
public final class SignatureV1 {

    private SignatureV1() {}

    /**
     * The documented string to sign.
     *
     * @param method the HTTP method
     * @param parameters all parameters, without {@code Signature}
     */
    public static String stringToSign(String method, Map<String, String> parameters) {
        return stringToSign(method, parameters, entry -> true);
    }

    /** The string to sign as the Tea SDK makes it in version 1: empty parameters are sent, but not signed. */
    public static String stringToSignWithoutEmpty(String method, Map<String, String> parameters) {
        return stringToSign(method, parameters, entry -> !entry.getValue().isEmpty());
    }

    private static String stringToSign(
            String method, Map<String, String> parameters, Predicate<Map.Entry<String, String>> signed) {
        var query = new StringJoiner("&");
        for (var parameter : new TreeMap<>(parameters).entrySet()) {
            if (signed.test(parameter)) {
                query.add(PercentEncoding.encode(parameter));
            }
        }
        return method + "&" + PercentEncoding.encode("/") + "&" + PercentEncoding.encode(query.toString());
    }
}
