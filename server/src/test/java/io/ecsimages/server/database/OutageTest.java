package io.ecsimages.server.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ecsimages.server.RunningServer;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.slf4j.LoggerFactory;

/** A server whose database goes says so, soon and in the API's words, and answers again when it is back. */
@EnabledIfSystemProperty(named = "ecs-images.database", matches = "postgresql|mariadb|mysql")
@Timeout(180)
class OutageTest {

    private static final int MANY = 40;

    private static HttpResponse<String> ask(RunningServer server, String format) {
        return server.get(RunningServer.parameters("Format", format));
    }

    private static void assertRefused(RunningServer server) {
        var json = ask(server, "JSON");
        assertEquals(503, json.statusCode(), json.body());
        assertEquals("ServiceUnavailable", RunningServer.json(json).path("Code").asText());
        var xml = ask(server, "XML");
        assertEquals(503, xml.statusCode());
        assertTrue(xml.body().contains("<Code>ServiceUnavailable</Code>"), xml.body());
    }

    private static void awaitAnswers(RunningServer server) throws InterruptedException {
        var deadline = Instant.now().plusSeconds(30);
        while (ask(server, "JSON").statusCode() != 200) {
            assertTrue(Instant.now().isBefore(deadline), "it does not recover");
            Thread.sleep(100);
        }
    }

    @Test
    void requestsAreRefusedUntilTheDatabaseIsBack() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var outage = (Logger) LoggerFactory.getLogger(DatabaseAvailability.class);
        outage.setLevel(Level.WARN);
        var threads = Executors.newFixedThreadPool(MANY);
        try (var database = Databases.startServer();
                var server =
                        RunningServer.withSample(Map.of("datasources.default.url", database.create("catalogue")))) {
            assertEquals(200, ask(server, "JSON").statusCode());
            log.start();
            root.addAppender(log);

            database.kill();
            assertTimeout(Duration.ofSeconds(30), () -> assertRefused(server));
            var start = Instant.now();
            for (var answer :
                    threads.invokeAll(Stream.<Callable<HttpResponse<String>>>generate(() -> () -> ask(server, "JSON"))
                            .limit(MANY)
                            .toList())) {
                assertEquals(503, answer.get().statusCode());
            }
            var waited = Duration.between(start, Instant.now());
            assertTrue(waited.toSeconds() < 30, "" + waited);
            System.out.println(MANY + " requests without a database: refused in " + waited.toMillis() + " ms");

            database.start();
            awaitAnswers(server);
        } finally {
            root.detachAppender(log);
            outage.setLevel(null);
            threads.shutdownNow();
        }
        assertEquals(
                2,
                log.list.stream()
                        .filter(event -> event.getLoggerName().equals(DatabaseAvailability.class.getName()))
                        .count(),
                log.list.toString());
        log.list.forEach(event -> assertNull(event.getThrowableProxy(), event.toString()));
    }
}
