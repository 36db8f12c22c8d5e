package io.ecsimages.server.cli;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.admin.ImageAdmin;
import io.ecsimages.server.database.Databases;
import io.ecsimages.server.transfer.Dump;
import io.ecsimages.server.transfer.Importer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot is the whole catalogue, and a restored one is the same. */
@Tag("extended")
class BackupTest {

    private static final String ACCOUNT = "1000000000000001";
    private static final int IMAGES = 300;
    private static final int SNAPSHOTS = 3;

    @TempDir
    private Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String option(String data) {
        return Databases.option(folder.resolve(data));
    }

    private CommandResult snapshot(String file) {
        return CommandResult.of("backup", option("data"), path(file));
    }

    private CommandResult restore(String data, String file) {
        return CommandResult.of("restore", option(data), path(file));
    }

    private static String done(CommandResult outcome) {
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.status()).isEqualTo(0);
        return outcome.out();
    }

    private static void refused(CommandResult outcome, String text) {
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err().lines().count()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("ecs-images: " + text);
    }

    private void importDump(String... images) throws IOException {
        takeInto("data", images);
    }

    private void takeInto(String data, String... images) throws IOException {
        var dump = Files.writeString(
                folder.resolve("dump.json"),
                Stream.of(images)
                        .map(id -> dump("cn-hangzhou", image(id, "ImageName", "网站 'a' -- ; \\ \n")))
                        .reduce("", String::concat));
        done(CommandResult.of("import", option(data), "--account", ACCOUNT, dump.toString()));
    }

    private String export(String data) {
        return done(CommandResult.of("export", option(data), "--account", ACCOUNT));
    }

    private String text(String snapshot) throws IOException {
        try (var stream = new GZIPInputStream(Files.newInputStream(folder.resolve(snapshot)))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void write(String snapshot, String text) throws IOException {
        try (var stream = new GZIPOutputStream(Files.newOutputStream(folder.resolve(snapshot)))) {
            stream.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aRestoredCatalogueIsTheSame() throws IOException {
        importDump("m-1", "m-2");
        done(CommandResult.of(
                "access-key", "create", option("data"), "--account", ACCOUNT, "--id", "web", "--secret", "secret "));
        done(CommandResult.of("access-key", "create", option("data"), "--account", "2", "--temporary", "PT1H"));
        done(snapshot("a snapshot's"));

        assertThat(done(restore("new", "a snapshot's")).strip()).isEqualTo(path("a snapshot's") + ": 2 images, 2 keys");
        assertThat(export("new")).isEqualTo(export("data"));
        var keys = done(CommandResult.of("access-key", "list", option("data")));
        assertThat(done(CommandResult.of("access-key", "list", option("new")))).isEqualTo(keys);
        assertThat(keys).contains("web  active");

        // New images get keys of their own.
        takeInto("new", "m-2", "m-3");
        assertThat(export("new")).contains("m-3");
        done(snapshot("again"));
        assertThat(text("again")).isEqualTo(text("a snapshot's"));
    }

    @Test
    void onlyTheOwnerCanReadIt() throws IOException {
        importDump("m-1");
        done(snapshot("snapshot"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("snapshot"))))
                .isEqualTo("rw-------");
    }

    @Test
    void itIsMadeWhileAServerRuns() throws IOException {
        importDump("m-1");
        var url = Databases.url(folder.resolve("data"));
        try (var server = TestServer.empty(Map.of("datasources.default.url", url))) {
            done(snapshot("before"));
            importDump("m-2");
            done(snapshot("after"));
            assertThat(server.describe().path("TotalCount").asInt()).isEqualTo(2);
        }
        assertThat(done(restore("one", "before"))).contains("1 images");
        assertThat(done(restore("two", "after"))).contains("2 images");
        assertThat(export("one")).doesNotContain("m-2");
    }

    /** Goes on until it is told to stop, and counts how often. */
    private static Future<?> repeat(
            ExecutorService threads, AtomicBoolean stopped, AtomicInteger count, IntConsumer action) {
        return threads.submit(() -> {
            while (!stopped.get()) {
                action.accept(count.get());
                count.incrementAndGet();
            }
        });
    }

    /** One import is there whole and no other, with its tags and snapshots; shares and what the document says of them agree. */
    private static void assertConsistent(Path data) throws SQLException {
        try (var connection = Databases.connect(data);
                var statement = connection.createStatement();
                var counts = statement.executeQuery("SELECT COUNT(*), COUNT(DISTINCT image_name),"
                        + " (SELECT COUNT(*) FROM image_tag JOIN image ON image.id = image_tag.image),"
                        + " (SELECT COUNT(*) FROM image_snapshot JOIN image ON image.id = image_snapshot.image),"
                        + " (SELECT COUNT(*) FROM image_share JOIN image ON image.id = image_share.image),"
                        + " (SELECT COUNT(*) FROM image WHERE document LIKE '%\"IsSelfShared\":\"True\"%')"
                        + " FROM image WHERE image_id <> 'shared'")) {
            assertThat(counts.next()).isTrue();
            assertThat(List.of(counts.getInt(1), counts.getInt(2), counts.getInt(3), counts.getInt(4)))
                    .containsExactly(IMAGES, 1, IMAGES, IMAGES);
            assertThat(counts.getInt(6)).isEqualTo(counts.getInt(5));
        }
    }

    @Test
    void itIsOfOneMomentWhileOthersWrite() throws Exception {
        importDump("shared");
        var dumps = List.of(
                ManyImages.write(folder.resolve("a"), IMAGES, "a"), ManyImages.write(folder.resolve("b"), IMAGES, "b"));
        done(CommandResult.of(
                "import", option("data"), "--account", ACCOUNT, dumps.get(0).toString()));
        var url = Databases.url(folder.resolve("data"));
        var threads = Executors.newFixedThreadPool(2);
        var stopped = new AtomicBoolean();
        try (var server = TestServer.empty(Map.of("datasources.default.url", url))) {
            var importer = server.bean(Importer.class);
            var administration = server.bean(ImageAdmin.class);
            var imported = new AtomicInteger();
            var shared = new AtomicInteger();
            var imports = repeat(threads, stopped, imported, i -> {
                var dump = dumps.get(i % 2);
                importer.importDump(
                        new Dump(dump.toString(), () -> Files.newInputStream(dump), null), Long.parseLong(ACCOUNT));
            });
            var shares = repeat(
                    threads,
                    stopped,
                    shared,
                    i -> administration.share(administration.find("shared", null), 2, i % 2 == 0));
            for (int i = 0; i < SNAPSHOTS; i++) {
                // The next import is going on.
                while (imported.get() <= i && !imports.isDone()) {
                    Thread.sleep(5);
                }
                done(snapshot("snapshot" + i));
            }
            stopped.set(true);
            imports.get();
            shares.get();
            assertThat(shared.get()).as("nothing was shared").isGreaterThan(1);
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < SNAPSHOTS; i++) {
            var said = done(restore("restored" + i, "snapshot" + i));
            assertThat(said).contains((IMAGES + 1) + " images");
            assertConsistent(folder.resolve("restored" + i));
        }
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        importDump("m-1");
        done(snapshot("snapshot"));
        refused(snapshot("snapshot"), path("snapshot") + ": the file already exists");
        refused(
                restore("data", "snapshot"),
                path("snapshot") + ": a backup can only be restored into an empty catalogue");
        assertThat(export("data")).contains("m-1");
    }

    /** Each way in which a snapshot of one image can be broken. */
    private Map<String, String> broken(String good) {
        var lines = good.lines().toList();
        var row =
                lines.stream().filter(line -> line.contains("m-1")).findFirst().orElseThrow();
        return Map.of(
                "empty", "",
                "text", "no snapshot",
                "other", "[1]",
                "short", good.substring(0, good.length() / 2),
                "without its end", String.join("\n", lines.subList(0, lines.size() - 1)),
                "twice the same row", good.replace(row, row + "\n" + row),
                "a value too few", good.replace(row, row.replaceFirst("\\[\\d+,", "[")),
                "a word for a number", good.replace(row, row.replaceFirst("\\[\\d+,", "[\"one\",")),
                "no time", good.replace(row, row.replaceFirst("\"\\d{4}-\\d\\d-[^\"]*\"", "\"yesterday\"")),
                "another table", good.replace("{\"image\":", "{\"image; DROP TABLE image\":"));
    }

    @Test
    void whatIsNoSnapshotLeavesAnEmptyCatalogue() throws IOException {
        importDump("m-1");
        done(snapshot("good"));
        Files.writeString(folder.resolve("plain"), "no snapshot");
        var bytes = Files.readAllBytes(folder.resolve("good"));
        Files.write(folder.resolve("cut"), Arrays.copyOf(bytes, bytes.length / 2));
        var names = new ArrayList<>(List.of("plain", "cut"));
        for (var broken : broken(text("good")).entrySet()) {
            write(broken.getKey(), broken.getValue());
            names.add(broken.getKey());
        }
        for (String bad : names) {
            // The catalogue was empty: else this would be said of the next one.
            refused(restore("new", bad), path(bad) + ": the file is not a backup, or it is damaged");
        }
        assertThat(export("new")).isEmpty();
        done(restore("new", "good"));
        assertThat(export("new")).isEqualTo(export("data"));
    }

    @Test
    void aBrokenSnapshotsSecretsAreNotSaid() throws IOException {
        done(CommandResult.of(
                "access-key", "create", option("data"), "--account", ACCOUNT, "--id", "web", "--secret", "keep-this"));
        done(snapshot("good"));
        var key = text("good")
                .lines()
                .filter(line -> line.contains("keep-this"))
                .findFirst()
                .orElseThrow();
        write("twice", text("good").replace(key, key + "\n" + key));
        var outcome = restore("new", "twice");
        refused(outcome, path("twice") + ": the file is not a backup, or it is damaged");
        assertThat(outcome.err()).doesNotContain("keep-this");
    }

    @Test
    void aSnapshotOfAnotherVersionIsRefused() throws IOException {
        importDump("m-1");
        done(snapshot("snapshot"));
        write("other", text("snapshot").replaceFirst("\"migration\":\"\\d+\"", "\"migration\":\"0.1\""));
        refused(
                restore("new", "other"),
                path("other") + ": the backup is from another version of ecs-images (its migration is 0.1, ");
    }

    @Test
    void aSnapshotOfOneDatabaseIsRestoredIntoAnother() throws IOException {
        importDump("m-1", "m-2");
        done(snapshot("snapshot"));
        var inFolder = "--data=" + path("in a folder");
        done(CommandResult.of("restore", inFolder, path("snapshot")));
        assertThat(done(CommandResult.of("export", inFolder, "--account", ACCOUNT)))
                .isEqualTo(export("data"));
        done(CommandResult.of("backup", inFolder, path("back")));
        assertThat(text("back")).isEqualTo(text("snapshot"));
        done(restore("new", "back"));
        assertThat(export("new")).isEqualTo(export("data"));
    }

    @Test
    void whatIsNotThereIsNotMade() {
        refused(restore("new", "missing"), path("missing") + ": no such file");
        var nowhere = path("nowhere");
        refused(CommandResult.of("backup", "--data", nowhere, path("x")), nowhere + ": contains no catalogue");
        assertThat(Files.exists(folder.resolve("new"))).isFalse();
        assertThat(Files.exists(folder.resolve("nowhere"))).isFalse();
        assertThat(Files.exists(folder.resolve("x"))).isFalse();
    }
}
