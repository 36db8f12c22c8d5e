package io.ecsimages.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What servers of this process say in their log during a test. */
public final class ServerLog implements BeforeEachCallback, AfterEachCallback {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.ecsimages");
    private final Level level;
    private Events events;
    private Level before;

    /** Servers go on to log while a test reads. */
    private static final class Events extends AppenderBase<ILoggingEvent> {

        private final List<String> messages = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            messages.add(event.getFormattedMessage());
        }
    }

    /** @param level what is less important is not said */
    public ServerLog(Level level) {
        this.level = level;
    }

    /** The messages, in their order. */
    public List<String> messages() {
        return List.copyOf(events.messages);
    }

    /** The same as one text. */
    public String text() {
        return String.join("\n", messages());
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        events = new Events();
        events.start();
        before = logger.getLevel();
        logger.setLevel(level);
        logger.addAppender(events);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        logger.detachAppender(events);
        logger.setLevel(before);
    }
}
