package io.ecsimages.server;

import io.ecsimages.server.cli.EcsImages;

/** Starts whatever the command line says. */
public final class Application {

    private Application() {}

    public static void main(String[] arguments) {
        int status = EcsImages.run(arguments);
        if (status != EcsImages.RUNNING) {
            System.exit(status);
        }
    }
}
