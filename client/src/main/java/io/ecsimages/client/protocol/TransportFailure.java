package io.ecsimages.client.protocol;

import io.micronaut.http.client.exceptions.HttpClientException;
import io.micronaut.http.client.exceptions.ReadTimeoutException;
import io.micronaut.http.client.exceptions.ResponseClosedException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Objects;
import javax.net.ssl.SSLException;

/** Describes why no response came: what happened, at which endpoint, and what to do. */
final class TransportFailure {

    private static final String OPTIONS = "micronaut.http.services.ecs-images.";

    private TransportFailure() {}

    static String describe(URI request, HttpClientException failure) {
        var address = "://" + request.getRawAuthority();
        var endpoint = request.getScheme() + address;
        Throwable cause = failure;
        while (cause.getCause() != null && !isKnown(cause)) {
            cause = cause.getCause();
        }
        if (cause instanceof NotSslRecordException) {
            return endpoint + " does not speak TLS: to connect without TLS, use the endpoint http" + address;
        } else if (cause instanceof SslHandshakeTimeoutException) {
            return endpoint
                    + " did not complete a TLS handshake in time: check that it speaks TLS; to connect without TLS,"
                    + " use the endpoint http" + address;
        } else if (cause instanceof SSLException) {
            return "the TLS handshake with " + endpoint + " failed: " + reason(cause)
                    + ": check the endpoint's host name, or trust the server's certificate with the option " + OPTIONS
                    + "ssl.trust-store.path";
        } else if (cause instanceof ProxyConnectException) {
            return "the proxy opened no connection to " + endpoint + ": " + reason(cause)
                    + ": check the proxy's address and credentials";
        } else if (cause instanceof ConnectTimeoutException) {
            return endpoint
                    + " did not accept a connection in time: check host, port and firewall, or increase the option "
                    + OPTIONS + "connect-timeout";
        } else if (cause instanceof ConnectException) {
            return "cannot connect to " + endpoint + ": " + cause.getMessage()
                    + ": check that the server runs, and that host, port and proxy are right";
        } else if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
            return "cannot resolve the host name of " + endpoint
                    + ", or of its proxy: check the endpoint, the proxy, and DNS";
        } else if (cause instanceof ReadTimeoutException) {
            return endpoint + " sent no response in time: check that it is an HTTP server, or increase the option "
                    + OPTIONS + "read-timeout";
        } else if (cause instanceof ResponseClosedException) {
            return endpoint
                    + ", or its proxy, closed the connection before the response was complete: check that it is an HTTP server"
                    + (request.getScheme().equals("http")
                            ? "; if it speaks TLS, use the endpoint https" + address
                            : "");
        }
        return "no HTTP response from " + endpoint + ": " + reason(cause) + ": check host and port";
    }

    private static boolean isKnown(Throwable failure) {
        return failure instanceof SSLException
                || failure instanceof ConnectException
                || failure instanceof ReadTimeoutException
                || failure instanceof ResponseClosedException;
    }

    /** Returns the message of the root cause, or its type if it has none. */
    private static String reason(Throwable failure) {
        return failure.getCause() != null
                ? reason(failure.getCause())
                : Objects.requireNonNullElse(
                        failure.getMessage(), failure.getClass().getSimpleName());
    }
}
