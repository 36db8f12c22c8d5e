package io.ecsimages.server.cli;

import io.ecsimages.server.transfer.SampleCatalogue;
import io.ecsimages.server.write.DeclaredResources;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of a server. */
final class ServerOptions {

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "The address to listen on. Default: ${DEFAULT-VALUE}, this machine only.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            converter = OptionConverters.Port.class,
            description = "The port to listen on; 0 selects a free port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @ArgGroup(heading = "The catalogue. Default: a sample catalogue in memory.%n")
    @Nullable
    private StorageOptions storage;

    @Option(
            names = "--replica",
            paramLabel = "JDBC-URL",
            description = "A read replica of --database. The server reads from it unless it lags behind.")
    @Nullable
    private String replica;

    @Option(
            names = "--allow-unsigned",
            paramLabel = "UID",
            converter = OptionConverters.AccountId.class,
            description = "Accept unsigned requests as this account. Requires a loopback address.")
    @Nullable
    private Long unsignedAccount;

    @Option(
            names = "--debug-signatures",
            description =
                    "Log the string-to-sign of the server if a signature does not match. Requires a loopback address.")
    private boolean debugSignatures;

    @Option(
            names = "--strict",
            description = "Refuse requests with unknown parameters. Default: name them in a response header.")
    private boolean strict;

    @Option(
            names = "--image-creation-time",
            paramLabel = "DURATION",
            converter = OptionConverters.PositiveDuration.class,
            description = "The time that a new image is Creating, for example PT30S. Default: it is Available at once.")
    @Nullable
    private Duration imageCreationTime;

    @Option(
            names = "--image-quota",
            paramLabel = "NUMBER",
            converter = OptionConverters.Quota.class,
            description = "How many images an account can have in a region before it cannot create more. Default: 100.")
    @Nullable
    private Integer imageQuota;

    @Option(
            names = "--declared-resources",
            paramLabel = "FILE",
            converter = OptionConverters.IdFile.class,
            description =
                    "The instances, snapshots, OSS buckets and resource groups that requests can name, one id a line."
                            + " Default: all ids exist.")
    @Nullable
    private Set<String> declaredResources;

    @Option(
            names = "--cors-origin",
            paramLabel = "ORIGIN",
            converter = CorsOrigin.Converter.class,
            description = "Let web pages of this origin read responses to unsigned requests, for example"
                    + " http://localhost:4200. Repeatable. Default: none.")
    private List<CorsOrigin> corsOrigins = List.of();

    @Option(
            names = "--rate-limit",
            paramLabel = "REQUESTS/PERIOD",
            converter = RequestRate.Converter.class,
            description = "Throttle access keys that send more requests per period, for example 1000/60s.")
    @Nullable
    private RequestRate rateLimit;

    @Option(
            names = "--warm-up",
            paramLabel = "DURATION",
            converter = OptionConverters.PositiveDuration.class,
            description =
                    "Call DescribeImages for the accounts of the catalogue for this time before it listens, for example PT40S, so"
                            + " that the first clients do not wait for Java to compile. Default: none.")
    @Nullable
    private Duration warmUp;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            converter = OptionConverters.Port.class,
            description = "The port of /health and /prometheus. Default: none.")
    @Nullable
    private Integer managementPort;

    @Option(
            names = "--management-host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "The address of the management port. Default: ${DEFAULT-VALUE}, this machine only.")
    private String managementHost;

    /** Starts the server and prints its addresses. */
    int start(PrintWriter out) {
        boolean loopback = isLoopback();
        if (!loopback && unsignedAccount != null) {
            throw new CommandException("--allow-unsigned requires a loopback address, but " + host + " is not one");
        }
        if (!loopback && debugSignatures) {
            throw new CommandException("--debug-signatures requires a loopback address, but " + host + " is not one");
        }
        if (managementPort != null && managementPort == 0) {
            throw new CommandException("--management-port must be from 1 to 65535, not 0");
        }
        boolean sample = storage == null;
        if (sample && loopback && unsignedAccount == null) {
            unsignedAccount = SampleCatalogue.ACCOUNT;
        }
        var properties = new HashMap<String, Object>();
        properties.put("micronaut.server.host", host);
        properties.put("micronaut.server.port", port);
        // Set also without the options: only these check that the address is a loopback address.
        properties.put("ecs-images.debug-signatures", debugSignatures);
        properties.put("ecs-images.unsigned-account", unsignedAccount == null ? "" : unsignedAccount);
        if (strict) {
            properties.put("ecs-images.strict", true);
        }
        if (imageCreationTime != null) {
            properties.put("ecs-images.image-creation-time", imageCreationTime);
        }
        if (imageQuota != null) {
            properties.put("ecs-images.image-quota", imageQuota);
        }
        if (declaredResources != null) {
            properties.put(DeclaredResources.PROPERTY, declaredResources);
        }
        if (!corsOrigins.isEmpty()) {
            properties.put(
                    "ecs-images.cors-origins",
                    corsOrigins.stream().map(CorsOrigin::value).toList());
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
            properties.putAll(Objects.requireNonNull(storage).replica("--replica", replica));
        }
        if (warmUp != null) {
            requireFreeAddress(host, port);
            if (managementPort != null) {
                requireFreeAddress(managementHost, managementPort);
            }
        }
        var context =
                sample ? inMemory(properties) : Objects.requireNonNull(storage).open(properties);
        if (sample) {
            // Creates the server in parallel with the import.
            CompletableFuture.runAsync(() -> context.getBean(EmbeddedServer.class));
            context.getBean(SampleCatalogue.class).load();
        }
        var server = context.getBean(EmbeddedServer.class);
        var warmUpResult = warmUp == null ? null : WarmUp.run(context, warmUp);
        server.start();
        ShutdownSignalHandler.prepare(context);
        JarWatch.start();
        greet(
                out,
                server,
                sample ? "a sample, in memory" : Objects.requireNonNull(storage).describe(context),
                warmUpResult);
        return EcsImagesCommand.RUNNING;
    }

    /** Fails as the start of the server would after the warm-up. */
    private static void requireFreeAddress(String host, int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the properties of a second listener for health and metrics. */
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
            throw new CommandException(host + ": unknown host");
        }
    }

    private void greet(PrintWriter out, EmbeddedServer server, String catalogue, @Nullable String warmUpResult) {
        var address = "http://" + bracketed(host) + ":" + port(server);
        out.println("ecs-images answers DescribeImages at " + address + "/");
        out.println("  documentation  " + address + "/docs");
        if (managementPort != null) {
            out.println("  management     http://" + bracketed(managementHost) + ":" + managementPort
                    + "/health, /prometheus");
        }
        out.println("  catalogue      " + catalogue);
        if (storage == null) {
            out.println("  key            " + SampleCatalogue.ACCESS_KEY_ID + " / " + SampleCatalogue.ACCESS_KEY_SECRET
                    + ", of account " + SampleCatalogue.ACCOUNT);
        }
        if (warmUpResult != null) {
            out.println("  warm-up        " + warmUpResult);
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

    /** Returns the API port. {@code EmbeddedServer.getPort()} may return the management port. */
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
