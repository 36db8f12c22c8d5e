package io.ecsimages.server.protocol;

import static java.util.stream.Collectors.joining;

import io.ecsimages.server.auth.PercentEncoding;
import io.micronaut.http.HttpRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a request that its action does not have: often a misspelt filter.
 *
 * @param names their names, percent-encoded, because a name can hold any character; sorted, each cut to a limit
 */
public record UnknownParameters(List<String> names) {

    /** The response header that names them. */
    static final String HEADER = "x-ecs-images-ignored-parameters";

    private static final String ATTRIBUTE = "io.ecsimages.unknown-parameters";
    private static final int MAX_NAMES = 20;
    private static final int MAX_NAME_LENGTH = 100;
    private static final String OMISSION = "…";

    /** Finds those of an action, which is given by the generated class of its request. */
    static UnknownParameters of(Class<?> type, Collection<String> names) {
        var singleNames = ParameterDefinition.singleNames(type);
        var unknown = new ArrayList<String>();
        for (String name : names) {
            if (!singleNames.contains(name) && !isInList(type, name)) {
                unknown.add(printable(name));
            }
        }
        Collections.sort(unknown);
        return new UnknownParameters(unknown);
    }

    private static boolean isInList(Class<?> type, String name) {
        return ParameterDefinition.of(type).stream().anyMatch(definition -> ParameterReader.isKnown(definition, name));
    }

    /** A name for logs and messages: percent-encoded, and cut if it is long. */
    static String printable(String name) {
        var encoded = PercentEncoding.encode(name);
        return encoded.length() > MAX_NAME_LENGTH ? encoded.substring(0, MAX_NAME_LENGTH) + OMISSION : encoded;
    }

    /** Those of a request that was bound; empty if it was not, or has none. */
    public static Optional<UnknownParameters> of(HttpRequest<?> http) {
        return Optional.ofNullable((UnknownParameters) http.getAttributes().getValue(ATTRIBUTE));
    }

    public void attachTo(HttpRequest<?> http) {
        http.setAttribute(ATTRIBUTE, this);
    }

    boolean isEmpty() {
        return names.isEmpty();
    }

    /** The names in ASCII, separated by commas; not more than fit into a header. */
    @Override
    public String toString() {
        var text = names.stream().limit(MAX_NAMES).collect(joining(","))
                + (names.size() > MAX_NAMES ? "," + OMISSION : "");
        return text.replace(OMISSION, "...");
    }
}
