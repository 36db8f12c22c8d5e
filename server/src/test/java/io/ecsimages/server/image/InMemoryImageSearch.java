package io.ecsimages.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestImages;
import io.ecsimages.server.TestServer;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A reference implementation of DescribeImages over the images of two accounts in memory. It is deliberately simple and
 * shares no code with the server.
 */
final class InMemoryImageSearch {

    static final long CALLER = TestServer.ACCOUNT;
    static final long OTHER = 1000000000000002L;

    private static final int PAGE_SIZE = Integer.parseInt(TestServer.MAXIMUM_PAGE_SIZE);
    private static final Pattern ID_IN_XML = Pattern.compile("<ImageId>([^<]*)</ImageId>");
    private static final Pattern TOTAL_IN_XML = Pattern.compile("<TotalCount>(\\d+)<");

    private final List<Map<String, Object>> callerImages;
    private final List<Map<String, Object>> otherImages;
    private final List<Item> items = new ArrayList<>();

    /** Takes the images in the dumps of both accounts, all in cn-hangzhou. */
    InMemoryImageSearch(List<Map<String, Object>> callerImages, List<Map<String, Object>> otherImages) {
        this.callerImages = callerImages;
        this.otherImages = otherImages;
        callerImages.forEach(image -> items.add(new Item(image, CALLER)));
        otherImages.forEach(image -> items.add(new Item(image, OTHER)));
        items.sort(Comparator.comparing((Item item) -> item.string("CreationTime", ""))
                .reversed()
                .thenComparing(item -> item.string("ImageId", "")));
    }

    /** Starts a server with the same images. */
    TestServer startServer() {
        var server = TestServer.empty();
        server.importDump(TestImages.dump("cn-hangzhou", callerImages), CALLER);
        server.importDump(TestImages.dump("cn-hangzhou", otherImages), OTHER);
        return server;
    }

    /** Returns the ids of the images that match a query, sorted as in a response. */
    List<String> find(Map<String, String> query) {
        return items.stream()
                .filter(item -> matches(item, query))
                .map(item -> item.string("ImageId", ""))
                .toList();
    }

    /** Checks the first page of a server's response, and its TotalCount, against the expected ids. */
    static void assertFirstPage(List<String> expected, TestServer server, Map<String, String> query, String format) {
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
            var json = TestServer.json(response);
            json.at("/Images/Image")
                    .forEach(image -> ids.add(image.path("ImageId").asText()));
            total = json.path("TotalCount").asInt(-1);
        }
        assertThat(ids).as(format + " " + query).isEqualTo(expected.subList(0, Math.min(PAGE_SIZE, expected.size())));
        assertThat(total).as(format + " " + query).isEqualTo(expected.size());
    }

    /** An image, and the account whose dump contains it. */
    private record Item(Map<String, Object> image, long dumpedBy) {

        String string(String field, String defaultValue) {
            return (String) image.getOrDefault(field, defaultValue);
        }

        /** The ImageOwnerAlias for the caller, or null if the image is not visible. */
        String aliasForCaller() {
            var alias = string("ImageOwnerAlias", "");
            if (alias.equals("self")) {
                return dumpedBy == CALLER ? "self" : null;
            }
            return alias.equals("others") && (dumpedBy != CALLER || isPublic()) ? null : alias;
        }

        boolean isPublic() {
            return Boolean.TRUE.equals(image.get("IsPublic"));
        }

        boolean isCommunityImage() {
            var alias = string("ImageOwnerAlias", "");
            return isPublic() && (alias.equals("others") || alias.equals("self") && dumpedBy != CALLER);
        }
    }

    private static boolean matches(Item item, Map<String, String> query) {
        return query.keySet().stream().allMatch(name -> matchesParameter(item, name, query.get(name), query))
                && isVisible(item, query)
                && (query.containsKey("Status") || item.string("Status", "").equals("Available"));
    }

    private static boolean isVisible(Item item, Map<String, String> query) {
        if ("true".equals(query.get("IsPublic"))) {
            return item.isCommunityImage();
        }
        var alias = query.get("ImageOwnerAlias");
        return item.aliasForCaller() != null
                && (alias == null
                        ? !item.aliasForCaller().equals("marketplace")
                        : item.aliasForCaller().equals(alias));
    }

    private static boolean matchesParameter(Item item, String name, String value, Map<String, String> query) {
        var status = item.string("Status", "");
        var arm = item.string("Architecture", "").equals("arm64");
        return switch (name) {
            case "ImageId" -> Arrays.asList(value.split(",")).contains(item.string("ImageId", ""));
            case "Status" ->
                value.equals("ALL") || Arrays.asList(value.split(",")).contains(status);
            case "ImageName" -> glob(value, item.string("ImageName", ""));
            case "Usage", "OSType", "Architecture", "ImageFamily", "ResourceGroupId" ->
                item.string(name, "").equals(value);
            case "InstanceType" -> value.contains("g8y") == arm;
            case "IsSupportCloudinit", "IsSupportIoOptimized" ->
                Boolean.parseBoolean(value) == Boolean.TRUE.equals(item.image().get(name));
            case "Usable" ->
                Boolean.parseBoolean(value)
                        == (boolean) item.image().getOrDefault("Usable", status.equals("Available"));
            case "SnapshotId" ->
                elements(item, "DiskDeviceMappings", "DiskDeviceMapping")
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
        return elements(item, "Tags", "Tag")
                .anyMatch(tag -> tag.get("TagKey").equals(key)
                        && (value == null || tag.get("TagValue").equals(value)));
    }

    private static Stream<Map<?, ?>> elements(Item item, String list, String field) {
        var elements = (List<?>) ((Map<?, ?>) item.image().get(list)).get(field);
        return elements.stream().map(element -> (Map<?, ?>) element);
    }

    private static boolean filter(Item item, String key, String value) {
        var created = OffsetDateTime.parse(item.string("CreationTime", ""));
        var features = (Map<?, ?>) item.image().getOrDefault("Features", Map.of());
        return switch (key) {
            case "CreationStartTime" -> !created.isBefore(OffsetDateTime.parse(value));
            case "CreationEndTime" -> !created.isAfter(OffsetDateTime.parse(value));
            case "NetworkType" -> true;
            default -> value.equals("supported") == "supported".equals(features.get(key));
        };
    }

    /** Matches a wildcard pattern character by character. */
    private static boolean glob(String pattern, String name) {
        if (pattern.isEmpty()) {
            return name.isEmpty();
        } else if (pattern.charAt(0) == '*') {
            return IntStream.rangeClosed(0, name.length()).anyMatch(i -> glob(pattern.substring(1), name.substring(i)));
        }
        return !name.isEmpty() && pattern.charAt(0) == name.charAt(0) && glob(pattern.substring(1), name.substring(1));
    }
}
