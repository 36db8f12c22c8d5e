package io.ecsimages.server.cli;

import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import io.micronaut.core.annotation.Nullable;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Manages access keys. */
@Command(name = "access-key", description = "Manages access keys, which sign requests.")
final class AccessKeyCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** The id and secret of a new key; without them, both are random. */
    static final class Credentials {
        @Option(names = "--id", required = true, paramLabel = "ID", description = "The AccessKeyId. Default: random.")
        private String id;

        @Option(names = "--secret", required = true, paramLabel = "SECRET", description = "The AccessKeySecret.")
        private String secret;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "access-key needs a subcommand");
    }

    @Command(description = "Creates a key and prints it. The secret is not shown again.")
    int create(
            @Mixin DataOption data,
            @Option(names = "--account", required = true, paramLabel = "UID", description = "The account of the key.")
                    long account,
            @Option(
                            names = "--temporary",
                            paramLabel = "DURATION",
                            description =
                                    "Create a temporary key (STS) with a security token, which expires after this time:"
                                            + " PT15M is 15 minutes, PT12H is 12 hours.")
                    @Nullable
                    Duration temporary,
            @ArgGroup(exclusive = false) @Nullable Credentials credentials) {
        try (var context = data.open()) {
            var keys = context.getBean(AccessKeys.class);
            var now = context.getBean(Clock.class).instant().truncatedTo(ChronoUnit.SECONDS);
            var key = new AccessKey(
                    credentials != null ? credentials.id : AccessKeyGenerator.accessKeyId(temporary != null),
                    account,
                    credentials != null ? credentials.secret : AccessKeyGenerator.accessKeySecret(),
                    true,
                    now,
                    temporary == null ? null : AccessKeyGenerator.securityToken(),
                    temporary == null ? null : now.plus(temporary));
            if (keys.exists(key.accessKeyId())) {
                throw new CommandException("key " + key.accessKeyId() + " already exists");
            }
            keys.add(key);
            out().println("AccessKeyId      " + key.accessKeyId());
            out().println("AccessKeySecret  " + key.accessKeySecret());
            if (key.temporary()) {
                out().println("SecurityToken    " + key.securityToken());
                out().println("Expiration       " + key.expiration());
            }
        }
        return 0;
    }

    @Command(description = "Lists keys without their secrets.")
    int list(
            @Mixin DataOption data,
            @Option(names = "--account", paramLabel = "UID", description = "Lists only keys of this account.") @Nullable
                    Long account) {
        try (var context = data.open()) {
            for (AccessKey key : context.getBean(AccessKeys.class).list()) {
                if (account == null || account == key.accountId()) {
                    var expiration = key.temporary() ? ", until " + key.expiration() : "";
                    out().println(key.accountId() + "  " + key.accessKeyId() + "  "
                            + (key.active() ? "active" : "disabled") + ", created " + key.created() + expiration);
                }
            }
        }
        return 0;
    }

    @Command(description = "Disables a key. The server rejects requests that it signs.")
    int disable(@Mixin DataOption data, @Parameters(paramLabel = "ID", description = "The AccessKeyId.") String id) {
        return activate(data, id, false);
    }

    @Command(description = "Enables a disabled key.")
    int enable(@Mixin DataOption data, @Parameters(paramLabel = "ID", description = "The AccessKeyId.") String id) {
        return activate(data, id, true);
    }

    @Command(description = "Deletes a key.")
    int delete(@Mixin DataOption data, @Parameters(paramLabel = "ID", description = "The AccessKeyId.") String id) {
        try (var context = data.open()) {
            requireFound(context.getBean(AccessKeys.class).delete(id), id);
        }
        out().println(id + " deleted");
        return 0;
    }

    private int activate(DataOption data, String id, boolean active) {
        try (var context = data.open()) {
            requireFound(context.getBean(AccessKeys.class).activate(id, active), id);
        }
        out().println(id + (active ? " enabled" : " disabled"));
        return 0;
    }

    private static void requireFound(boolean found, String id) {
        if (!found) {
            throw new CommandException("key " + id + " does not exist");
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
