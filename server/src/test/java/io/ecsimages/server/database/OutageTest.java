package io.ecsimages.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ecsimages.server.TestServer;
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

    private static HttpResponse<String> ask(TestServer server, String format) {
        return server.get(TestServer.parameters("Format", format));
    }

    private static void assertRefused(TestServer server) {
        var json = ask(server, "JSON");
        assertThat(json.statusCode()).as(json.body()).isEqualTo(503);
        assertThat(TestServer.json(json).path("Code").asText()).isEqualTo("ServiceUnavailable");
        var xml = ask(server, "XML");
        assertThat(xml.statusCode()).isEqualTo(503);
        assertThat(xml.body()).contains("<Code>ServiceUnavailable</Code>");
    }

    private static void awaitAnswers(TestServer server) throws InterruptedException {
        var deadline = Instant.now().plusSeconds(30);
        while (ask(server, "JSON").statusCode() != 200) {
            assertThat(Instant.now()).as("it does not recover").isBefore(deadline);
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
                var server = TestServer.withSample(Map.of("datasources.default.url", database.create("catalogue")))) {
            assertThat(ask(server, "JSON").statusCode()).isEqualTo(200);
            log.start();
            root.addAppender(log);

            database.kill();
            var killed = Instant.now();
            assertRefused(server);
            assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(30));
            var start = Instant.now();
            for (var response :
                    threads.invokeAll(Stream.<Callable<HttpResponse<String>>>generate(() -> () -> ask(server, "JSON"))
                            .limit(MANY)
                            .toList())) {
                assertThat(response.get().statusCode()).isEqualTo(503);
            }
            var waited = Duration.between(start, Instant.now());
            assertThat(waited.toSeconds()).as("" + waited).isLessThan(30);
            System.out.println(MANY + " requests without a database: refused in " + waited.toMillis() + " ms");

            database.start();
            awaitAnswers(server);
        } finally {
            root.detachAppender(log);
            outage.setLevel(null);
            threads.shutdownNow();
        }
        assertThat(log.list.stream()
                        .filter(event -> event.getLoggerName().equals(DatabaseAvailability.class.getName()))
                        .count())
                .as(log.list.toString())
                .isEqualTo(2);
        log.list.forEach(event ->
                assertThat(event.getThrowableProxy()).as(event.toString()).isNull());
    }
}
