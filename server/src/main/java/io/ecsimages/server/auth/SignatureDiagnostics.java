package io.ecsimages.server.auth;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what the server signed where a signature does not match. If the client sends what it signed itself (the string to sign of
 * version 1 or the canonical request of version 3, percent-encoded, in the header {@code x-ecs-images-signed}), the log names
 * the first difference. Off unless the server is started with {@code --debug-signatures}, because the log then repeats all
 * parameters of the request.
 */
@Singleton
class SignatureDiagnostics {

    private static final Logger LOG = LoggerFactory.getLogger(SignatureDiagnostics.class);
    private static final Pattern VERSION_1 = Pattern.compile("([A-Z]+)&%2F&(\\S*)");

    private final boolean enabled;

    SignatureDiagnostics(@Value("${ecs-images.debug-signatures:false}") boolean enabled) {
        this.enabled = enabled;
    }

    void log(RequestSignature signature) {
        if (enabled) {
            var server = signature.canonicalRequest();
            var client = signature.signedByClient();
            LOG.warn(
                    "a signature of {} with {} does not match\ncanonical request:\n{}\nstring to sign:\n{}\n{}",
                    signature.accessKeyId(),
                    signature.algorithm().wireName(),
                    server,
                    signature.stringsToSign().get(0),
                    client == null
                            ? "the client did not send what it signed (header x-ecs-images-signed)"
                            : firstDifference(parts(server), parts(client)));
        }
    }

    static String firstDifference(String[] server, String[] client) {
        for (int i = 0; i < Math.max(server.length, client.length); i++) {
            var ours = i < server.length ? server[i] : "nothing";
            var theirs = i < client.length ? client[i] : "nothing";
            if (!ours.equals(theirs)) {
                // Control characters of the client must not forge lines of the log.
                return "first difference: the server has " + ours + ", the client has "
                        + theirs.replaceAll("\\p{Cntrl}", "?");
            }
        }
        return "the client signed the same string: its secret differs from that of the key";
    }

    /** Splits the signed string into method, path, parameters and lines; version 1 encodes its query twice. */
    static String[] parts(String signed) {
        var version1 = VERSION_1.matcher(signed);
        var text = version1.matches()
                ? version1.group(1) + "\n/\n" + URLDecoder.decode(version1.group(2), StandardCharsets.UTF_8)
                : signed;
        return text.split("[\n&]");
    }
}
