package io.ecsimages.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestImages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Thousands of random queries, each answered by the server and by a simple evaluation in memory.
 * -Decs-images.random-queries=N asks for another number.
 */
@Tag("extended")
@Tag("query")
class RandomQueriesTest {

    private static final int QUERIES = Integer.getInteger("ecs-images.random-queries", 3000);

    private final Random random = new Random(20240601);

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
        var image = TestImages.image(id, "CreationTime", one(TIMES), "ImageName", one(NAMES));
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
        image.put("Tags", TestImages.tags(tags.toArray(String[]::new)));
        image.put(
                "DiskDeviceMappings", TestImages.disks(one(List.of("s-1", "s-2", "")), one(List.of("s-1", "s-3", ""))));
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
            maybe(query, 0.3, "ImageOwnerId", List.of("3", "" + ImagesInMemory.OTHER));
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

    @Test
    void everyRandomQueryIsAnsweredAsTheSimpleEvaluationAnswersIt() {
        var mine = IntStream.range(0, 60).mapToObj(i -> randomImage("m-" + i)).toList();
        var theirs = IntStream.range(0, 60).mapToObj(i -> randomImage("n-" + i)).toList();
        var images = new ImagesInMemory(mine, theirs);
        int answeredSomething = 0;
        try (var server = images.served()) {
            for (int i = 0; i < QUERIES; i++) {
                var query = randomQuery();
                var expected = images.find(query);
                ImagesInMemory.assertAnswered(expected, server, query, i % 2 == 0 ? "XML" : "JSON");
                answeredSomething += expected.isEmpty() ? 0 : 1;
            }
        }
        System.out.println("random queries compared: " + QUERIES + ", different: 0, with images: " + answeredSomething);
        assertThat(answeredSomething).as("most queries found nothing").isGreaterThan(QUERIES / 10);
    }

    /** Ids that begin or end as others do, or as two of them one behind the other, are ids of their own. */
    @Test
    void imagesAreFoundByTheirIdsInListsThatAreKnown() {
        var mine = IntStream.range(0, 120).mapToObj(i -> randomImage("m-" + i)).toList();
        var images = new ImagesInMemory(mine, List.of());
        try (var server = images.served()) {
            for (String status : List.of("", "ALL", "Creating")) {
                var all = status.isEmpty() ? Map.<String, String>of() : Map.of("Status", status);
                ImagesInMemory.assertAnswered(images.find(all), server, all, "JSON");
                for (int i = 0; i < 120; i++) {
                    var query = new LinkedHashMap<>(all);
                    query.put("ImageId", "m-" + i + ",m,-1,m-" + i / 10 + ",1m-2,m-1m-2,m-" + random.nextInt(200));
                    ImagesInMemory.assertAnswered(images.find(query), server, query, "JSON");
                }
            }
        }
    }
}
