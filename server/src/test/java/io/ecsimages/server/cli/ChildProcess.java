package io.ecsimages.server.cli;

import io.ecsimages.server.Application;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A command in a process of its own, that can be killed. */
final class ChildProcess {

    private ChildProcess() {}

    /** @param options of the virtual machine */
    static Process start(List<String> options, String... arguments) throws IOException {
        return builder(options, arguments)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /**
     * @param environment what it has beside that of this program
     * @param errors where its complaints go
     */
    static Process start(Map<String, String> environment, Path errors, String... arguments) throws IOException {
        var builder = builder(List.of(), arguments).redirectError(errors.toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static ProcessBuilder builder(List<String> options, String... arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ServerProcess.SHORT_LIVED);
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Application.class.getName()));
        command.addAll(Arrays.asList(arguments));
        return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
}
