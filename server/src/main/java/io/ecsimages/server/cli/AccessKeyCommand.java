package io.ecsimages.server.cli;

import io.ecsimages.server.signature.AccessKey;
import io.ecsimages.server.signature.AccessKeyRepository;
import io.micronaut.core.annotation.Nullable;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The keys that requests are signed with. */
@Command(
        name = "access-key",
        description = "Manages the keys that requests are signed with.",
        mixinStandardHelpOptions = true,
        subcommands = {AccessKeyCommand.Create.class})
final class AccessKeyCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getErr());
    }

    /** Makes a key. */
    @Command(
            name = "create",
            description = "Makes a key, and prints it. This is the only time that the secret is shown.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {

        @Mixin
        private DataOption data;

        @Option(names = "--account", required = true, paramLabel = "UID", description = "The account that it acts for.")
        private long account;

        @ArgGroup(exclusive = false)
        @Nullable
        private Given given;

        @Spec
        private CommandSpec spec;

        static final class Given {
            @Option(names = "--id", required = true, paramLabel = "ID", description = "Its id. Default: a random one.")
            private String id;

            @Option(
                    names = "--secret",
                    required = true,
                    paramLabel = "SECRET",
                    description = "Its secret. Default: a random one.")
            private String secret;
        }

        @Override
        public Integer call() {
            try (var context = data.open()) {
                var keys = context.getBean(AccessKeyRepository.class);
                var id = given == null ? Secrets.accessKeyId() : given.id;
                var secret = given == null ? Secrets.accessKeySecret() : given.secret;
                if (keys.existsById(id)) {
                    throw new CommandException("there is a key " + id + " already");
                }
                keys.save(new AccessKey(
                        id, account, secret, true, context.getBean(Clock.class).instant(), null, null));
                var out = spec.commandLine().getOut();
                out.println("AccessKeyId      " + id);
                out.println("AccessKeySecret  " + secret);
            }
            return 0;
        }
    }
}
