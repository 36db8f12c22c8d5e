package io.ecsimages.server;

import io.ecsimages.server.cli.EcsImagesCommand;

/** Runs the command line. */
public final class Application {

    private Application() {}

    public static void main(String[] arguments) {
        int status = EcsImagesCommand.run(arguments);
        if (status != EcsImagesCommand.RUNNING) {
            System.exit(status);
        }
    }
}
