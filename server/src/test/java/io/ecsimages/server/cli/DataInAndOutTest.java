package io.ecsimages.server.cli;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.image;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

/** What goes into a catalogue by import comes out by export, without loss; what changes is said. */
@Tag("extended")
class DataInAndOutTest {

    private static final String OWNER = "1000000000000001";
    private static final String FRIEND = "1000000000000002";
    private static final String HANGZHOU = "cn-hangzhou";
    private static final String DRY = " (a dry run: nothing is stored)";

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

    /** What an import says. */
    private String take(String account, String... more) {
        var outcome = run("import", account, more);
        assertEquals("", outcome.err());
        return outcome.out().strip();
    }

    private String export(String account, String... more) {
        var outcome = run("export", account, more);
        assertEquals("", outcome.err());
        assertEquals(0, outcome.status());
        return outcome.out();
    }

    /** The ids of the images that an account sees. */
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

    private static Map<String, Object> from(String alias, String imageId, Object... members) {
        var image = image(imageId, members);
        image.put("ImageOwnerAlias", alias);
        return image;
    }

    @Test
    void theDumpsOfAFolderAreTakenInTheOrderOfTheirNames() throws IOException {
        file("2.jsonl", answer(HANGZHOU, image("m-1", "ImageName", "second")));
        file("1.json", answer(HANGZHOU, image("m-1", "ImageName", "first")));
        file("3.txt", "no dump");
        file("json", "no dump");
        file(
                "4.xml",
                "<DescribeImagesResponse><RegionId>r</RegionId><Images><Image><ImageId>m-4</ImageId><ImageOwnerAlias>"
                        + "self</ImageOwnerAlias><CreationTime>2024-01-01T00:00Z</CreationTime></Image></Images>"
                        + "</DescribeImagesResponse>");
        Files.createDirectory(folder.resolve("5.json"));
        try (var gzip = new GZIPOutputStream(Files.newOutputStream(folder.resolve("6.json.gz")))) {
            gzip.write(answer(HANGZHOU, image("m-6")).getBytes());
        }
        var names = List.of("1.json: 1 added, 0", "2.jsonl: 0 added, 1", "4.xml: 1 added, 0", "6.json.gz: 1 added, 0");
        assertEquals(
                names.stream().map(name -> folder.resolve(name) + " updated").toList(),
                take(OWNER, folder.toString()).lines().toList());
        assertTrue(export(OWNER).contains("second"));
        assertEquals("m-1 m-4 m-6", ids(OWNER));

        var empty = Files.createDirectory(folder.resolve("empty"));
        var refused = run("import", OWNER, empty.toString());
        assertEquals(1, refused.status());
        assertTrue(refused.err().startsWith("ecs-images: " + empty + ": is a folder without dumps"), refused.err());
    }

