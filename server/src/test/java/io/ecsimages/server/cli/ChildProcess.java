package io.ecsimages.server.cli;

import io.ecsimages.server.Application;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Starts commands in processes of their own. */
final class ChildProcess {

    /** For a short-lived JVM: only the C1 compiler, the serial garbage collector, and no verification of bytecode. */
    private static final List<String> SHORT_LIVED = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");

    private ChildProcess() {}

    /**
     * Starts a command; its standard error is that of this process.
     *
     * @param options JVM options
     */
    static Process start(List<String> options, String... arguments) throws IOException {
        return builder(options, arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * Starts a command.
     *
     * @param environment additional environment variables
     * @param errors the file for its standard error
     */
    static Process start(Map<String, String> environment, Path errors, String... arguments) throws IOException {
        var builder = builder(List.of(), arguments)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The builder of a process that runs a command; its streams are pipes. */
    static ProcessBuilder builder(List<String> options, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SHORT_LIVED);
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(Application.class.getName());
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command);
    }
}
