package io.ecsimages.server.cli;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.database.Databases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Export returns what was imported, without loss; an import reports its changes. */
@Tag("extended")
class ImportExportTest {

    private static final String OWNER = "1000000000000001";
    private static final String FRIEND = "1000000000000002";
    private static final String HANGZHOU = "cn-hangzhou";
    private static final String DRY_RUN = " (dry run: nothing is stored)";

    @TempDir
    private Path folder;

    private String file(String name, String... lines) throws IOException {
        return Files.writeString(folder.resolve(name), String.join("\n", lines)).toString();
    }

    private CommandResult run(String command, String account, String... more) {
        var arguments =
                new ArrayList<>(List.of(command, Databases.option(folder.resolve("data")), "--account", account));
        arguments.addAll(Arrays.asList(more));
        return CommandResult.of(arguments.toArray(String[]::new));
    }

    /** Runs an import without errors or warnings, and returns its output. */
    private String importDump(String account, String... more) {
        var result = run("import", account, more);
        assertThat(result.err()).isEmpty();
        return result.out().strip();
    }

    /** Runs an export, and returns its output. */
    private String export(String account, String... more) {
        var result = run("export", account, more);
        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isEqualTo(0);
        return result.out();
    }

    /** The sorted ids of the images that an account sees, separated by spaces. */
    private String ids(String account) throws IOException {
        var ids = new ArrayList<String>();
        for (String line : export(account).lines().toList()) {
            new ObjectMapper()
                    .readTree(line)
                    .at("/Images/Image")
                    .forEach(image -> ids.add(image.get("ImageId").asText()));
        }
        return ids.stream().sorted().collect(Collectors.joining(" "));
    }

    private static Map<String, Object> imageOf(String alias, String imageId, Object... fields) {
        var image = image(imageId, fields);
        image.put("ImageOwnerAlias", alias);
        return image;
    }

