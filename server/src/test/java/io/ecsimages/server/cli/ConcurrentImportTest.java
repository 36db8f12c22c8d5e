package io.ecsimages.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.database.Databases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running server sees the import of another process as one change. */
@Timeout(300)
@Tag("extended")
class ConcurrentImportTest {

    private static final int FEW = 250;
    private static final int MANY = 1000;
    private static final int PAGE_SIZE = Integer.parseInt(TestServer.MAXIMUM_PAGE_SIZE);
    private static final String ACCOUNT = "1000000000000001";
    private static final Pattern NAME = Pattern.compile("\"ImageName\":\"([^\"]*)|<ImageName>([^<]*)");
    private static final Pattern TOTAL = Pattern.compile("TotalCount[\">:]+(\\d+)");

    @TempDir
    private Path folder;

    private Process importDump(Path dump) throws IOException {
        var data = Databases.option(folder.resolve("data"));
        return ChildProcess.start(List.of(), "import", data, "--account", ACCOUNT, dump.toString());
    }

    /** Reads a complete page: its TotalCount, and the name that all its images have. */
    private static Map.Entry<Integer, String> page(TestServer server, String format, int pageNumber) {
        var body = server.get(TestServer.parameters(
                        "Format", format, "PageSize", "" + PAGE_SIZE, "PageNumber", "" + pageNumber))
                .body();
        var total = TOTAL.matcher(body);
        assertThat(total.find()).as(body).isTrue();
        int count = Integer.parseInt(total.group(1));
        var names = NAME.matcher(body)
                .results()
                .map(name -> name.group(1) == null ? name.group(2) : name.group(1))
                .toList();
        assertThat(names).as(format).hasSize(Math.min(PAGE_SIZE, count - (pageNumber - 1) * PAGE_SIZE));
        assertThat(new HashSet<>(names)).as(format).hasSize(1);
        return Map.entry(count, names.get(0));
    }

    @Test
    void pagesNeverMixOldAndNewImagesDuringImport() throws Exception {
        var first = CommandResult.of(
                "import",
                Databases.option(folder.resolve("data")),
                "--account",
                ACCOUNT,
                LargeDump.write(folder.resolve("few"), FEW, "before").toString());
        assertThat(first.status()).as(first.err()).isEqualTo(0);
        var dump = LargeDump.write(folder.resolve("many"), MANY, "after");
        var before = Map.entry(FEW, "before");
        var after = Map.entry(MANY, "after");
        var url = Databases.url(folder.resolve("data"));
        try (var server = TestServer.empty(Map.of("datasources.default.url", url))) {
            assertThat(page(server, "JSON", 1)).isEqualTo(before);
            var importing = importDump(dump);
            var seen = new ArrayList<Map.Entry<Integer, String>>();
            while (!importing.waitFor(0, TimeUnit.MILLISECONDS)) {
                for (String format : List.of("JSON", "XML")) {
                    seen.add(page(server, format, 1 + seen.size() % 3));
                }
            }
            assertThat(importing.exitValue()).isEqualTo(0);
            for (String format : List.of("JSON", "XML")) {
                assertThat(page(server, format, MANY / PAGE_SIZE)).isEqualTo(after);
            }
            int oldPages = Collections.frequency(seen, before);
            assertThat(oldPages)
                    .as("number of pages read before the import was complete")
                    .isPositive();
            assertThat(seen.subList(0, oldPages)).isEqualTo(Collections.nCopies(oldPages, before));
            assertThat(seen.subList(oldPages, seen.size()))
                    .isEqualTo(Collections.nCopies(seen.size() - oldPages, after));
            System.out.println("pages read during an import: " + seen.size() + ", with old and new images: 0");
        }
    }
}
