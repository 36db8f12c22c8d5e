package io.ecsimages.server.rpc;

import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.signature.Algorithm;
import io.ecsimages.server.signature.Credentials;
import io.ecsimages.server.signature.SignatureV1;
import io.micronaut.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Signature version 1: the credentials stand among the parameters. */
final class EnvelopeV1 {

    private EnvelopeV1() {}

    static Credentials credentials(HttpRequest<?> http, Map<String, String> parameters) {
        var accessKeyId = required(parameters, CommonParameter.ACCESS_KEY_ID);
        var methodName = required(parameters, CommonParameter.SIGNATURE_METHOD);
        var version = required(parameters, CommonParameter.SIGNATURE_VERSION);
        var nonce = required(parameters, CommonParameter.SIGNATURE_NONCE);
        var timestamp = required(parameters, CommonParameter.TIMESTAMP);
        var signature = required(parameters, CommonParameter.SIGNATURE);
        var algorithm = Stream.of(Algorithm.HMAC_SHA1, Algorithm.HMAC_SHA256)
                .filter(candidate -> candidate.wireName().equals(methodName))
                .filter(candidate -> allowed(CommonParameter.SIGNATURE_METHOD, methodName))
                .findFirst()
                .orElseThrow(() -> new ApiException(CommonParameter.SIGNATURE_METHOD.invalid()));
        if (!allowed(CommonParameter.SIGNATURE_VERSION, version)) {
            throw new ApiException(CommonParameter.SIGNATURE_VERSION.invalid());
        }
        var signed = new HashMap<>(parameters);
        signed.remove(CommonParameter.SIGNATURE.parameterName());
        var documented = SignatureV1.stringToSign(http.getMethodName(), signed);
        return new Credentials(
                accessKeyId,
                parameters.get(CommonParameter.SECURITY_TOKEN.parameterName()),
                Envelope.timestamp(timestamp),
                nonce,
                algorithm,
                signature,
                signed.containsValue("")
                        ? List.of(documented, SignatureV1.stringToSignWithoutEmpty(http.getMethodName(), signed))
                        : List.of(documented),
                documented,
                Envelope.signedByClient(http));
    }

    private static String required(Map<String, String> parameters, CommonParameter parameter) {
        return Envelope.required(parameter, parameters.get(parameter.parameterName()));
    }

    private static boolean allowed(CommonParameter parameter, String value) {
        return parameter.allowedValues().contains(value);
    }
}
