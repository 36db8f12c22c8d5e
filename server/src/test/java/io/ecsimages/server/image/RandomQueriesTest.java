package io.ecsimages.server.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.server.Dumps;
import io.ecsimages.server.RunningServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random queries, each answered by the server and by a deliberately simple evaluation of the same words over
 * a list in memory, which shares no code with it. -Decs-images.random-queries=N asks for another number.
 */
class RandomQueriesTest {

    private static final long ME = RunningServer.ACCOUNT;
    private static final long OTHER = 1000000000000002L;
    private static final int QUERIES = Integer.getInteger("ecs-images.random-queries", 3000);
    private static final Pattern IN_XML = Pattern.compile("<ImageId>([^<]*)</ImageId>");

    private final Random random = new Random(20240601);

    /** An image as the evaluation sees it: plain words, and who dumped it. */
    private record Item(Map<String, Object> image, long dumpedBy) {

        String text(String member, String otherwise) {
            return (String) image.getOrDefault(member, otherwise);
        }

        /** What the image is to me, or null where I may not see it. */
        String toMe() {
            var alias = text("ImageOwnerAlias", "");
            if (alias.equals("self")) {
                return dumpedBy == ME ? "self" : null;
            }
            return alias.equals("others") && (dumpedBy != ME || isPublic()) ? null : alias;
        }

        boolean isPublic() {
            return Boolean.TRUE.equals(image.get("IsPublic"));
        }

        boolean isCommunityToMe() {
            var alias = text("ImageOwnerAlias", "");
            return isPublic() && (alias.equals("others") || alias.equals("self") && dumpedBy != ME);
        }
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private static final List<String> NAMES =
            List.of("web", "web-1", "web-12", "Web-1", "we%b", "we_b", "db", "db-1", "商城", "商城-1", "a\\b", "web.1");
    private static final List<String> PATTERNS = List.of(
            "web", "web*", "*1", "*-*", "*", "we%b", "we%*", "we_b", "we_*", "商*", "a\\*", "*\\*", "W*", "**", "*eb-1*",
            "nothing");
    private static final List<String> STATUSES =
            List.of("Creating", "Waiting", "Available", "UnAvailable", "CreateFailed", "Deprecated");
    private static final List<String> KEYS = List.of("env", "team", "环境");
    private static final List<String> VALUES = List.of("prod", "test", "");
    private static final List<String> TIMES =
            List.of("2023-01-01T00:00:00Z", "2024-01-01T00:00:00Z", "2024-06-01T12:30:00Z", "2025-01-01T00:00:00Z");

    private Map<String, Object> randomImage(String id) {
        var image = Dumps.image(id, "CreationTime", one(TIMES), "ImageName", one(NAMES));
        image.put("ImageOwnerAlias", one(List.of("self", "self", "self", "system", "others", "marketplace")));
        image.put("Status", chance(0.6) ? "Available" : one(STATUSES));
        image.put("Usage", one(List.of("instance", "none")));
        image.put("OSType", one(List.of("linux", "windows")));
        image.put("Architecture", one(List.of("i386", "x86_64", "arm64")));
        if (chance(0.5)) {
            image.put("ImageFamily", one(List.of("fam", "fam-2")));
        }
        if (chance(0.5)) {
            image.put("ResourceGroupId", one(List.of("rg-1", "rg-2")));
        }
        if (chance(0.6)) {
            image.put("IsSupportCloudinit", chance(0.5));
        }
        if (chance(0.6)) {
            image.put("IsSupportIoOptimized", chance(0.5));
        }
        if (chance(0.3)) {
            image.put("Usable", chance(0.5));
        }
        if (chance(0.2) && !List.of("system", "marketplace").contains(image.get("ImageOwnerAlias"))) {
            image.put("IsPublic", true);
        }
        if (image.get("ImageOwnerAlias").equals("others")) {
            image.put("ImageOwnerId", one(List.of(3L, 4L)));
        }
        var tags = new ArrayList<String>();
        KEYS.stream().filter(key -> chance(0.4)).forEach(key -> tags.addAll(List.of(key, one(VALUES))));
        image.put("Tags", Dumps.tags(tags.toArray(String[]::new)));
        image.put("DiskDeviceMappings", Dumps.disks(one(List.of("s-1", "s-2", "")), one(List.of("s-1", "s-3", ""))));
        if (chance(0.5)) {
            image.put("Features", Map.of("CpuOnlineUpgrade", one(List.of("supported", "unsupported"))));
        }
        return image;
    }

