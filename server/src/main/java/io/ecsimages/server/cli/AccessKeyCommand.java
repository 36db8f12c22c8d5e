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

/** The keys that requests are signed with. */
@Command(name = "access-key", description = "Manages the keys that requests are signed with.")
final class AccessKeyCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    /** A key that is given, instead of a random one. */
    static final class Given {
        @Option(names = "--id", required = true, paramLabel = "ID", description = "Its id. Default: a random one.")
        private String id;

        @Option(names = "--secret", required = true, paramLabel = "SECRET", description = "Its secret.")
        private String secret;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "access-key needs one of its commands");
    }

    @Command(description = "Makes a key, and prints it. This is the only time that its secret is shown.")
    int create(
            @Mixin DataOption data,
            @Option(names = "--account", required = true, paramLabel = "UID", description = "The account it acts for.")
                    long account,
            @Option(
                            names = "--temporary",
                            paramLabel = "DURATION",
                            description =
                                    "Make a temporary key (STS), with a security token, that ends after this time:"
                                            + " PT15M is 15 minutes, PT12H 12 hours.")
                    @Nullable
                    Duration temporary,
            @ArgGroup(exclusive = false) @Nullable Given given) {
        try (var context = data.open()) {
            var keys = context.getBean(AccessKeys.class);
            var now = context.getBean(Clock.class).instant().truncatedTo(ChronoUnit.SECONDS);
            var key = new AccessKey(
                    given != null ? given.id : AccessKeyGenerator.accessKeyId(temporary != null),
                    account,
                    given != null ? given.secret : AccessKeyGenerator.accessKeySecret(),
                    true,
                    now,
                    temporary == null ? null : AccessKeyGenerator.securityToken(),
                    temporary == null ? null : now.plus(temporary));
            if (keys.exists(key.accessKeyId())) {
                throw new CommandException("there is a key " + key.accessKeyId() + " already");
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

    @Command(description = "Lists the keys, without their secrets.")
    int list(
            @Mixin DataOption data,
            @Option(names = "--account", paramLabel = "UID", description = "Only the keys of this account.") @Nullable
                    Long account) {
        try (var context = data.open()) {
            for (AccessKey key : context.getBean(AccessKeys.class).list()) {
                if (account == null || account == key.accountId()) {
                    var end = key.temporary() ? ", until " + key.expiration() : "";
                    out().println(key.accountId() + "  " + key.accessKeyId() + "  "
                            + (key.active() ? "active" : "disabled") + ", made " + key.created() + end);
                }
            }
        }
        return 0;
    }

    @Command(description = "Disables a key: requests signed with it are refused.")
    int disable(@Mixin DataOption data, @Parameters(paramLabel = "ID", description = "The key.") String id) {
        return activate(data, id, false);
    }

    @Command(description = "Enables a key again.")
    int enable(@Mixin DataOption data, @Parameters(paramLabel = "ID", description = "The key.") String id) {
        return activate(data, id, true);
    }

    @Command(description = "Deletes a key.")
    int delete(@Mixin DataOption data, @Parameters(paramLabel = "ID", description = "The key.") String id) {
        try (var context = data.open()) {
            check(context.getBean(AccessKeys.class).delete(id), id);
        }
        out().println(id + " deleted");
        return 0;
    }

    private int activate(DataOption data, String id, boolean active) {
        try (var context = data.open()) {
            check(context.getBean(AccessKeys.class).activate(id, active), id);
        }
        out().println(id + (active ? " enabled" : " disabled"));
        return 0;
    }

    private static void check(boolean found, String id) {
        if (!found) {
            throw new CommandException("there is no key " + id);
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
