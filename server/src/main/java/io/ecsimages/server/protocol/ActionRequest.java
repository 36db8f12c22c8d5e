package io.ecsimages.server.protocol;

import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.auth.RequestSignature;
import io.micronaut.core.annotation.Nullable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A request to an action, in whatever encoding it arrived.
 *
 * @param response how it is answered
 * @param action the name of the action
 * @param version the version of the API, null where an unsigned request does not name it
 * @param parameters all parameters of the query and of the form, by name
 * @param actionParameters those of the action itself, and those that the contract does not know
 * @param signature the signature, null for an unsigned request
 */
public record ActionRequest(
        ResponseContext response,
        String action,
        @Nullable String version,
        Map<String, String> parameters,
        Map<String, String> actionParameters,
        @Nullable RequestSignature signature) {

    private static final Set<String> COMMON = Arrays.stream(CommonParameter.values())
            .map(CommonParameter::parameterName)
            .collect(Collectors.toSet());

    ActionRequest(
            ResponseContext response,
            String action,
            @Nullable String version,
            Map<String, String> parameters,
            @Nullable RequestSignature signature) {
        this(response, action, version, parameters, withoutCommon(parameters), signature);
    }

    private static Map<String, String> withoutCommon(Map<String, String> parameters) {
        var others = new HashMap<>(parameters);
        others.keySet().removeAll(COMMON);
        return others;
    }
}
