package io.ecsimages.server.signature;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the developer of a client, in the log, what the server signed where a signature does not match. A client that
 * sends what it signed itself (the string to sign of version 1, the canonical request of version 3, percent-encoded, in
 * the header {@code x-ecs-images-signed}) is told where the two part. Off unless the server was started with
 * {@code --explain-signatures}, for the log then repeats all parameters of the request.
 */
@Singleton
class MismatchExplainer {

    private static final Logger LOG = LoggerFactory.getLogger(MismatchExplainer.class);
    private static final Pattern VERSION_1 = Pattern.compile("([A-Z]+)&%2F&(\\S*)");

    private final boolean enabled;

    MismatchExplainer(@Value("${ecs-images.explain-signatures:false}") boolean enabled) {
        this.enabled = enabled;
    }

    void explain(Credentials credentials) {
        if (enabled) {
            var server = credentials.canonicalRequest();
            var client = credentials.signedByClient();
            LOG.warn(
                    "A signature of {} with {} does not match.\nCanonical request:\n{}\nString to sign:\n{}\n{}",
                    credentials.accessKeyId(),
                    credentials.algorithm().wireName(),
                    server,
                    credentials.stringsToSign().get(0),
                    client == null
                            ? "The client did not say what it signed (header x-ecs-images-signed)."
                            : firstDifference(parts(server), parts(client)));
        }
    }

    static String firstDifference(String[] server, String[] client) {
        for (int i = 0; i < Math.max(server.length, client.length); i++) {
            var ours = i < server.length ? server[i] : "nothing";
            var theirs = i < client.length ? client[i] : "nothing";
            if (!ours.equals(theirs)) {
                // The client's text may hold anything, but it shall not look like lines of the log.
                return "First difference: the server has " + ours + ", the client has "
                        + theirs.replaceAll("\\p{Cntrl}", "?") + ".";
            }
        }
        return "The client signed the same: its secret is not that of the key.";
    }

    /** The method, the path, each parameter, and each line of what was signed; version 1 encodes its query twice. */
    static String[] parts(String signed) {
        var version1 = VERSION_1.matcher(signed);
        var text = version1.matches()
                ? version1.group(1) + "\n/\n" + URLDecoder.decode(version1.group(2), StandardCharsets.UTF_8)
                : signed;
        return text.split("[\n&]");
    }
}
