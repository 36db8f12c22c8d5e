package io.ecsimages.server.signature;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the developer of a client, in the log, what the server signed where a signature does not match. Off unless the
 * server was started with {@code --explain-signatures}, for it repeats all parameters of the request.
 */
@Singleton
class MismatchExplainer {

    private static final Logger LOG = LoggerFactory.getLogger(MismatchExplainer.class);

    private final boolean enabled;

    MismatchExplainer(@Value("${ecs-images.explain-signatures:false}") boolean enabled) {
        this.enabled = enabled;
    }

    void explain(Credentials credentials) {
        if (enabled) {
            LOG.warn(
                    """
                    A signature of {} with {} does not match.
                    The server's canonical request:
                    {}
                    The server's string to sign:
                    {}""",
                    credentials.accessKeyId(),
                    credentials.algorithm().wireName(),
                    credentials.canonicalRequest(),
                    credentials.stringsToSign().get(0));
        }
    }
}
