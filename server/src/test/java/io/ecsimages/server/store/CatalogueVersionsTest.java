package io.ecsimages.server.store;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.admin.AdminException;
import io.ecsimages.server.admin.ImageAdmin;
import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import io.ecsimages.server.database.Databases;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.exceptions.DataAccessException;
import io.micronaut.transaction.TransactionOperations;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A response never contains data of an earlier catalogue version. */
class CatalogueVersionsTest {

    private static final long OTHER = 1000000000000002L;

    private final Map<String, Object> database = Map.of("datasources.default.url", Databases.create());
    private final TestServer server = TestServer.empty(database);

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

    private static String total(TestServer server, String... parameters) {
        return server.describe(parameters).path("TotalCount").asText();
    }

    private record Change(String name, Consumer<CatalogueVersionsTest> action) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Change> changes() {
        return Stream.of(
                new Change("import", test -> test.server.importDump(dump("cn-hangzhou", image("m-2")), OTHER)),
                new Change("share", test -> test.withAdmin(admin -> admin.share(test.find("m-1"), OTHER, true))),
                new Change("publish", test -> test.withAdmin(admin -> admin.publish(test.find("m-1"), true))),
                new Change(
                        "create",
                        test -> test.withAdmin(admin -> admin.setCreating(test.find("m-1"), Duration.ofHours(1)))),
                new Change(
                        "subscribe", test -> test.withAdmin(admin -> admin.subscribe(test.find("k-1"), OTHER, true))),
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

    private void withAdmin(Consumer<ImageAdmin> action) {
        action.accept(server.bean(ImageAdmin.class));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changesCreateNewVersion(Change change) {
        server.importDump(
                dump("cn-hangzhou", image("m-1"), image("k-1", "ImageOwnerAlias", "marketplace")), TestServer.ACCOUNT);
        keys().add(key("web"));
        var before = current();
        assertThat(current()).isEqualTo(before);
        change.action.accept(this);
        assertThat(current()).isNotEqualTo(before);
    }

    @Test
    void failedChangesCreateNoVersion() {
        server.importDump(dump("cn-hangzhou", image("s-1", "ImageOwnerAlias", "system")), TestServer.ACCOUNT);
        var before = current();
        assertThatExceptionOfType(AdminException.class)
                .isThrownBy(() -> withAdmin(admin -> admin.publish(find("s-1"), true)));
        assertThat(keys().activate("nobody", true)).isFalse();
        assertThat(keys().delete("nobody")).isFalse();
        assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> keys().add(key("one"), key("one")));
        assertThat(current()).isEqualTo(before);
    }

    @Test
    void serversSeeChangesOfOtherServers() {
        try (var second = TestServer.empty(database)) {
            for (var writer : List.of(server, second)) {
                for (var reader : List.of(server, second)) {
                    var total = total(reader);
                    writer.importDump(dump("cn-hangzhou", image("m-" + UUID.randomUUID())), TestServer.ACCOUNT);
                    assertThat(Integer.parseInt(total(reader))).isEqualTo(Integer.parseInt(total) + 1);
                }
            }
            assertThat(total(second)).isEqualTo(total(server));
        }
    }

    @Test
    void imagesAppearInRegionThatHadNone() {
        server.importDump(dump("cn-hangzhou", image("m-1")), TestServer.ACCOUNT);
        assertThat(total(server)).isEqualTo("1");
        assertThat(total(server, "RegionId", "cn-beijing")).isEqualTo("0");
        server.importDump(dump("cn-beijing", image("m-2")), TestServer.ACCOUNT);
        assertThat(total(server, "RegionId", "cn-beijing")).isEqualTo("1");
        server.importDump(dump("cn-shanghai", image("m-3")), OTHER);
        assertThat(total(server, "RegionId", "cn-shanghai")).isEqualTo("0");
        withAdmin(admin -> admin.share(find("m-3"), TestServer.ACCOUNT, true));
        assertThat(total(server, "RegionId", "cn-shanghai")).isEqualTo("1");
        assertThat(total(server, "RegionId", "cn-shanghai", "ImageOwnerAlias", "self"))
                .isEqualTo("0");
        withAdmin(admin -> admin.share(find("m-3"), TestServer.ACCOUNT, false));
        assertThat(total(server, "RegionId", "cn-shanghai")).isEqualTo("0");
    }

    @Test
    void imageBecomesAvailableInCachedList() throws InterruptedException {
        server.importDump(dump("cn-hangzhou", image("m-1")), TestServer.ACCOUNT);
        assertThat(total(server)).isEqualTo("1");
        withAdmin(admin -> admin.setCreating(find("m-1"), Duration.ofSeconds(2)));
        assertThat(total(server)).isEqualTo("0");
        assertThat(status("Creating")).isEqualTo("Creating");
        Thread.sleep(Duration.ofSeconds(2).toMillis());
        assertThat(total(server)).isEqualTo("1");
        assertThat(status("Available")).isEqualTo("Available");
    }

    private String status(String status) {
        return server.describe("Status", status).at("/Images/Image/0/Status").asText();
    }

    @Test
    void compactionKeepsVersion() {
        var seen = new HashSet<CatalogueVersion>();
        seen.add(current());
        for (int i = 0; i < 3; i++) {
            server.importDump(dump("cn-hangzhou", image("m-" + i)), TestServer.ACCOUNT);
            assertThat(seen.add(current())).isTrue();
            insertChanges(100 * i + 1, 30);
            assertThat(seen.add(current())).isTrue();
            server.bean(CatalogueVersions.class).compact();
            assertThat(seen).contains(current());
            assertThat(uncompacted()).isLessThan(30);
        }
    }

    private void insertChanges(int firstStamp, int count) {
        insertChanges(firstStamp, count, "TIMESTAMP '2020-01-01 00:00:00'", null);
    }

    private void insertChanges(int firstStamp, int count, String made, @Nullable Long image) {
        for (int stamp = firstStamp; stamp < firstStamp + count; stamp++) {
            server.sql("INSERT INTO catalogue_change (stamp, made, image, region_id) VALUES (" + stamp + ", " + made
                    + ", " + image + ", 'cn-hangzhou')");
        }
    }

    private long uncompacted() {
        TransactionOperations<?> transactions = server.bean(TransactionOperations.class);
        return transactions.executeRead(
                status -> server.bean(CatalogueVersions.class).count());
    }

    @Test
    void serversReadChangesThatOthersCompacted() {
        server.importDump(dump("cn-hangzhou", image("m-1")), TestServer.ACCOUNT);
        var before = current();
        try (var second = TestServer.empty(database)) {
            for (int i = 0; i < 3; i++) {
                var seconds = LocalDateTime.now(ZoneOffset.UTC).minusSeconds(5).truncatedTo(ChronoUnit.SECONDS);
                insertChanges(
                        100 * i + 1, 30, "TIMESTAMP '" + seconds.toString().replace('T', ' ') + "'", 70L + i);
                second.bean(CatalogueVersions.class).compact();
                assertThat(uncompacted()).isLessThan(30);
                assertThat(current().isSame(new CatalogueScope.OneImage(70 + i), before))
                        .isFalse();
                assertThat(current().isSame(new CatalogueScope.OneImage(1), before))
                        .isTrue();
            }
        }
    }

    /** What a server did not read for a long time after another one compacted it may have changed anything. */
    @Test
    void unreadChangesConcernEverything() {
        server.importDump(dump("cn-hangzhou", image("m-1")), TestServer.ACCOUNT);
        var before = current();
        insertChanges(1, 30);
        try (var second = TestServer.empty(database)) {
            second.bean(CatalogueVersions.class).compact();
        }
        assertThat(current().isSame(new CatalogueScope.OneImage(1), before)).isFalse();
    }

    @Test
    void changesConcernTheirScopes() {
        server.importDump(
                dump("cn-hangzhou", image("m-1"), image("m-2"), image("s-1", "ImageOwnerAlias", "system")),
                TestServer.ACCOUNT);
        var before = current();
        withAdmin(admin -> admin.share(find("m-1"), OTHER, true));
        var image = find("m-1").key();
        for (long account : List.of(TestServer.ACCOUNT, OTHER)) {
            assertThat(current().changedImages(new CatalogueScope.AccountImages("cn-hangzhou", account), before))
                    .contains(Set.of(image));
            assertThat(current().changedImages(new CatalogueScope.ImagesOfAccount(account), before))
                    .contains(Set.of(image));
            assertSame(new CatalogueScope.AccountImages("cn-beijing", account), before);
        }
        assertSame(new CatalogueScope.PublicImages("cn-hangzhou"), before);
        assertSame(new CatalogueScope.AccountImages("cn-hangzhou", 7), before);
        assertSame(new CatalogueScope.OneImage(find("m-2").key()), before);
        assertSame(CatalogueScope.ACCESS_KEYS, before);
        assertThat(current().isSame(CatalogueScope.EVERYTHING, before)).isFalse();
        var shared = current();
        withAdmin(admin -> admin.publish(find("m-2"), true));
        assertThat(current().changedImages(new CatalogueScope.PublicImages("cn-hangzhou"), shared))
                .contains(Set.of(find("m-2").key()));
    }

    private void assertSame(CatalogueScope scope, CatalogueVersion before) {
        assertThat(current().isSame(scope, before)).as(scope.toString()).isTrue();
    }

    @Test
    void imageThatBecomesAvailableConcernsItsScopes() throws InterruptedException {
        server.importDump(dump("cn-hangzhou", image("m-1")), TestServer.ACCOUNT);
        withAdmin(admin -> admin.share(find("m-1"), OTHER, true));
        withAdmin(admin -> admin.setCreating(find("m-1"), Duration.ofSeconds(1)));
        var before = current();
        Thread.sleep(Duration.ofSeconds(1).toMillis());
        for (long account : List.of(TestServer.ACCOUNT, OTHER)) {
            assertThat(current().changedImages(new CatalogueScope.AccountImages("cn-hangzhou", account), before))
                    .contains(Set.of(find("m-1").key()));
        }
        assertSame(new CatalogueScope.PublicImages("cn-hangzhou"), before);
    }
}
