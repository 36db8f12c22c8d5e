package io.ecsimages.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What servers of this process say in their log during a test. */
public final class ServerLog implements BeforeEachCallback, AfterEachCallback {

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.ecsimages");
    private final Level level;
    private ListAppender<ILoggingEvent> events;
    private Level before;

    /** @param level what is less important is not said */
    public ServerLog(Level level) {
        this.level = level;
    }

    /** The messages, in their order. */
    public List<String> messages() {
        return List.copyOf(events.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    /** The same as one text. */
    public String text() {
        return String.join("\n", messages());
    }

    @Override
    public void beforeEach(ExtensionContext test) {
        events = new ListAppender<>();
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
