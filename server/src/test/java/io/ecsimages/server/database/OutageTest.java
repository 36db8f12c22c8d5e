package io.ecsimages.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
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

/** Without its database, a server responds ServiceUnavailable at once; it recovers with the database. */
@EnabledIfSystemProperty(named = "ecs-images.database", matches = "postgresql|mariadb|mysql")
@Timeout(180)
class OutageTest {

    private static final int REQUESTS = 40;

    private static HttpResponse<String> send(TestServer server, String format) {
        return server.get(TestServer.parameters("Format", format));
    }

    private static void assertUnavailable(TestServer server) {
        var json = send(server, "JSON");
        assertThat(json.statusCode()).as(json.body()).isEqualTo(ApiError.SERVICE_UNAVAILABLE.status());
        assertThat(TestServer.json(json).path("Code").asText()).isEqualTo(ApiError.SERVICE_UNAVAILABLE.code());
        var xml = send(server, "XML");
        assertThat(xml.statusCode()).isEqualTo(ApiError.SERVICE_UNAVAILABLE.status());
        assertThat(xml.body()).contains("<Code>" + ApiError.SERVICE_UNAVAILABLE.code() + "</Code>");
    }

    private static void awaitRecovery(TestServer server) throws InterruptedException {
        var deadline = Instant.now().plusSeconds(30);
        while (send(server, "JSON").statusCode() != 200) {
            assertThat(Instant.now()).as("time of the recovery").isBefore(deadline);
            Thread.sleep(100);
        }
    }

    @Test
    void respondsServiceUnavailableUntilDatabaseIsBack() throws Exception {
        var log = new ListAppender<ILoggingEvent>();
        var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        var outage = (Logger) LoggerFactory.getLogger(DatabaseAvailability.class);
        outage.setLevel(Level.WARN);
        var threads = Executors.newFixedThreadPool(REQUESTS);
        try (var database = Databases.startServer();
                var server = TestServer.withSample(Map.of("datasources.default.url", database.create("catalogue")))) {
            assertThat(send(server, "JSON").statusCode()).isEqualTo(200);
            log.start();
            root.addAppender(log);

            database.kill();
            var killed = Instant.now();
            assertUnavailable(server);
            assertThat(Duration.between(killed, Instant.now())).isLessThan(Duration.ofSeconds(30));
            var start = Instant.now();
            for (var response :
                    threads.invokeAll(Stream.<Callable<HttpResponse<String>>>generate(() -> () -> send(server, "JSON"))
                            .limit(REQUESTS)
                            .toList())) {
                assertThat(response.get().statusCode()).isEqualTo(ApiError.SERVICE_UNAVAILABLE.status());
            }
            var waited = Duration.between(start, Instant.now());
            assertThat(waited.toSeconds()).as("" + waited).isLessThan(30);
            System.out.println(REQUESTS + " requests without a database: responses after " + waited.toMillis() + " ms");

            database.start();
            awaitRecovery(server);
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
