package io.ecsimages.server.protocol;

import io.ecsimages.server.api.CommonParameter;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import java.util.Arrays;
import java.util.Optional;

/** The formats of a response, with the exact content types that the official SDKs compare. */
public enum Format {
    JSON("application/json;charset=utf-8"),
    XML("text/xml;charset=utf-8");

    private final MediaType contentType;

    Format(String contentType) {
        this.contentType = MediaType.of(contentType);
    }

    public MediaType contentType() {
        return contentType;
    }

    /** The format of this name, in any letter case. */
    static Optional<Format> named(String name) {
        return Arrays.stream(values())
                .filter(format -> format.name().equalsIgnoreCase(name))
                .findFirst();
    }

    /** The format of a response to a request without Format: see this parameter in the contract. */
    static Format preferredBy(HttpRequest<?> http) {
        if (!Acs3SignatureParser.applies(http)) {
            return valueOf(CommonParameter.FORMAT.defaultValue());
        }
        return http.accept().stream()
                .filter(accepted -> accepted.getSubtype().equals("xml")
                        || accepted.getSubtype().equals("json"))
                .findFirst()
                .filter(accepted -> accepted.getSubtype().equals("xml"))
                .map(accepted -> XML)
                .orElse(JSON);
    }
}
