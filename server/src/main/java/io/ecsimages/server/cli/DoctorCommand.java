package io.ecsimages.server.cli;

import io.ecsimages.server.auth.AccessKeys;
import io.ecsimages.server.store.CatalogueVersions;
import io.ecsimages.server.store.ImageRepository;
import io.micronaut.context.ApplicationContext;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.transaction.TransactionOperations;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Checks whether a server can start with a catalogue, an address and a port. */
@Command(
        name = "doctor",
        description =
                "Checks the catalogue, its keys, the clock and the port of a server, and says how to mend problems.",
        footer = {"", "Examples:", "  ecs-images doctor --data ./catalogue --port 8080"})
final class DoctorCommand implements Callable<Integer> {

    /** Requests are valid for 15 minutes; a clock that differs by more than this deserves attention. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(1);

    @ArgGroup(heading = "The catalogue. Default: a sample catalogue in memory.%n")
    @Nullable
    private StorageOptions storage;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            paramLabel = "HOST",
            description = "The address of the server. Default: ${DEFAULT-VALUE}.")
    private String host;

    @Option(
            names = "--port",
            defaultValue = "8080",
            paramLabel = "PORT",
            converter = OptionConverters.Port.class,
            description = "The port of the server. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Mixin
    private OutputOption output;

    @Spec
    private CommandSpec spec;

    private final List<Finding> findings = new ArrayList<>();

    /** The result of one check. */
    private record Finding(String check, Status status, String details) {}

    private enum Status {
        OK,
        WARNING,
        PROBLEM
    }

    @Override
    public Integer call() {
        var runtime = Runtime.version().feature() + ", heap up to "
                + Runtime.getRuntime().maxMemory() / (1 << 20) + " MB";
        report("java", Status.OK, runtime);
        if (storage != null) {
            checkCatalogue(storage);
        }
        checkPort();
        var out = spec.commandLine().getOut();
        for (var finding : findings) {
            var status = finding.status.name().toLowerCase(Locale.ROOT);
            out.println(output.render(
                    String.format("%-8s %-10s %s", status, finding.check, finding.details),
                    Map.of("check", finding.check, "status", status, "details", finding.details)));
        }
        return findings.stream().anyMatch(finding -> finding.status == Status.PROBLEM)
                ? ExitCode.SOFTWARE
                : ExitCode.OK;
    }

    private void report(String check, Status status, String details) {
        findings.add(new Finding(check, status, details));
    }

    private void checkCatalogue(StorageOptions catalogue) {
        if (catalogue.isMissing()) {
            report("catalogue", Status.PROBLEM, catalogue + " contains no catalogue; import creates one");
            return;
        }
        try (var context = catalogue.open()) {
            long images = context.getBean(ImageRepository.class).count();
            report(
                    "catalogue",
                    images > 0 ? Status.OK : Status.WARNING,
                    catalogue.describe(context) + ": " + images + " images" + (images > 0 ? "" : "; import adds some"));
            checkKeys(context);
            checkClock(context);
        } catch (RuntimeException e) {
            report("catalogue", Status.PROBLEM, catalogue + ": " + ErrorMessages.describe(e));
        }
    }

    private void checkKeys(ApplicationContext context) {
        long active = context.getBean(AccessKeys.class).list().stream()
                .filter(key -> key.active())
                .count();
        report(
                "keys",
                active > 0 ? Status.OK : Status.WARNING,
                active > 0
                        ? active + " active"
                        : "none is active, so every signed request is refused; access-key create adds one");
    }

    private void checkClock(ApplicationContext context) {
        var now = LocalDateTime.now(context.getBean(Clock.class)).truncatedTo(ChronoUnit.SECONDS);
        TransactionOperations<?> transactions = context.getBean(TransactionOperations.class);
        Optional<LocalDateTime> lastChange = transactions.executeRead(
                status -> context.getBean(CatalogueVersions.class).lastChange());
        boolean isLate = lastChange.isPresent() && lastChange.get().isAfter(now.plus(CLOCK_TOLERANCE));
        report(
                "clock",
                isLate ? Status.PROBLEM : Status.OK,
                now + " UTC"
                        + (isLate
                                ? ", before the last change of the catalogue, " + lastChange.get()
                                        + "; synchronize the clocks of all servers: a request is valid for 15 minutes"
                                : ""));
    }

    private void checkPort() {
        try (var socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            report("port", Status.OK, host + ":" + socket.getLocalPort() + " is free");
        } catch (UnknownHostException e) {
            report("port", Status.PROBLEM, host + ": unknown host");
        } catch (IOException e) {
            report(
                    "port",
                    Status.PROBLEM,
                    host + ":" + port + " is in use or not allowed; choose another with --port or --host");
        }
    }
}
