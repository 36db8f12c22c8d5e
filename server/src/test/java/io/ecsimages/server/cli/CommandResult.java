package io.ecsimages.server.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * The result of a command.
 *
 * @param status the exit status
 * @param out the standard output
 * @param err the standard error
 */
record CommandResult(int status, String out, String err) {

    /** Runs a command in this process. */
    static CommandResult of(String... arguments) {
        return withInput("", arguments);
    }

    /** Runs a command in this process, with this string as its standard input. */
    static synchronized CommandResult withInput(String input, String... arguments) {
        var in = System.in;
        var out = System.out;
        var err = System.err;
        var newOut = new ByteArrayOutputStream();
        var newErr = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            System.setOut(new PrintStream(newOut, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(newErr, true, StandardCharsets.UTF_8));
            var status = EcsImagesCommand.run(arguments);
            return new CommandResult(
                    status, newOut.toString(StandardCharsets.UTF_8), newErr.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }
}
