package example;

import io.micronaut.context.annotation.Context;
import java.util.concurrent.atomic.AtomicInteger;

/** A bean of the program around the client, which begins to work as soon as it is made. */
@Context
public class Bystander {

    public static final AtomicInteger MADE = new AtomicInteger();

    Bystander() {
        MADE.incrementAndGet();
    }
}
