package io.ecsimages.server.store;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.server.RunningServer;
import io.ecsimages.server.admin.AdminException;
import io.ecsimages.server.admin.ImageAdmin;
import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import io.ecsimages.server.database.Databases;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was read in one edition of the catalogue is never answered in the next. */
class CatalogueVersionsTest {

    private static final long OTHER = 1000000000000002L;

    private final Map<String, Object> database = Map.of("datasources.default.url", Databases.create());
    private final RunningServer server = RunningServer.empty(database);

    @AfterEach
    void stop() {
        server.close();
    }

    private CatalogueVersion current() {
        TransactionOperations<?> transactions = server.bean(TransactionOperations.class);
        return transactions.executeRead(
                status -> server.bean(CatalogueVersions.class).current());
    }

    private ImageEntity find(String imageId) {
        return server.bean(ImageAdmin.class).find(imageId, null);
    }

    private static String total(RunningServer server, String... parameters) {
        return server.describe(parameters).path("TotalCount").asText();
    }

    private record Change(String name, Consumer<CatalogueVersionsTest> made) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("import", test -> test.server.take(answer("cn-hangzhou", image("m-2")), OTHER)),
                new Change("share", test -> test.administration(admin -> admin.share(test.find("m-1"), OTHER, true))),
                new Change("publish", test -> test.administration(admin -> admin.publish(test.find("m-1"), true))),
                new Change(
                        "create",
                        test -> test.administration(admin -> admin.setCreating(test.find("m-1"), Duration.ofHours(1)))),
                new Change(
                        "subscribe",
                        test -> test.administration(admin -> admin.subscribe(test.find("k-1"), OTHER, true))),
                new Change("key", test -> test.keys().add(key("new"))),
                new Change("disable", test -> test.keys().activate("web", false)),
                new Change("delete", test -> test.keys().delete("web")));
    }

    private AccessKeys keys() {
        return server.bean(AccessKeys.class);
    }

    private static AccessKey key(String id) {
        return new AccessKey(id, OTHER, "secret", true, Instant.EPOCH, null, null);
    }

    private void administration(Consumer<ImageAdmin> action) {
        action.accept(server.bean(ImageAdmin.class));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void everyChangeMakesAnEdition(Change change) {
        server.take(
                answer("cn-hangzhou", image("m-1"), image("k-1", "ImageOwnerAlias", "marketplace")),
                RunningServer.ACCOUNT);
        keys().add(key("web"));
        var before = current();
        assertEquals(before, current());
        change.made.accept(this);
        assertNotEquals(before, current());
    }

    @Test
    void aChangeThatFailsMakesNone() {
        server.take(answer("cn-hangzhou", image("s-1", "ImageOwnerAlias", "system")), RunningServer.ACCOUNT);
        var before = current();
        assertThrows(AdminException.class, () -> administration(admin -> admin.publish(find("s-1"), true)));
        assertFalse(keys().activate("nobody", true));
        assertFalse(keys().delete("nobody"));
        assertThrows(DataAccessException.class, () -> keys().add(key("one"), key("one")));
        assertEquals(before, current());
    }

    @Test
    void serversOverOneDatabaseAnswerWhatTheLastChangeOfAnyLeft() {
        try (var second = RunningServer.empty(database)) {
            for (var changing : List.of(server, second)) {
                for (var asked : List.of(server, second)) {
                    var total = total(asked);
                    changing.take(answer("cn-hangzhou", image("m-" + UUID.randomUUID())), RunningServer.ACCOUNT);
                    assertEquals(Integer.parseInt(total) + 1, Integer.parseInt(total(asked)));
                }
            }
            assertEquals(total(server), total(second));
        }
    }

    @Test
    void imagesAreListedInARegionWhereTheAccountHadNone() {
        server.take(answer("cn-hangzhou", image("m-1")), RunningServer.ACCOUNT);
        assertEquals("1", total(server));
        assertEquals("0", total(server, "RegionId", "cn-beijing"));
        server.take(answer("cn-beijing", image("m-2")), RunningServer.ACCOUNT);
        assertEquals("1", total(server, "RegionId", "cn-beijing"));
        server.take(answer("cn-shanghai", image("m-3")), OTHER);
        assertEquals("0", total(server, "RegionId", "cn-shanghai"));
        administration(admin -> admin.share(find("m-3"), RunningServer.ACCOUNT, true));
        assertEquals("1", total(server, "RegionId", "cn-shanghai"));
        assertEquals("0", total(server, "RegionId", "cn-shanghai", "ImageOwnerAlias", "self"));
        administration(admin -> admin.share(find("m-3"), RunningServer.ACCOUNT, false));
        assertEquals("0", total(server, "RegionId", "cn-shanghai"));
    }

    @Test
    void anImageBecomesAvailableInAListThatWasAskedForBefore() throws InterruptedException {
        server.take(answer("cn-hangzhou", image("m-1")), RunningServer.ACCOUNT);
        assertEquals("1", total(server));
        administration(admin -> admin.setCreating(find("m-1"), Duration.ofSeconds(2)));
        assertEquals("0", total(server));
        assertEquals("Creating", status("Creating"));
        Thread.sleep(Duration.ofSeconds(2).toMillis());
        assertEquals("1", total(server));
        assertEquals("Available", status("Available"));
    }

    private String status(String asked) {
        return server.describe("Status", asked).at("/Images/Image/0/Status").asText();
    }

    @Test
    void forgettingOldChangesNeverBringsAnOldEditionBack() {
        var seen = new HashSet<CatalogueVersion>();
        seen.add(current());
        for (int i = 0; i < 3; i++) {
            server.take(answer("cn-hangzhou", image("m-" + i)), RunningServer.ACCOUNT);
            assertTrue(seen.add(current()));
            for (int stamp = 100 * i; stamp < 100 * i + 30; stamp++) {
                server.sql("INSERT INTO catalogue_change VALUES (" + stamp + ", TIMESTAMP '2020-01-01 00:00:00')");
            }
            assertTrue(seen.add(current()));
            server.bean(CatalogueVersions.class).compact();
            assertTrue(seen.add(current()));
            server.bean(CatalogueVersions.class).compact();
            assertFalse(seen.add(current()));
        }
    }
}
