package example;

import io.micronaut.context.annotation.Context;
import java.util.concurrent.atomic.AtomicInteger;

/** An eager bean of the program around the client. */
@Context
public class UnrelatedBean {

    public static final AtomicInteger CREATED = new AtomicInteger();

    UnrelatedBean() {
        CREATED.incrementAndGet();
    }
}
