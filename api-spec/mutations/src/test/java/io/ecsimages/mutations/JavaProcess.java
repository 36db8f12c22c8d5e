package io.ecsimages.mutations;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Java program in a child process. */
final class JavaProcess implements AutoCloseable {

    private final Process process;

    private JavaProcess(Process process) {
        this.process = process;
    }

    /** Starts a program, whose {@link #output} the caller reads. */
    static JavaProcess start(List<Path> classPath, String mainClass, String... arguments) throws IOException {
        return new JavaProcess(builder(classPath, mainClass, Arrays.asList(arguments))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Starts a program in a folder, with its output in a file. */
    static JavaProcess start(Path folder, Path log, List<Path> classPath, String mainClass, List<String> arguments)
            throws IOException {
        return new JavaProcess(builder(classPath, mainClass, arguments)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    }

    private static ProcessBuilder builder(List<Path> classPath, String mainClass, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8", "-cp"));
        command.add(Stream.concat(classPath.stream().map(Path::toString), Stream.of(GeneratedModule.LIBRARY_CLASS_PATH))
                .collect(Collectors.joining(File.pathSeparator)));
        command.add(mainClass);
        command.addAll(arguments);
        return new ProcessBuilder(command);
    }

    /** Returns a reader of the program's standard output. */
    BufferedReader output() {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    /** Waits for the end of the program, and returns its exit status. */
    int await() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
