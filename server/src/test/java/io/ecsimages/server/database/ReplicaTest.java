package io.ecsimages.server.database;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** A PostgreSQL replica serves the reads, and the service survives the loss of either server. */
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
        await(() -> isListed("*"));
    }

    @AfterEach
    void stop() {
        server.close();
        standby.close();
        primary.close();
    }

    private boolean isListed(String name) {
        return server.describe("ImageName", name).path("TotalCount").asInt() > 0;
    }

    private String sendSigned() {
        return new SignedRequest(UUID.randomUUID().toString()).outcome(server);
    }

    private static void await(BooleanSupplier condition) {
        var deadline = Instant.now().plusSeconds(30);
        while (!condition.getAsBoolean()) {
            assertThat(Instant.now()).as("time of the expected state").isBefore(deadline);
            Thread.onSpinWait();
        }
    }

    /** Returns whether the standby has read images for the server. */
    private boolean standbyHasReadImages() {
        try (var connection =
                        DriverManager.getConnection("jdbc:postgresql://" + standby.address() + "/catalogue?user=root");
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "SELECT SUM(seq_scan + idx_scan) FROM pg_stat_user_tables WHERE relname = 'image'")) {
            return row.next() && row.getLong(1) > 0;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void readsUseReplicaAndNoncesUsePrimary() {
        await(() -> {
            server.describe("ImageName", UUID.randomUUID().toString());
            return standbyHasReadImages();
        });
        var request = new SignedRequest("once");
        assertThat(request.outcome(server)).isEqualTo("200");
        assertThat(request.outcome(server)).isEqualTo(SignedRequest.outcome(ApiError.SIGNATURE_NONCE_USED));
    }

    @Test
    void callerSeesOwnWritesAlthoughReplicaLags() {
        standby.execute("SELECT pg_wal_replay_pause()");
        var created = server.call("CreateImage", "InstanceId", "i-1", "ImageName", "late");
        assertThat(server.describe("ImageName", "late").at("/Images/Image/0/ImageId"))
                .isEqualTo(created.path("ImageId"));
        standby.execute("SELECT pg_wal_replay_resume()");
        await(() -> isListed("late"));
    }

    @Test
    void primaryServesReadsWithoutReplica() throws IOException {
        standby.kill();
        await(() -> sendSigned().equals("200"));
        server.importDump(dump("cn-hangzhou", image("m-1", "ImageName", "now")), TestServer.ACCOUNT);
        assertThat(isListed("now")).isTrue();
        standby.start();
        await(() -> isListed("now"));
    }

    @Test
    void promotedReplicaServesReadsAndWrites() throws IOException {
        primary.kill();
        await(() -> sendSigned().equals(SignedRequest.outcome(ApiError.SERVICE_UNAVAILABLE)));
        standby.execute("SELECT pg_promote()");
        await(() -> sendSigned().equals("200"));
        server.importDump(dump("cn-hangzhou", image("m-1", "ImageName", "now")), TestServer.ACCOUNT);
        assertThat(isListed("now")).isTrue();
    }
}
