package io.ecsimages.server.cli;

import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import io.micronaut.core.annotation.Nullable;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Manages access keys. */
@Command(
        name = "access-key",
        description = "Manages access keys, which sign requests.",
        footer = {
            "",
            "Examples:",
            "  ecs-images access-key create --data ./catalogue --account 1234567890123456",
            "  ecs-images access-key list --data ./catalogue --output json"
        })
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
            @Option(
                            names = "--account",
                            required = true,
                            paramLabel = "UID",
                            converter = OptionConverters.AccountId.class,
                            description = "The account of the key.")
                    long account,
            @Option(
                            names = "--temporary",
                            paramLabel = "DURATION",
                            converter = OptionConverters.PositiveDuration.class,
                            description =
                                    "Create a temporary key (STS) with a security token, which expires after this time:"
                                            + " PT15M is 15 minutes, PT12H is 12 hours.")
                    @Nullable
                    Duration temporary,
            @Mixin OutputOption output,
            @ArgGroup(exclusive = false) @Nullable Credentials credentials) {
        try (var context = data.openOrCreate()) {
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
            var fields = new LinkedHashMap<String, Object>();
            fields.put("AccessKeyId", key.accessKeyId());
            fields.put("AccessKeySecret", key.accessKeySecret());
            if (key.temporary()) {
                fields.put("SecurityToken", String.valueOf(key.securityToken()));
                fields.put("Expiration", String.valueOf(key.expiration()));
            }
            var text = fields.entrySet().stream()
                    .map(field -> String.format("%-15s  %s", field.getKey(), field.getValue()))
                    .collect(Collectors.joining(System.lineSeparator()));
            out().println(output.render(text, fields));
        }
        return 0;
    }

    @Command(description = "Lists keys without their secrets.")
    int list(
            @Mixin DataOption data,
            @Option(
                            names = "--account",
                            paramLabel = "UID",
                            converter = OptionConverters.AccountId.class,
                            description = "Lists only keys of this account.")
                    @Nullable
                    Long account,
            @Mixin OutputOption output) {
        try (var context = data.open()) {
            for (AccessKey key : context.getBean(AccessKeys.class).list()) {
                if (account == null || account == key.accountId()) {
                    out().println(render(key, output));
                }
            }
        }
        return 0;
    }

    /** Describes a key without its secret; in JSON with the field names of RAM's ListAccessKeys. */
    private static String render(AccessKey key, OutputOption output) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("AccountId", key.accountId());
        fields.put("AccessKeyId", key.accessKeyId());
        fields.put("Status", key.active() ? "Active" : "Inactive");
        fields.put("CreateDate", key.created().toString());
        if (key.temporary()) {
            fields.put("Expiration", String.valueOf(key.expiration()));
        }
        var text = key.accountId() + "  " + key.accessKeyId() + "  " + (key.active() ? "active" : "disabled")
                + ", created " + key.created() + (key.temporary() ? ", until " + key.expiration() : "");
        return output.render(text, fields);
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
