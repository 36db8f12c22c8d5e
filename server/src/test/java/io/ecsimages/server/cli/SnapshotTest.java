package io.ecsimages.server.cli;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.server.RunningServer;
import io.ecsimages.server.catalogue.Administration;
import io.ecsimages.server.catalogue.Dump;
import io.ecsimages.server.catalogue.Importer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
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
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A snapshot is the whole catalogue, and a restored one is the same. */
class SnapshotTest {

    private static final String ACCOUNT = "1000000000000001";
    private static final int IMAGES = 300;

    @TempDir
    private Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private Outcome snapshot(String file) {
        return Outcome.of("snapshot", "--data", path("data"), path(file));
    }

    private Outcome restore(String data, String file) {
        return Outcome.of("restore", "--data", path(data), path(file));
    }

    private static String done(Outcome outcome) {
        assertEquals("", outcome.err());
        assertEquals(0, outcome.status());
        return outcome.out();
    }

    private static void refused(Outcome outcome, String text) {
        assertEquals(1, outcome.status());
        assertEquals(1, outcome.err().lines().count(), outcome.err());
        assertTrue(outcome.err().startsWith("ecs-images: " + text), outcome.err());
    }

    private void take(String... images) throws IOException {
        var dump = Files.writeString(
                folder.resolve("dump.json"),
                Stream.of(images)
                        .map(id -> answer("cn-hangzhou", image(id, "ImageName", "网站 'a' -- ; \\ \n")))
                        .reduce("", String::concat));
        done(Outcome.of("import", "--data", path("data"), "--account", ACCOUNT, dump.toString()));
    }

