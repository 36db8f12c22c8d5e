package io.ecsimages.server.observability;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** The port at which a server warms up before it listens, if it does. Its requests are not logged, measured or limited. */
@Singleton
public final class WarmUpPort {

    private static final int NONE = -1;

    private volatile int number = NONE;

    public void set(int port) {
        number = port;
    }

    /** Ends the warm-up: clients can reach the same port later. */
    public void clear() {
        number = NONE;
    }

    public boolean received(HttpRequest<?> http) {
        return number != NONE && http.getServerAddress().getPort() == number;
    }
}