    @Test
    void aDryRunSaysWhatWouldChangeAndStoresNothing() throws IOException {
        var one = file("one.json", answer(HANGZHOU, image("m-1"), image("m-2")));
        var two = file("two.json", answer(HANGZHOU, image("m-2"), image("m-3")));
        for (int i = 0; i < 2; i++) {
            assertEquals(
                    one + ": 2 added, 0 updated" + DRY + System.lineSeparator() + two + ": 1 added, 1 updated" + DRY,
                    take(OWNER, "--dry-run", one, two));
        }
        assertEquals("", export(OWNER));
        take(OWNER, two);
        assertEquals(
                one + ": 1 added, 1 updated, 1 deleted, 0 no longer shared" + DRY,
                take(OWNER, "--dry-run", "--replace", one));
        assertEquals("m-2 m-3", ids(OWNER));

        var bad = file("bad.json", answer(HANGZHOU, image("m-4", "Status", "Ready")));
        var refused = run("import", OWNER, "--dry-run", bad);
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("bad.json, line 1, at /Images/Image/0: Status"), refused.err());
    }

    @Test
    void whatReplacesIsTheWholeTruthOfTheAccountInItsRegions() throws IOException {
        take(
                OWNER,
                file(
                        "before.json",
                        answer(
                                HANGZHOU,
                                image("m-1"),
                                image("m-2"),
                                from("others", "m-3", "ImageOwnerId", Long.valueOf(FRIEND)),
                                from("others", "m-4"),
                                from("system", "s-1"),
                                from("system", "s-2"),
                                from("marketplace", "k-1")),
                        answer("cn-beijing", image("m-1"))));
        take(FRIEND, file("friend.json", answer(HANGZHOU, image("m-3"), image("f-1"), from("others", "m-2"))));
        assertEquals("f-1 k-1 m-2 m-3 s-1 s-2", ids(FRIEND));

        var one = file("one.json", answer(HANGZHOU, image("m-1"), from("system", "s-1")));
        var two = file("two.json", answer(HANGZHOU, image("m-9"), from("others", "m-4")));
        assertEquals("2 files: 1 added, 3 updated, 2 deleted, 1 no longer shared", take(OWNER, "--replace", one, two));
        assertEquals("k-1 m-1 m-1 m-4 m-9 s-1", ids(OWNER));
        assertEquals("f-1 k-1 m-3 s-1", ids(FRIEND));
        assertTrue(export(OWNER).contains("cn-beijing"));
    }

    @Test
    void anAnswerWithoutImagesEmptiesItsRegionAloneOfWhatTheAccountOwns() throws IOException {
        take(OWNER, file("a.json", answer(HANGZHOU, image("m-1"), from("system", "s-1")), answer("r", image("m-2"))));
        var none = file("none.json", answer(HANGZHOU));
        assertEquals(none + ": 0 added, 0 updated, 1 deleted, 0 no longer shared", take(OWNER, "--replace", none));
        assertEquals("m-2 s-1", ids(OWNER));
    }

    @Test
    void allFilesThatReplaceAreTakenOrNone() throws IOException {
        take(OWNER, file("before.json", answer(HANGZHOU, image("m-1"))));
        var good = file("good.json", answer(HANGZHOU, image("m-2")));
        var bad = file("bad.json", answer(HANGZHOU, image("m-3", "Status", "Ready")));
        var refused = run("import", OWNER, "--replace", good, bad);
        assertEquals(1, refused.status());
        assertEquals("", refused.out());
        assertEquals("m-1", ids(OWNER));
    }

    @Test
    void thousandsAreReplacedWithNothingForgotten() throws IOException {
        var images = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 3000; i++) {
            images.add(image("m-" + i));
        }
        take(OWNER, file("before.json", answer(HANGZHOU, images)));
        var odd = new ArrayList<Map<String, Object>>();
        for (int i = 1; i < 3000; i += 2) {
            odd.add(images.get(i));
        }
        var after = file("after.json", answer(HANGZHOU, odd));
        assertEquals(
                after + ": 0 added, 1500 updated, 1500 deleted, 0 no longer shared", take(OWNER, "--replace", after));
        assertEquals(1500, ids(OWNER).split(" ").length);
        assertFalse(ids(OWNER).matches(".*m-\\d*[02468]( .*|$)"));
    }

    @Test
    void importThenExportThenImportIsTheIdentity() throws IOException {
        var images = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < 250; i++) {
            images.add(image("m-" + i, "CreationTime", "2024-01-%02dT00:00:00Z".formatted(1 + i % 9)));
        }
        images.add(
                image("m-x", "Status", "Creating", "ImageName", "网站\u2028\"", "Later", Map.of("A", List.of(1, 2.50))));
        images.add(from("system", "s-1", "Status", "Deprecated"));
        images.add(from("marketplace", "k-1", "IsSubscribed", true));
        images.add(from("marketplace", "k-2"));
        images.add(from("others", "o-1", "ImageOwnerId", Long.valueOf(FRIEND)));
        take(OWNER, file("dump.json", answer(HANGZHOU, images), answer("cn-beijing", image("m-1"))));
        take(FRIEND, file("friend.json", answer(HANGZHOU, image("o-1", "Later", "of the owner"), image("o-2"))));

        var first = export(OWNER);
        assertEquals(List.of(100, 100, 55), sizes(first, HANGZHOU));
        assertEquals(List.of(1), sizes(first, "cn-beijing"));
        assertTrue(first.contains("\"Later\":{\"A\":[1,2.5]}"), first);
        assertTrue(first.contains("of the owner"));
        assertFalse(first.contains("o-2"));
        assertEquals(first, export(OWNER));
        assertEquals(
                folder.resolve("first.json") + ": 0 added, 256 updated, 0 deleted, 0 no longer shared",
                take(OWNER, "--replace", file("first.json", first)));
        assertEquals(first, export(OWNER));

        var elsewhere = CommandResult.of(
                "import", Databases.option(folder.resolve("new")), "--account", OWNER, file("first.json", first));
        assertEquals(
                folder.resolve("first.json") + ": 256 added, 0 updated",
                elsewhere.out().strip());
        var second = CommandResult.of("export", Databases.option(folder.resolve("new")), "--account", OWNER);
        assertEquals(first, second.out());
    }

    @Test
    void whatIsPublicAndSharedComesOutAsBothAndGoesInAsBoth() throws IOException {
        var image = from("others", "both", "ImageOwnerId", Long.valueOf(OWNER));
        take(FRIEND, file("shared.json", answer(HANGZHOU, image, from("others", "shared"))));
        image.put("IsPublic", true);
        take(
                FRIEND,
                file("public.json", answer(HANGZHOU, image), answer("r", from("others", "far", "IsPublic", true))));

        var first = export(FRIEND);
        assertEquals(List.of(2, 1), sizes(first, HANGZHOU));
        assertEquals(List.of(0, 1), sizes(first, "r"));
        var lines = first.lines().toList();
        assertFalse(lines.get(0).contains("IsPublic"), lines.get(0));
        assertTrue(lines.get(1).contains("\"IsPublic\":true"), lines.get(1));
        var stranger = "1000000000000003";
        assertEquals(List.of(0, 1), sizes(export(stranger), HANGZHOU));
        assertEquals(List.of(1), sizes(export(OWNER), HANGZHOU));

        var dump = file("first.json", first);
        CommandResult.of("import", Databases.option(folder.resolve("new")), "--account", FRIEND, dump);
        var second = CommandResult.of("export", Databases.option(folder.resolve("new")), "--account", FRIEND);
        assertEquals(first, second.out());
        assertTrue(take(FRIEND, "--replace", dump).endsWith(", 0 deleted, 0 no longer shared"));
        assertEquals(first, export(FRIEND));
    }

    /** An answer that is one page of a listing. */
    private static String page(Object totalCount, int pageNumber, Map<String, Object> image) {
        return answer(HANGZHOU, image)
                .replaceFirst(
                        "[{]", "{\"TotalCount\":" + totalCount + ",\"PageNumber\":" + pageNumber + ",\"PageSize\":1,");
    }

    @Test
    void aDumpThatLacksPagesReplacesNothing() throws IOException {
        take(OWNER, file("before.json", answer(HANGZHOU, image("m-1"), image("m-2"), image("m-3"))));
        var one = file("one.json", page(2, 1, image("m-1")), page("\"2\"", 1, image("m-1")));
        for (String option : List.of("--region=cn-hangzhou", "--dry-run")) {
            var refused = run("import", OWNER, "--replace", option, one);
            assertEquals(1, refused.status());
            assertEquals(
                    "ecs-images: cn-hangzhou: the answers hold 1 of 2 images (TotalCount): what is missing would be"
                            + " deleted; give every page",
                    refused.err().strip());
        }
        assertEquals("m-1 m-2 m-3", ids(OWNER));
        var xml = file(
                "two.xml",
                "<DescribeImagesResponse><TotalCount>2</TotalCount><PageNumber>2</PageNumber><RegionId>cn-hangzhou"
                        + "</RegionId><Images><Image><ImageId>m-2</ImageId><ImageOwnerAlias>self</ImageOwnerAlias>"
                        + "<CreationTime>2024-01-01T00:00Z</CreationTime></Image></Images></DescribeImagesResponse>");
        assertTrue(take(OWNER, "--replace", one, xml).endsWith(", 1 deleted, 0 no longer shared"));
        assertEquals("m-1 m-2", ids(OWNER));
    }

    @Test
    void aDumpThatLacksPagesIsMergedWithAWarning() throws IOException {
        var one = file("one.json", page(2, 1, image("m-1")));
        var two = file("two.json", page(2, 2, image("m-2")));
        var outcome = run("import", OWNER, one);
        assertEquals(0, outcome.status());
        assertEquals(
                "warning: cn-hangzhou: the answers hold 1 of 2 images (TotalCount)",
                outcome.err().strip());
        assertEquals("m-1", ids(OWNER));
        take(OWNER, one, two);
        assertEquals("m-1 m-2", ids(OWNER));
    }

    @Test
    void aTotalThatIsNoneIsRefused() throws IOException {
        var refused = run("import", OWNER, file("one.json", page("\"many\"", 1, image("m-1"))));
        assertTrue(refused.err().contains("at /TotalCount: TotalCount must be a whole number"), refused.err());
    }

    @Test
    void anImageOfAnUnknownOwnerIsDeletedWithTheLastWhoSeesIt() throws IOException {
        take(OWNER, file("shared.json", answer(HANGZHOU, from("others", "m-1"), from("others", "m-2"))));
        take(FRIEND, file("friend.json", answer(HANGZHOU, from("others", "m-2"))));
        var none = file("none.json", answer(HANGZHOU));
        assertEquals(none + ": 0 added, 0 updated, 1 deleted, 2 no longer shared", take(OWNER, "--replace", none));
        assertEquals("", ids(OWNER));
        assertEquals("m-2", ids(FRIEND));
    }

    @Test
    void oneRegionIsExportedAlone() throws IOException {
        take(OWNER, file("dump.json", answer(HANGZHOU, image("m-1")), answer("cn-beijing", image("m-2"))));
        assertTrue(export(OWNER, "--region", HANGZHOU).contains("m-1"));
        assertFalse(export(OWNER, "--region", HANGZHOU).contains("m-2"));
        assertEquals(List.of(0), sizes(export(OWNER, "--region", "r"), "r"));
        assertEquals("", export(FRIEND));
    }

    /** How many images each answer of a region holds. */
    private static List<Integer> sizes(String export, String region) throws IOException {
        var sizes = new ArrayList<Integer>();
        for (String line : export.lines().toList()) {
            var answer = new ObjectMapper().readTree(line);
            if (answer.get("RegionId").asText().equals(region)) {
                sizes.add(answer.at("/Images/Image").size());
            }
        }
        return sizes;
    }
}
