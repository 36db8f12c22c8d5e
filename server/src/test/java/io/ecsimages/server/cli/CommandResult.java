package io.ecsimages.server.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * What came of a command.
 *
 * @param status what it ended with
 * @param out what it printed
 * @param err what it complained of
 */
record CommandResult(int status, String out, String err) {

    /** Runs a command in this process. */
    static CommandResult of(String... arguments) {
        return reading("", arguments);
    }

    /** Runs a command in this process, with this text as its standard input. */
    static synchronized CommandResult reading(String input, String... arguments) {
        var in = System.in;
        var out = System.out;
        var err = System.err;
        var printed = new ByteArrayOutputStream();
        var complained = new ByteArrayOutputStream();
        try {
            System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(complained, true, StandardCharsets.UTF_8));
            var status = EcsImagesCommand.run(arguments);
            return new CommandResult(
                    status, printed.toString(StandardCharsets.UTF_8), complained.toString(StandardCharsets.UTF_8));
        } finally {
            System.setIn(in);
            System.setOut(out);
            System.setErr(err);
        }
    }
}
