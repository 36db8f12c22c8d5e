package io.ecsimages.server.cli;

import io.ecsimages.server.transfer.SampleCatalogue;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a server is started with. */
final class ServerOptions {

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "The address to listen at. Default: ${DEFAULT-VALUE}, for this machine alone.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            description = "The port to listen at; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @ArgGroup(heading = "The catalogue; without one of these, a sample in memory:%n")
    @Nullable
    private StorageOptions place;

    @Option(
            names = "--replica",
            paramLabel = "JDBC-URL",
            description = "A replica of --database, which takes the reads; what it answers may be a little old.")
    @Nullable
    private String replica;

    @Option(
            names = "--allow-unsigned",
            paramLabel = "UID",
            description = "Answer requests without a signature as this account. On a loopback address only.")
    @Nullable
    private Long unsignedAccount;

    @Option(
            names = "--debug-signatures",
            description = "Log what the server signed where a signature does not match. On a loopback address only.")
    private boolean debugSignatures;

    @Option(
            names = "--rate-limit",
            paramLabel = "REQUESTS/PERIOD",
            converter = RequestRate.Converter.class,
            description = "Throttle a key that makes more requests than these in a period, for example 1000/60s.")
    @Nullable
    private RequestRate rateLimit;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "The port of /health and /prometheus. Without it there is none.")
    @Nullable
    private Integer managementPort;

    @Option(
            names = "--management-host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "The address of that port. Default: ${DEFAULT-VALUE}, for this machine alone.")
    private String managementHost;

    /** Serves a catalogue until the program is stopped. */
    int start(PrintWriter out) {
        boolean loopback = isLoopback();
        if (!loopback && unsignedAccount != null) {
            throw new CommandException("--allow-unsigned needs a loopback address, and " + host + " is none");
        }
        if (!loopback && debugSignatures) {
            throw new CommandException("--debug-signatures needs a loopback address, and " + host + " is none");
        }
        if (managementPort != null && (managementPort < 1 || managementPort > 65535)) {
            throw new CommandException("--management-port is a number from 1 to 65535, and not " + managementPort);
        }
        boolean sample = place == null;
        if (sample && loopback && unsignedAccount == null) {
            unsignedAccount = SampleCatalogue.ACCOUNT;
        }
        var properties = new HashMap<String, Object>();
        properties.put("micronaut.server.host", host);
        properties.put("micronaut.server.port", port);
        properties.put("ecs-images.debug-signatures", debugSignatures);
        if (unsignedAccount != null) {
            properties.put("ecs-images.unsigned-account", unsignedAccount);
        }
        if (rateLimit != null) {
            properties.put("ecs-images.rate-limit.requests", rateLimit.requests());
            properties.put("ecs-images.rate-limit.period", rateLimit.period());
        }
        if (managementPort != null) {
            properties.putAll(management());
        }
        if (replica != null) {
            if (sample) {
                throw new CommandException("--replica needs --database");
            }
            properties.putAll(Objects.requireNonNull(place).replica("--replica", replica));
        }
        var context =
                sample ? inMemory(properties) : Objects.requireNonNull(place).open(properties);
        if (sample) {
            // Meanwhile the server is put together, which takes as long.
            CompletableFuture.runAsync(() -> context.getBean(EmbeddedServer.class));
            context.getBean(SampleCatalogue.class).load();
        }
        var server = context.getBean(EmbeddedServer.class).start();
        ShutdownSignalHandler.prepare(context);
        greet(
                out,
                server,
                sample ? "a sample, in memory" : Objects.requireNonNull(place).describe(context));
        return EcsImagesCommand.RUNNING;
    }

    /** A second listener, for health and metrics alone. */
    private Map<String, Object> management() {
        var listeners = "micronaut.server.netty.listeners.";
        return Map.ofEntries(
                Map.entry(listeners + "api.host", host),
                Map.entry(listeners + "api.port", port),
                Map.entry(listeners + "management.host", managementHost),
                Map.entry(listeners + "management.port", managementPort),
                Map.entry(listeners + "management.expose-default-routes", false),
                Map.entry(listeners + "management.support-graceful-shutdown", false),
                Map.entry("endpoints.all.port", managementPort),
                Map.entry("endpoints.health.enabled", true),
                Map.entry("endpoints.prometheus.enabled", true),
                Map.entry("micronaut.metrics.enabled", true));
    }

    private static ApplicationContext inMemory(Map<String, Object> properties) {
        properties.putAll(DataFolder.inMemory());
        return StorageOptions.start(properties);
    }

    private boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new CommandException(host + ": there is no such address");
        }
    }

    private void greet(PrintWriter out, EmbeddedServer server, String catalogue) {
        var address = "http://" + bracketed(host) + ":" + port(server);
        out.println("ecs-images answers DescribeImages at " + address + "/");
        out.println("  documentation  " + address + "/docs");
        if (managementPort != null) {
            out.println("  management     http://" + bracketed(managementHost) + ":" + managementPort
                    + "/health, /prometheus");
        }
        out.println("  catalogue      " + catalogue);
        if (place == null) {
            out.println("  key            " + SampleCatalogue.ACCESS_KEY_ID + " / " + SampleCatalogue.ACCESS_KEY_SECRET
                    + ", of account " + SampleCatalogue.ACCOUNT);
        }
        if (unsignedAccount == null) {
            out.println("  callers        sign every request");
        } else {
            out.println("  callers        need not sign; they are account " + unsignedAccount);
            out.println("  try            curl '" + address
                    + "/?Action=DescribeImages&RegionId=cn-hangzhou&PageSize=1&Format=JSON'");
        }
        out.flush();
    }

    /** The port of the API: the server itself may name that of the management. */
    private int port(EmbeddedServer server) {
        return ((NettyEmbeddedServer) server)
                .getBoundPorts().stream()
                        .filter(bound -> !bound.equals(managementPort))
                        .findFirst()
                        .orElseThrow();
    }

    private static String bracketed(String host) {
        return host.contains(":") ? "[" + host + "]" : host;
    }
}