    private static String export(String data) {
        return done(Outcome.of("export", "--data", data, "--account", ACCOUNT));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aRestoredCatalogueIsTheSame() throws IOException {
        take("m-1", "m-2");
        var key = List.of("access-key", "create", "--data", path("data"), "--account", ACCOUNT);
        done(Outcome.of(key.toArray(String[]::new)));
        done(snapshot("a snapshot's"));
        assertEquals(List.of("a snapshot's", "data", "dump.json"), names());

        assertEquals(
                path("a snapshot's") + ": 2 images, 1 keys",
                done(restore("new", "a snapshot's")).strip());
        assertEquals(export(path("data")), export(path("new")));
        var keys = done(Outcome.of("access-key", "list", "--data", path("data")));
        assertEquals(keys, done(Outcome.of("access-key", "list", "--data", path("new"))));
        assertTrue(keys.contains(ACCOUNT), keys);
        assertFalse(Files.exists(folder.resolve("new/unfinished")));
    }

    @Test
    void onlyTheOwnerCanReadIt() throws IOException {
        take("m-1");
        done(snapshot("snapshot"));
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("snapshot"))));
        Files.createDirectory(folder.resolve("empty"));
        done(restore("empty", "snapshot"));
        done(restore("new", "snapshot"));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("new"))));
    }

    @Test
    void itIsMadeWhileAServerRuns() throws IOException {
        take("m-1");
        var url = DataOption.properties(folder.resolve("data")).get("datasources.default.url");
        try (var server = RunningServer.empty(Map.of("datasources.default.url", url))) {
            done(snapshot("before"));
            take("m-2");
            done(snapshot("after"));
            assertEquals(2, server.describe().path("TotalCount").asInt());
        }
        assertTrue(done(restore("one", "before")).contains("1 images"));
        assertTrue(done(restore("two", "after")).contains("2 images"));
        assertFalse(export(path("one")).contains("m-2"));
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
        try (var connection = new CatalogueFile(data).open();
                var statement = connection.createStatement();
                var counts = statement.executeQuery("SELECT COUNT(*), COUNT(DISTINCT image_name),"
                        + " (SELECT COUNT(*) FROM image_tag JOIN image ON image.id = image_tag.image),"
                        + " (SELECT COUNT(*) FROM image_snapshot JOIN image ON image.id = image_snapshot.image),"
                        + " (SELECT COUNT(*) FROM image_share JOIN image ON image.id = image_share.image),"
                        + " (SELECT COUNT(*) FROM image WHERE document LIKE '%\"IsSelfShared\":\"True\"%')"
                        + " FROM image WHERE image_id <> 'shared'")) {
            assertTrue(counts.next());
            assertEquals(
                    List.of(IMAGES, 1, IMAGES, IMAGES),
                    List.of(counts.getInt(1), counts.getInt(2), counts.getInt(3), counts.getInt(4)));
            assertEquals(counts.getInt(5), counts.getInt(6));
        }
    }

    @Test
    void itIsOfOneMomentWhileOthersWrite() throws Exception {
        take("shared");
        var dumps = List.of(
                ManyImages.write(folder.resolve("a"), IMAGES, "a"), ManyImages.write(folder.resolve("b"), IMAGES, "b"));
        done(Outcome.of(
                "import",
                "--data",
                path("data"),
                "--account",
                ACCOUNT,
                dumps.get(0).toString()));
        var url = DataOption.properties(folder.resolve("data")).get("datasources.default.url");
        var threads = Executors.newFixedThreadPool(2);
        var stopped = new AtomicBoolean();
        try (var server = RunningServer.empty(Map.of("datasources.default.url", url))) {
            var importer = server.bean(Importer.class);
            var administration = server.bean(Administration.class);
            var imported = new AtomicInteger();
            var shared = new AtomicInteger();
            var imports = repeat(threads, stopped, imported, i -> {
                var dump = dumps.get(i % 2);
                importer.take(
                        new Dump(dump.toString(), () -> Files.newInputStream(dump), null), Long.parseLong(ACCOUNT));
            });
            var shares = repeat(
                    threads,
                    stopped,
                    shared,
                    i -> administration.share(administration.find("shared", null), 2, i % 2 == 0));
            for (int i = 0; i < 5; i++) {
                // The next import is going on.
                while (imported.get() <= i && !imports.isDone()) {
                    Thread.sleep(5);
                }
                done(snapshot("snapshot" + i));
            }
            stopped.set(true);
            imports.get();
            shares.get();
            assertTrue(shared.get() > 1, "nothing was shared");
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < 5; i++) {
            var said = done(restore("restored" + i, "snapshot" + i));
            assertTrue(said.contains((IMAGES + 1) + " images"), said);
            assertConsistent(folder.resolve("restored" + i));
        }
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        take("m-1");
        done(snapshot("snapshot"));
        refused(snapshot("snapshot"), path("snapshot") + ": is there already");
        refused(restore("data", "snapshot"), path("data") + ": is not empty");
        assertTrue(export(path("data")).contains("m-1"));
    }

    @Test
    void whatIsNoSnapshotLeavesNoCatalogue() throws IOException {
        take("m-1");
        done(snapshot("good"));
        var good = Files.readAllBytes(folder.resolve("good"));
        Files.write(folder.resolve("short"), Arrays.copyOf(good, good.length / 2));
        Files.writeString(folder.resolve("text"), "no snapshot");
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("other")))) {
            gzip.write("SELECT 1;".getBytes());
        }
        for (String bad : List.of("short", "text", "other")) {
            refused(restore("new", bad), path(bad) + ": is no snapshot, or a broken one");
            try (var files = Files.list(folder.resolve("new"))) {
                assertEquals(List.of(), files.toList());
            }
        }
        done(restore("new", "good"));
        refused(restore("newer", "missing"), path("missing") + ": there is no such file");
        refused(Outcome.of("snapshot", "--data", path("nowhere"), path("x")), path("nowhere") + ": holds no catalogue");
        assertFalse(Files.exists(folder.resolve("newer")));
        assertFalse(Files.exists(folder.resolve("nowhere")));
    }
}