    /** A random query: each parameter with a small chance, so that few and many of them meet. */
    private Map<String, String> randomQuery() {
        var query = new LinkedHashMap<String, String>();
        double density = one(List.of(0.05, 0.15, 0.3));
        maybe(query, density, "ImageOwnerAlias", List.of("system", "self", "others", "marketplace"));
        maybe(query, density, "ImageName", PATTERNS);
        maybe(query, density, "Usage", List.of("instance", "none"));
        maybe(query, density, "OSType", List.of("linux", "windows"));
        maybe(query, density, "Architecture", List.of("i386", "x86_64", "arm64"));
        maybe(query, density, "ImageFamily", List.of("fam", "fam-2", "fa"));
        maybe(query, density, "ResourceGroupId", List.of("rg-1", "rg-3"));
        maybe(query, density, "InstanceType", List.of("ecs.g7.large", "ecs.g8y.large"));
        maybe(query, density, "IsSupportCloudinit", List.of("true", "False"));
        maybe(query, density, "IsSupportIoOptimized", List.of("TRUE", "false"));
        maybe(query, density, "SnapshotId", List.of("s-1", "s-2", "s-4"));
        maybe(query, density, "ActionType", List.of("CreateEcs", "ChangeOS"));
        if (chance(density)) {
            query.put(
                    "ImageId",
                    "m-" + random.nextInt(60) + ",nothing,m-" + random.nextInt(60) + ",n-" + random.nextInt(60));
        }
        if (chance(0.5)) {
            query.put("Status", chance(0.3) ? "ALL" : one(STATUSES) + "," + one(STATUSES));
            maybe(query, density, "Usable", List.of("true", "false"));
        }
        if ("others".equals(query.get("ImageOwnerAlias"))) {
            maybe(query, 0.3, "IsPublic", List.of("true", "false"));
            maybe(query, 0.3, "ImageOwnerId", List.of("3", "" + OTHER));
        }
        for (int n = 1; n <= 2; n++) {
            if (chance(density)) {
                query.put("Tag." + n + ".Key", one(KEYS));
                maybe(query, 0.6, "Tag." + n + ".Value", VALUES);
            }
            if (chance(density)) {
                var filter = one(List.of(
                        "CreationStartTime=2024-01-01T00:00Z",
                        "CreationStartTime=2024-06-01T12:31Z",
                        "CreationEndTime=2024-06-01T12:30Z",
                        "CpuOnlineUpgrade=supported",
                        "CpuOnlineUpgrade=unsupported",
                        "NetworkType=vpc"));
                query.put("Filter." + n + ".Key", filter.substring(0, filter.indexOf('=')));
                query.put("Filter." + n + ".Value", filter.substring(filter.indexOf('=') + 1));
            }
        }
        return query;
    }

    private void maybe(Map<String, String> query, double probability, String name, List<String> values) {
        if (chance(probability)) {
            query.put(name, one(values));
        }
    }

    private static boolean matches(Item item, Map<String, String> query) {
        return query.keySet().stream().allMatch(name -> meets(item, name, query.get(name), query))
                && seen(item, query)
                && (query.containsKey("Status") || item.text("Status", "").equals("Available"));
    }

    private static boolean seen(Item item, Map<String, String> query) {
        if ("true".equals(query.get("IsPublic"))) {
            return item.isCommunityToMe();
        }
        var alias = query.get("ImageOwnerAlias");
        return item.toMe() != null
                && (alias == null
                        ? !item.toMe().equals("marketplace")
                        : item.toMe().equals(alias));
    }

    private static boolean meets(Item item, String name, String value, Map<String, String> query) {
        var status = item.text("Status", "");
        var arm = item.text("Architecture", "").equals("arm64");
        return switch (name) {
            case "ImageId" -> Arrays.asList(value.split(",")).contains(item.text("ImageId", ""));
            case "Status" ->
                value.equals("ALL") || Arrays.asList(value.split(",")).contains(status);
            case "ImageName" -> glob(value, item.text("ImageName", ""));
            case "Usage", "OSType", "Architecture", "ImageFamily", "ResourceGroupId" ->
                item.text(name, "").equals(value);
            case "InstanceType" -> value.contains("g8y") == arm;
            case "IsSupportCloudinit", "IsSupportIoOptimized" ->
                Boolean.parseBoolean(value) == Boolean.TRUE.equals(item.image().get(name));
            case "Usable" ->
                Boolean.parseBoolean(value)
                        == (boolean) item.image().getOrDefault("Usable", status.equals("Available"));
            case "SnapshotId" ->
                item.image().get("DiskDeviceMappings").toString().contains("SnapshotId=" + value);
            case "ImageOwnerId" -> ownerOf(item).equals(value);
            case "Tag.1.Key", "Tag.2.Key" -> hasTag(item, value, query.get(name.replace("Key", "Value")));
            case "Filter.1.Key", "Filter.2.Key" -> filter(item, value, query.get(name.replace("Key", "Value")));
            default -> true;
        };
    }

