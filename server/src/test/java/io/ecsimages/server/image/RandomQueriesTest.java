package io.ecsimages.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.Seeds;
import io.ecsimages.server.TestImages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;

/**
 * Random queries return the same images as a reference implementation. {@code -Decs-images.random-queries=N} sets their
 * number.
 */
@Tag("extended")
@Tag("query")
class RandomQueriesTest {

    private static final int QUERIES = Integer.getInteger("ecs-images.random-queries", 800);

    private final Random random = new Random();

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean happens(double probability) {
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
        var image = TestImages.image(id, "CreationTime", pick(TIMES), "ImageName", pick(NAMES));
        image.put("ImageOwnerAlias", pick(List.of("self", "self", "self", "system", "others", "marketplace")));
        image.put("Status", happens(0.6) ? "Available" : pick(STATUSES));
        image.put("Usage", pick(List.of("instance", "none")));
        image.put("OSType", pick(List.of("linux", "windows")));
        image.put("Architecture", pick(List.of("i386", "x86_64", "arm64")));
        if (happens(0.5)) {
            image.put("ImageFamily", pick(List.of("fam", "fam-2")));
        }
        if (happens(0.5)) {
            image.put("ResourceGroupId", pick(List.of("rg-1", "rg-2")));
        }
        if (happens(0.6)) {
            image.put("IsSupportCloudinit", happens(0.5));
        }
        if (happens(0.6)) {
            image.put("IsSupportIoOptimized", happens(0.5));
        }
        if (happens(0.3)) {
            image.put("Usable", happens(0.5));
        }
        if (happens(0.2) && !List.of("system", "marketplace").contains(image.get("ImageOwnerAlias"))) {
            image.put("IsPublic", true);
        }
        if (image.get("ImageOwnerAlias").equals("others")) {
            image.put("ImageOwnerId", pick(List.of(3L, 4L)));
        }
        var tags = new ArrayList<String>();
        KEYS.stream().filter(key -> happens(0.4)).forEach(key -> tags.addAll(List.of(key, pick(VALUES))));
        image.put("Tags", TestImages.tags(tags.toArray(String[]::new)));
        image.put(
                "DiskDeviceMappings",
                TestImages.disks(pick(List.of("s-1", "s-2", "")), pick(List.of("s-1", "s-3", ""))));
        if (happens(0.5)) {
            image.put("Features", Map.of("CpuOnlineUpgrade", pick(List.of("supported", "unsupported"))));
        }
        return image;
    }

    /** A random query: each parameter has a small probability, so that few and many are combined. */
    private Map<String, String> randomQuery() {
        var query = new LinkedHashMap<String, String>();
        double density = pick(List.of(0.05, 0.15, 0.3));
        putSometimes(query, density, "ImageOwnerAlias", List.of("system", "self", "others", "marketplace"));
        putSometimes(query, density, "ImageName", PATTERNS);
        putSometimes(query, density, "Usage", List.of("instance", "none"));
        putSometimes(query, density, "OSType", List.of("linux", "windows"));
        putSometimes(query, density, "Architecture", List.of("i386", "x86_64", "arm64"));
        putSometimes(query, density, "ImageFamily", List.of("fam", "fam-2", "fa"));
        putSometimes(query, density, "ResourceGroupId", List.of("rg-1", "rg-3"));
        putSometimes(query, density, "InstanceType", List.of("ecs.g7.large", "ecs.g8y.large"));
        putSometimes(query, density, "IsSupportCloudinit", List.of("true", "False"));
        putSometimes(query, density, "IsSupportIoOptimized", List.of("TRUE", "false"));
        putSometimes(query, density, "SnapshotId", List.of("s-1", "s-2", "s-4"));
        putSometimes(query, density, "ActionType", List.of("CreateEcs", "ChangeOS"));
        if (happens(density)) {
            query.put(
                    "ImageId",
                    "m-" + random.nextInt(60) + ",nothing,m-" + random.nextInt(60) + ",n-" + random.nextInt(60));
        }
        if (happens(0.5)) {
            query.put("Status", happens(0.3) ? "ALL" : pick(STATUSES) + "," + pick(STATUSES));
            putSometimes(query, density, "Usable", List.of("true", "false"));
        }
        if ("others".equals(query.get("ImageOwnerAlias"))) {
            putSometimes(query, 0.3, "IsPublic", List.of("true", "false"));
            putSometimes(query, 0.3, "ImageOwnerId", List.of("3", "" + InMemoryImageSearch.OTHER));
        }
        for (int n = 1; n <= 2; n++) {
            if (happens(density)) {
                query.put("Tag." + n + ".Key", pick(KEYS));
                putSometimes(query, 0.6, "Tag." + n + ".Value", VALUES);
            }
            if (happens(density)) {
                var filter = pick(List.of(
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

    private void putSometimes(Map<String, String> query, double probability, String name, List<String> values) {
        if (happens(probability)) {
            query.put(name, pick(values));
        }
    }

    @Seeds(1)
    void randomQueriesReturnSameImagesAsReference(long seed) {
        random.setSeed(seed);
        var callerImages =
                IntStream.range(0, 60).mapToObj(i -> randomImage("m-" + i)).toList();
        var otherImages =
                IntStream.range(0, 60).mapToObj(i -> randomImage("n-" + i)).toList();
        var reference = new InMemoryImageSearch(callerImages, otherImages);
        int nonEmpty = 0;
        try (var server = reference.startServer()) {
            for (int i = 0; i < QUERIES; i++) {
                var query = randomQuery();
                var expected = reference.find(query);
                InMemoryImageSearch.assertFirstPage(expected, server, query, i % 2 == 0 ? "XML" : "JSON");
                nonEmpty += expected.isEmpty() ? 0 : 1;
            }
        }
        System.out.println("random queries compared: " + QUERIES + ", different: 0, with images: " + nonEmpty);
        assertThat(nonEmpty).as("number of queries that match images").isGreaterThan(QUERIES / 10);
    }

    /** An id that is a prefix, a suffix or a concatenation of other ids matches none of them. */
    @Seeds(1)
    void imagesAreFoundByIdInCachedLists(long seed) {
        random.setSeed(seed);
        var callerImages =
                IntStream.range(0, 120).mapToObj(i -> randomImage("m-" + i)).toList();
        var reference = new InMemoryImageSearch(callerImages, List.of());
        try (var server = reference.startServer()) {
            for (String status : List.of("", "ALL", "Creating")) {
                var all = status.isEmpty() ? Map.<String, String>of() : Map.of("Status", status);
                InMemoryImageSearch.assertFirstPage(reference.find(all), server, all, "JSON");
                for (int i = 0; i < 120; i++) {
                    var query = new LinkedHashMap<>(all);
                    query.put("ImageId", "m-" + i + ",m,-1,m-" + i / 10 + ",1m-2,m-1m-2,m-" + random.nextInt(200));
                    InMemoryImageSearch.assertFirstPage(reference.find(query), server, query, "JSON");
                }
            }
        }
    }
}
