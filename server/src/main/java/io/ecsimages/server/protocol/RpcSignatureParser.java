package io.ecsimages.server.protocol;

import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.auth.RequestSignature;
import io.ecsimages.server.auth.SignatureAlgorithm;
import io.ecsimages.server.auth.SignatureV1;
import io.ecsimages.server.error.ApiException;
import io.micronaut.http.HttpRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Parses a signature of version 1, which is among the parameters. */
final class RpcSignatureParser {

    private RpcSignatureParser() {}

    static RequestSignature parse(HttpRequest<?> http, Map<String, String> parameters) {
        var accessKeyId = required(parameters, CommonParameter.ACCESS_KEY_ID);
        var methodName = required(parameters, CommonParameter.SIGNATURE_METHOD);
        var version = required(parameters, CommonParameter.SIGNATURE_VERSION);
        var nonce = required(parameters, CommonParameter.SIGNATURE_NONCE);
        var timestamp = required(parameters, CommonParameter.TIMESTAMP);
        var signature = required(parameters, CommonParameter.SIGNATURE);
        var algorithm = Stream.of(SignatureAlgorithm.HMAC_SHA1, SignatureAlgorithm.HMAC_SHA256)
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
        return new RequestSignature(
                accessKeyId,
                parameters.get(CommonParameter.SECURITY_TOKEN.parameterName()),
                RequestDecoder.timestamp(timestamp),
                nonce,
                algorithm,
                signature,
                signed.containsValue("")
                        ? List.of(documented, SignatureV1.stringToSignWithoutEmpty(http.getMethodName(), signed))
                        : List.of(documented),
                documented,
                RequestDecoder.signedByClient(http));
    }

    private static String required(Map<String, String> parameters, CommonParameter parameter) {
        return RequestDecoder.required(parameter, parameters.get(parameter.parameterName()));
    }

    private static boolean allowed(CommonParameter parameter, String value) {
        return parameter.allowedValues().contains(value);
    }
}
