package io.ecsimages.server.cli;

import io.ecsimages.server.transfer.Importer;
import io.ecsimages.server.transfer.SampleCatalogue;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;

/** Starts a server in this process for the JUnit extension: on a free loopback port, with a catalogue in memory. */
public final class EmbeddedServerLauncher implements AutoCloseable {

    private final ApplicationContext context;

    private EmbeddedServerLauncher(ApplicationContext context) {
        this.context = context;
    }

    /**
     * Starts a server.
     *
     * @param dumps the dumps to import for the demo account; if empty, the sample catalogue
     * @param strict whether requests with unknown parameters are refused
     */
    public static EmbeddedServerLauncher start(List<Path> dumps, boolean strict) throws IOException {
        var properties = new HashMap<>(DataFolder.inMemory());
        properties.put("micronaut.server.port", -1);
        properties.put("ecs-images.unsigned-account", SampleCatalogue.ACCOUNT);
        properties.put("ecs-images.strict", strict);
        var context = StorageOptions.start(properties);
        try {
            var sample = context.getBean(SampleCatalogue.class);
            if (dumps.isEmpty()) {
                sample.load();
            } else {
                sample.createAccessKey();
                importDumps(dumps, context.getBean(Importer.class));
            }
            context.getBean(EmbeddedServer.class).start();
            return new EmbeddedServerLauncher(context);
        } catch (RuntimeException | IOException e) {
            context.close();
            throw e;
        }
    }

    private static void importDumps(List<Path> dumps, Importer importer) throws IOException {
        try (var files = new DumpFiles(null)) {
            for (var dump : files.open(dumps)) {
                importer.importDump(dump.dump(), SampleCatalogue.ACCOUNT);
            }
        }
    }

    /** Returns the base URL: {@code http://127.0.0.1:} and the port. */
    public String endpoint() {
        return "http://127.0.0.1:" + context.getBean(EmbeddedServer.class).getPort();
    }

    @Override
    public void close() {
        context.close();
    }
}
