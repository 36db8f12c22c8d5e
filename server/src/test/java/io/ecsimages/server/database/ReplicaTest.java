package io.ecsimages.server.database;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A replica of PostgreSQL takes the reads, and either of the two may go. */
@EnabledIfSystemProperty(named = "ecs-images.database", matches = "postgresql")
@Timeout(180)
class ReplicaTest {

    private DatabaseServer primary;
    private DatabaseServer standby;
    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        primary = DatabaseServer.postgresql();
        primary.execute("CREATE DATABASE catalogue");
        standby = primary.standby();
        var hosts = primary.address() + "," + standby.address();
        server = TestServer.withSample(Map.of(
                "datasources.default.url",
                "jdbc:postgresql://" + hosts + "/catalogue?user=root&targetServerType=primary",
                "datasources.replica.url",
                "jdbc:postgresql://" + hosts + "/catalogue?user=root&targetServerType=preferSecondary"));
        await(() -> isSeen("*"));
    }

    @AfterEach
    void stop() {
        server.close();
        standby.close();
        primary.close();
    }

    private boolean isSeen(String name) {
        return server.describe("ImageName", name).path("TotalCount").asInt() > 0;
    }

    private String signed() {
        return new SignedRequest(UUID.randomUUID().toString()).outcome(server);
    }

    private static void await(BooleanSupplier condition) {
        var deadline = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("it does not come").isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void readsAreTheReplicasAndNoncesThePrimarys() {
        standby.execute("SELECT pg_wal_replay_pause()");
        server.importDump(dump("cn-hangzhou", image("m-1", "ImageName", "late")), TestServer.ACCOUNT);
        assertThat(signed()).isEqualTo("200");
        assertThat(isSeen("late")).as("it was read from the primary").isFalse();
        standby.execute("SELECT pg_wal_replay_resume()");
        await(() -> isSeen("late"));
        var request = new SignedRequest("once");
        assertThat(request.outcome(server)).isEqualTo("200");
        assertThat(request.outcome(server)).isEqualTo("400 SignatureNonceUsed");
    }

    @Test
    void withoutTheReplicaThePrimaryTakesTheReads() throws IOException {
        standby.kill();
        await(() -> signed().equals("200"));
        server.importDump(dump("cn-hangzhou", image("m-1", "ImageName", "now")), TestServer.ACCOUNT);
        assertThat(isSeen("now")).isTrue();
        standby.start();
        await(() -> isSeen("now"));
    }

    @Test
    void aReplicaThatIsPromotedTakesAll() throws IOException {
        primary.kill();
        await(() -> signed().equals("503 ServiceUnavailable"));
        standby.execute("SELECT pg_promote()");
        await(() -> signed().equals("200"));
        server.importDump(dump("cn-hangzhou", image("m-1", "ImageName", "now")), TestServer.ACCOUNT);
        assertThat(isSeen("now")).isTrue();
    }
}
