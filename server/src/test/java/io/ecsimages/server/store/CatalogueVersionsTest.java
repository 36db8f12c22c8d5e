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
    void compactionNeverRestoresOldVersion() {
        var seen = new HashSet<CatalogueVersion>();
        seen.add(current());
        for (int i = 0; i < 3; i++) {
            server.importDump(dump("cn-hangzhou", image("m-" + i)), TestServer.ACCOUNT);
            assertThat(seen.add(current())).isTrue();
            for (int stamp = 100 * i; stamp < 100 * i + 30; stamp++) {
                server.sql("INSERT INTO catalogue_change VALUES (" + stamp + ", TIMESTAMP '2020-01-01 00:00:00')");
            }
            assertThat(seen.add(current())).isTrue();
            server.bean(CatalogueVersions.class).compact();
            assertThat(seen.add(current())).isTrue();
            server.bean(CatalogueVersions.class).compact();
            assertThat(seen.add(current())).isFalse();
        }
    }
}