    private static String ownerOf(Item item) {
        return "" + item.image().getOrDefault("ImageOwnerId", item.dumpedBy());
    }

    private static boolean hasTag(Item item, String key, String value) {
        var tags = (List<?>) ((Map<?, ?>) item.image().get("Tags")).get("Tag");
        return tags.stream()
                .map(tag -> (Map<?, ?>) tag)
                .anyMatch(tag -> tag.get("TagKey").equals(key)
                        && (value == null || tag.get("TagValue").equals(value)));
    }

    private static boolean filter(Item item, String key, String value) {
        var minute = item.text("CreationTime", "").substring(0, 16) + "Z";
        return switch (key) {
            case "CreationStartTime" -> minute.compareTo(value) >= 0;
            case "CreationEndTime" -> minute.compareTo(value) <= 0;
            case "CpuOnlineUpgrade" ->
                value.equals("supported")
                        == "{CpuOnlineUpgrade=supported}"
                                .equals("" + item.image().get("Features"));
            default -> true;
        };
    }

    /** A wildcard match, character by character. */
    private static boolean glob(String pattern, String text) {
        if (pattern.isEmpty()) {
            return text.isEmpty();
        } else if (pattern.charAt(0) == '*') {
            return IntStream.rangeClosed(0, text.length()).anyMatch(i -> glob(pattern.substring(1), text.substring(i)));
        }
        return !text.isEmpty() && pattern.charAt(0) == text.charAt(0) && glob(pattern.substring(1), text.substring(1));
    }

    @Test
    void everyRandomQueryIsAnsweredAsTheSimpleEvaluationAnswersIt() {
        var mine = IntStream.range(0, 60).mapToObj(i -> randomImage("m-" + i)).toList();
        var theirs = IntStream.range(0, 60).mapToObj(i -> randomImage("n-" + i)).toList();
        var items = new ArrayList<Item>();
        mine.forEach(image -> items.add(new Item(image, ME)));
        theirs.forEach(image -> items.add(new Item(image, OTHER)));
        items.sort(Comparator.comparing((Item item) -> item.text("CreationTime", ""))
                .reversed()
                .thenComparing(item -> item.text("ImageId", "")));
        int answeredSomething = 0;
        try (var server = RunningServer.empty()) {
            server.take(Dumps.answer("cn-hangzhou", mine), ME);
            server.take(Dumps.answer("cn-hangzhou", theirs), OTHER);
            for (int i = 0; i < QUERIES; i++) {
                var query = randomQuery();
                var expected = items.stream()
                        .filter(item -> matches(item, query))
                        .map(item -> item.text("ImageId", ""))
                        .toList();
                assertEquals(expected, ask(server, query, i % 2 == 0), query.toString());
                answeredSomething += expected.isEmpty() ? 0 : 1;
            }
        }
        System.out.println("random queries compared: " + QUERIES + ", different: 0, with images: " + answeredSomething);
        assertTrue(answeredSomething > QUERIES / 10, "most queries found nothing");
    }

    private static List<String> ask(RunningServer server, Map<String, String> query, boolean xml) {
        var parameters = RunningServer.parameters("PageSize", "100", "Format", xml ? "XML" : "JSON");
        parameters.putAll(query);
        var response = server.get(parameters);
        assertEquals(200, response.statusCode(), query + " " + response.body());
        var ids = new ArrayList<String>();
        if (xml) {
            IN_XML.matcher(response.body()).results().forEach(match -> ids.add(match.group(1)));
            assertTrue(response.body().contains("<TotalCount>" + ids.size() + "<"), query.toString());
        } else {
            var answer = RunningServer.json(response);
            answer.at("/Images/Image")
                    .forEach(image -> ids.add(image.path("ImageId").asText()));
            assertEquals(ids.size(), answer.path("TotalCount").asInt());
        }
        return ids;
    }
}