    @Test
    void importsDumpsOfFolderInNameOrder() throws IOException {
        file("2.jsonl", dump(HANGZHOU, image("m-1", "ImageName", "second")));
        file("1.json", dump(HANGZHOU, image("m-1", "ImageName", "first")));
        file("3.txt", "no dump");
        file("json", "no dump");
        file(
                "4.xml",
                "<DescribeImagesResponse><RegionId>r</RegionId><Images><Image><ImageId>m-4</ImageId><ImageOwnerAlias>"
                        + "self</ImageOwnerAlias><CreationTime>2024-01-01T00:00Z</CreationTime></Image></Images>"
                        + "</DescribeImagesResponse>");
        Files.createDirectory(folder.resolve("5.json"));
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("6.json.gz")))) {
            gzip.write(dump(HANGZHOU, image("m-6")).getBytes());
        }
        var names = List.of("1.json: 1 added, 0", "2.jsonl: 0 added, 1", "4.xml: 1 added, 0", "6.json.gz: 1 added, 0");
        assertThat(importDump(OWNER, folder.toString()).lines().toList())
                .isEqualTo(names.stream()
                        .map(name -> folder.resolve(name) + " updated")
                        .toList());
        assertThat(export(OWNER)).contains("second");
        assertThat(ids(OWNER)).isEqualTo("m-1 m-4 m-6");

        var empty = Files.createDirectory(folder.resolve("empty"));
        var rejected = run("import", OWNER, empty.toString());
        assertThat(rejected.status()).isEqualTo(1);
        assertThat(rejected.err()).startsWith("ecs-images: " + empty + ": the folder contains no dumps");
    }

    @Test
    void dryRunReportsChangesAndStoresNothing() throws IOException {
        var one = file("one.json", dump(HANGZHOU, image("m-1"), image("m-2")));
        var two = file("two.json", dump(HANGZHOU, image("m-2"), image("m-3")));
        for (int i = 0; i < 2; i++) {
            assertThat(importDump(OWNER, "--dry-run", one, two))
                    .isEqualTo(one + ": 2 added, 0 updated" + DRY_RUN + System.lineSeparator() + two
                            + ": 1 added, 1 updated" + DRY_RUN);
        }
        assertThat(export(OWNER)).isEmpty();
        importDump(OWNER, two);
        assertThat(importDump(OWNER, "--dry-run", "--replace", one))
                .isEqualTo(one + ": 1 added, 1 updated, 1 deleted, 0 no longer shared" + DRY_RUN);
        assertThat(ids(OWNER)).isEqualTo("m-2 m-3");

        var bad = file("bad.json", dump(HANGZHOU, image("m-4", "Status", "Ready")));
        var rejected = run("import", OWNER, "--dry-run", bad);
        assertThat(rejected.status()).isEqualTo(1);
        assertThat(rejected.err()).contains("bad.json, line 1, at /Images/Image/0: Status");
    }

    @Test
    void replaceDeletesImagesMissingFromDump() throws IOException {
        importDump(
                OWNER,
                file(
                        "before.json",
                        dump(
                                HANGZHOU,
                                image("m-1"),
                                image("m-2"),
                                imageOf("others", "m-3", "ImageOwnerId", Long.valueOf(FRIEND)),
                                imageOf("others", "m-4"),
                                imageOf("system", "s-1"),
                                imageOf("system", "s-2"),
                                imageOf("marketplace", "k-1")),
                        dump("cn-beijing", image("m-1"))));
        importDump(FRIEND, file("friend.json", dump(HANGZHOU, image("m-3"), image("f-1"), imageOf("others", "m-2"))));
        assertThat(ids(FRIEND)).isEqualTo("f-1 k-1 m-2 m-3 s-1 s-2");

        var one = file("one.json", dump(HANGZHOU, image("m-1"), imageOf("system", "s-1")));
        var two = file("two.json", dump(HANGZHOU, image("m-9"), imageOf("others", "m-4")));
        assertThat(importDump(OWNER, "--replace", one, two))
                .isEqualTo("2 files: 1 added, 3 updated, 2 deleted, 1 no longer shared");
        assertThat(ids(OWNER)).isEqualTo("k-1 m-1 m-1 m-4 m-9 s-1");
        assertThat(ids(FRIEND)).isEqualTo("f-1 k-1 m-3 s-1");
        assertThat(export(OWNER)).contains("cn-beijing");
    }

    @Test
    void replaceWithEmptyResponseDeletesOwnImagesOfRegion() throws IOException {
        importDump(
                OWNER, file("a.json", dump(HANGZHOU, image("m-1"), imageOf("system", "s-1")), dump("r", image("m-2"))));
        var none = file("none.json", dump(HANGZHOU));
        assertThat(importDump(OWNER, "--replace", none))
                .isEqualTo(none + ": 0 added, 0 updated, 1 deleted, 0 no longer shared");
        assertThat(ids(OWNER)).isEqualTo("m-2 s-1");
    }

    @Test
    void replaceIsAtomicForAllFiles() throws IOException {
        importDump(OWNER, file("before.json", dump(HANGZHOU, image("m-1"))));
        var good = file("good.json", dump(HANGZHOU, image("m-2")));
        var bad = file("bad.json", dump(HANGZHOU, image("m-3", "Status", "Ready")));
        var rejected = run("import", OWNER, "--replace", good, bad);
        assertThat(rejected.status()).isEqualTo(1);
        assertThat(rejected.out()).isEmpty();
        assertThat(ids(OWNER)).isEqualTo("m-1");
    }

    @Test
    void replaceDeletesThousandsOfImages() throws IOException {
        var images = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 3000; i++) {
            images.add(image("m-" + i));
        }
        importDump(OWNER, file("before.json", dump(HANGZHOU, images)));
        var odd = new ArrayList<Map<String, Object>>();
        for (int i = 1; i < 3000; i += 2) {
            odd.add(images.get(i));
        }
        var after = file("after.json", dump(HANGZHOU, odd));
        assertThat(importDump(OWNER, "--replace", after))
                .isEqualTo(after + ": 0 added, 1500 updated, 1500 deleted, 0 no longer shared");
        assertThat(ids(OWNER).split(" ").length).isEqualTo(1500);
        assertThat(ids(OWNER)).doesNotMatch(".*m-\\d*[02468]( .*|$)");
    }

    @Test
    void exportAndSecondImportLoseNothing() throws IOException {
        var images = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 250; i++) {
            images.add(image("m-" + i, "CreationTime", "2024-01-%02dT00:00:00Z".formatted(1 + i % 9)));
        }
        images.add(
                image("m-x", "Status", "Creating", "ImageName", "网站\u2028\"", "Later", Map.of("A", List.of(1, 2.50))));
        images.add(imageOf("system", "s-1", "Status", "Deprecated"));
        images.add(imageOf("marketplace", "k-1", "IsSubscribed", true));
        images.add(imageOf("marketplace", "k-2"));
        images.add(imageOf("others", "o-1", "ImageOwnerId", Long.valueOf(FRIEND)));
        importDump(OWNER, file("dump.json", dump(HANGZHOU, images), dump("cn-beijing", image("m-1"))));
        importDump(FRIEND, file("friend.json", dump(HANGZHOU, image("o-1", "Later", "of the owner"), image("o-2"))));

        var first = export(OWNER);
        assertThat(sizes(first, HANGZHOU)).containsExactly(100, 100, 55);
        assertThat(sizes(first, "cn-beijing")).containsExactly(1);
        assertThat(first).contains("\"Later\":{\"A\":[1,2.5]}");
        assertThat(first).contains("of the owner");
        assertThat(first).doesNotContain("o-2");
        assertThat(export(OWNER)).isEqualTo(first);
        assertThat(importDump(OWNER, "--replace", file("first.json", first)))
                .isEqualTo(folder.resolve("first.json") + ": 0 added, 256 updated, 0 deleted, 0 no longer shared");
        assertThat(export(OWNER)).isEqualTo(first);

        var elsewhere = CommandResult.of(
                "import", Databases.option(folder.resolve("new")), "--account", OWNER, file("first.json", first));
        assertThat(elsewhere.out().strip()).isEqualTo(folder.resolve("first.json") + ": 256 added, 0 updated");
        var second = CommandResult.of("export", Databases.option(folder.resolve("new")), "--account", OWNER);
        assertThat(second.out()).isEqualTo(first);
    }

    @Test
    void exportKeepsImagesBothPublicAndShared() throws IOException {
        var image = imageOf("others", "both", "ImageOwnerId", Long.valueOf(OWNER));
        importDump(FRIEND, file("shared.json", dump(HANGZHOU, image, imageOf("others", "shared"))));
        image.put("IsPublic", true);
        importDump(
                FRIEND,
                file("public.json", dump(HANGZHOU, image), dump("r", imageOf("others", "far", "IsPublic", true))));

        var first = export(FRIEND);
        assertThat(sizes(first, HANGZHOU)).containsExactly(2, 1);
        assertThat(sizes(first, "r")).containsExactly(0, 1);
        var lines = first.lines().toList();
        assertThat(lines.get(0)).doesNotContain("IsPublic");
        assertThat(lines.get(1)).contains("\"IsPublic\":true");
        var stranger = "1000000000000003";
        assertThat(sizes(export(stranger), HANGZHOU)).containsExactly(0, 1);
        assertThat(sizes(export(OWNER), HANGZHOU)).containsExactly(1);

        var dump = file("first.json", first);
        CommandResult.of("import", Databases.option(folder.resolve("new")), "--account", FRIEND, dump);
        var second = CommandResult.of("export", Databases.option(folder.resolve("new")), "--account", FRIEND);
        assertThat(second.out()).isEqualTo(first);
        assertThat(importDump(FRIEND, "--replace", dump)).endsWith(", 0 deleted, 0 no longer shared");
        assertThat(export(FRIEND)).isEqualTo(first);
    }

    /** A response that is one page of a list. */
    private static String page(Object totalCount, int pageNumber, Map<String, Object> image) {
        return dump(HANGZHOU, image)
                .replaceFirst(
                        "[{]", "{\"TotalCount\":" + totalCount + ",\"PageNumber\":" + pageNumber + ",\"PageSize\":1,");
    }

    @Test
    void replaceRejectsDumpWithMissingPages() throws IOException {
        importDump(OWNER, file("before.json", dump(HANGZHOU, image("m-1"), image("m-2"), image("m-3"))));
        var one = file("one.json", page(2, 1, image("m-1")), page("\"2\"", 1, image("m-1")));
        for (String option : List.of("--region=cn-hangzhou", "--dry-run")) {
            var rejected = run("import", OWNER, "--replace", option, one);
            assertThat(rejected.status()).isEqualTo(1);
            assertThat(rejected.err().strip())
                    .isEqualTo(
                            "ecs-images: cn-hangzhou: the responses contain 1 of 2 images (TotalCount): the missing images would be"
                                    + " deleted; pass every page");
        }
        assertThat(ids(OWNER)).isEqualTo("m-1 m-2 m-3");
        var xml = file(
                "two.xml",
                "<DescribeImagesResponse><TotalCount>2</TotalCount><PageNumber>2</PageNumber><RegionId>cn-hangzhou"
                        + "</RegionId><Images><Image><ImageId>m-2</ImageId><ImageOwnerAlias>self</ImageOwnerAlias>"
                        + "<CreationTime>2024-01-01T00:00Z</CreationTime></Image></Images></DescribeImagesResponse>");
        assertThat(importDump(OWNER, "--replace", one, xml)).endsWith(", 1 deleted, 0 no longer shared");
        assertThat(ids(OWNER)).isEqualTo("m-1 m-2");
    }

    @Test
    void importWarnsAboutMissingPages() throws IOException {
        var one = file("one.json", page(2, 1, image("m-1")));
        var two = file("two.json", page(2, 2, image("m-2")));
        var result = run("import", OWNER, one);
        assertThat(result.status()).isEqualTo(0);
        assertThat(result.err().strip())
                .isEqualTo("warning: cn-hangzhou: the responses contain 1 of 2 images (TotalCount)");
        assertThat(ids(OWNER)).isEqualTo("m-1");
        importDump(OWNER, one, two);
        assertThat(ids(OWNER)).isEqualTo("m-1 m-2");
    }

    @Test
    void rejectsInvalidTotalCount() throws IOException {
        var rejected = run("import", OWNER, file("one.json", page("\"many\"", 1, image("m-1"))));
        assertThat(rejected.err()).contains("at /TotalCount: TotalCount must be a whole number");
    }

    @Test
    void replaceDeletesImageOfUnknownOwnerWithLastShare() throws IOException {
        importDump(OWNER, file("shared.json", dump(HANGZHOU, imageOf("others", "m-1"), imageOf("others", "m-2"))));
        importDump(FRIEND, file("friend.json", dump(HANGZHOU, imageOf("others", "m-2"))));
        var none = file("none.json", dump(HANGZHOU));
        assertThat(importDump(OWNER, "--replace", none))
                .isEqualTo(none + ": 0 added, 0 updated, 1 deleted, 2 no longer shared");
        assertThat(ids(OWNER)).isEmpty();
        assertThat(ids(FRIEND)).isEqualTo("m-2");
    }

    @Test
    void exportsOneRegion() throws IOException {
        importDump(OWNER, file("dump.json", dump(HANGZHOU, image("m-1")), dump("cn-beijing", image("m-2"))));
        assertThat(export(OWNER, "--region", HANGZHOU)).contains("m-1");
        assertThat(export(OWNER, "--region", HANGZHOU)).doesNotContain("m-2");
        assertThat(sizes(export(OWNER, "--region", "r"), "r")).containsExactly(0);
        assertThat(export(FRIEND)).isEmpty();
    }

    /** The number of images in each response of a region. */
    private static List<Integer> sizes(String export, String region) throws IOException {
        var sizes = new ArrayList<Integer>();
        for (String line : export.lines().toList()) {
            var response = new ObjectMapper().readTree(line);
            if (response.get("RegionId").asText().equals(region)) {
                sizes.add(response.at("/Images/Image").size());
            }
        }
        return sizes;
    }
}
