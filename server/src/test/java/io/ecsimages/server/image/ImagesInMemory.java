package io.ecsimages.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestImages;
import io.ecsimages.server.TestServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The images of two accounts, as a list in memory, and a deliberately simple evaluation of what DescribeImages answers to
 * one of them. It shares no code with the server, which it is compared with.
 */
final class ImagesInMemory {

    static final long ME = TestServer.ACCOUNT;
    static final long OTHER = 1000000000000002L;

    private static final int PAGE_SIZE = 100;
    private static final Pattern ID_IN_XML = Pattern.compile("<ImageId>([^<]*)</ImageId>");
    private static final Pattern TOTAL_IN_XML = Pattern.compile("<TotalCount>(\\d+)<");

    private final List<Map<String, Object>> mine;
    private final List<Map<String, Object>> theirs;
    private final List<Item> items = new ArrayList<>();

    /** The images in the dumps of both accounts, all in cn-hangzhou. */
    ImagesInMemory(List<Map<String, Object>> mine, List<Map<String, Object>> theirs) {
        this.mine = mine;
        this.theirs = theirs;
        mine.forEach(image -> items.add(new Item(image, ME)));
        theirs.forEach(image -> items.add(new Item(image, OTHER)));
        items.sort(Comparator.comparing((Item item) -> item.text("CreationTime", ""))
                .reversed()
                .thenComparing(item -> item.text("ImageId", "")));
    }

    /** A server that has the same images. */
    TestServer served() {
        var server = TestServer.empty();
        server.importDump(TestImages.dump("cn-hangzhou", mine), ME);
        server.importDump(TestImages.dump("cn-hangzhou", theirs), OTHER);
        return server;
    }

    /** The ids of what a query finds, in their order. */
    List<String> find(Map<String, String> query) {
        return items.stream()
                .filter(item -> matches(item, query))
                .map(item -> item.text("ImageId", ""))
                .toList();
    }

    /** Compares the first page of a server's answer, and its TotalCount, with what a query must find. */
    static void assertAnswered(List<String> expected, TestServer server, Map<String, String> query, String format) {
        var parameters = TestServer.parameters("PageSize", "" + PAGE_SIZE, "Format", format);
        parameters.putAll(query);
        var response = server.get(parameters);
        assertThat(response.statusCode()).as(query + " " + response.body()).isEqualTo(200);
        var ids = new ArrayList<String>();
        int total;
        if (format.equals("XML")) {
            ID_IN_XML.matcher(response.body()).results().forEach(match -> ids.add(match.group(1)));
            var count = TOTAL_IN_XML.matcher(response.body());
            total = count.find() ? Integer.parseInt(count.group(1)) : -1;
        } else {
            var answer = TestServer.json(response);
            answer.at("/Images/Image")
                    .forEach(image -> ids.add(image.path("ImageId").asText()));
            total = answer.path("TotalCount").asInt(-1);
        }
        assertThat(ids).as(format + " " + query).isEqualTo(expected.subList(0, Math.min(PAGE_SIZE, expected.size())));
        assertThat(total).as(format + " " + query).isEqualTo(expected.size());
    }

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
                parts(item, "DiskDeviceMappings", "DiskDeviceMapping")
                        .anyMatch(disk -> value.equals(disk.get("SnapshotId")));
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
        return parts(item, "Tags", "Tag")
                .anyMatch(tag -> tag.get("TagKey").equals(key)
                        && (value == null || tag.get("TagValue").equals(value)));
    }

    private static Stream<Map<?, ?>> parts(Item item, String list, String member) {
        var parts = (List<?>) ((Map<?, ?>) item.image().get(list)).get(member);
        return parts.stream().map(part -> (Map<?, ?>) part);
    }

    private static boolean filter(Item item, String key, String value) {
        var minute = item.text("CreationTime", "").substring(0, 16) + "Z";
        var features = (Map<?, ?>) item.image().getOrDefault("Features", Map.of());
        return switch (key) {
            case "CreationStartTime" -> minute.compareTo(value) >= 0;
            case "CreationEndTime" -> minute.compareTo(value) <= 0;
            case "NetworkType" -> true;
            default -> value.equals("supported") == "supported".equals(features.get(key));
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
}
