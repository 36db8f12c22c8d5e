package io.ecsimages.server.cli;

import io.ecsimages.server.transfer.Importer;
import io.ecsimages.server.transfer.SampleCatalogue;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/** A server inside of another program, on a free port of loopback, with a catalogue in memory: what the test kit starts. */
public final class EmbeddedServerLauncher implements AutoCloseable {

    private final ApplicationContext context;

    private EmbeddedServerLauncher(ApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts a server.
     *
     * @param dumps what the account of the sample sees; without any, the sample
     */
    public static EmbeddedServerLauncher start(List<Path> dumps) throws IOException {
        var properties = new HashMap<>(DataFolder.inMemory());
        properties.put("micronaut.server.port", -1);
        properties.put("ecs-images.unsigned-account", SampleCatalogue.ACCOUNT);
        var context = StorageOptions.start(properties);
        try {
            var sample = context.getBean(SampleCatalogue.class);
            if (dumps.isEmpty()) {
                sample.load();
            } else {
                sample.admit();
                take(dumps, context.getBean(Importer.class));
            }
            context.getBean(EmbeddedServer.class).start();
            return new EmbeddedServerLauncher(context);
        } catch (RuntimeException | IOException e) {
            context.close();
            throw e;
        }
    }

    private static void take(List<Path> dumps, Importer importer) throws IOException {
        try (var files = new DumpFiles(null)) {
            for (var named : files.open(dumps)) {
                importer.take(named.dump(), SampleCatalogue.ACCOUNT);
            }
        }
    }

    /** Where it is: {@code http://127.0.0.1:} and its port. */
    public String endpoint() {
        return "http://127.0.0.1:" + context.getBean(EmbeddedServer.class).getPort();
    }

    @Override
    public void close() {
        context.close();
    }
}
