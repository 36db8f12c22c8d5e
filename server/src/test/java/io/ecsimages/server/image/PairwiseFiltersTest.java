package io.ecsimages.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestImages;
import io.ecsimages.server.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every filter with a value that matches and one that nearly does, alone in both formats, and together with every other in
 * one of the formats, by turns, held against a simple evaluation in memory. With {@code -Decs-images.all-formats=true} each
 * pair is asked in both.
 */
@Tag("query")
class PairwiseFiltersTest {

    private static final boolean EACH_PAIR_IN_BOTH = Boolean.getBoolean("ecs-images.all-formats");

    /** A filter: parameters that each image either meets or just misses. An n in a name is the number in its list. */
    private record Filter(Map<String, String> parameters) {

        static Filter of(String... pairs) {
            var parameters = new LinkedHashMap<String, String>();
            for (int i = 0; i < pairs.length; i += 2) {
                parameters.put(pairs[i], pairs[i + 1]);
            }
            return new Filter(parameters);
        }

        Map<String, String> numbered(int n) {
            var numbered = new LinkedHashMap<String, String>();
            parameters.forEach((name, value) -> numbered.put(name.replace(".n.", "." + n + "."), value));
            return numbered;
        }
    }

    /** What has a match and a near miss: members of an image, and a filter, twice each. */
    private record Contrast(Map<String, Object> match, Map<String, Object> miss, List<Filter> filters) {

        static Contrast of(String member, Object match, Object miss, Filter... filters) {
            return new Contrast(Map.of(member, match), Map.of(member, miss), List.of(filters));
        }

        /** A member that a parameter of the same name selects. */
        static Contrast same(String name, Object match, Object miss) {
            return of(name, match, miss, Filter.of(name, "" + match), Filter.of(name, "" + miss));
        }

        static Contrast feature(String name) {
            return of(
                    "Features " + name,
                    "supported",
                    "unsupported",
                    Filter.of("Filter.n.Key", name, "Filter.n.Value", "supported"),
                    Filter.of("Filter.n.Key", name, "Filter.n.Value", "unsupported"));
        }
    }

    private static final List<Contrast> CONTRASTS = List.of(
            Contrast.of(
                    "ImageName",
                    "web-1",
                    "web-12",
                    Filter.of("ImageName", "web-1"),
                    Filter.of("ImageName", "web-12"),
                    Filter.of("ImageName", "*-1"),
                    Filter.of("ImageName", "w*12")),
            Contrast.of(
                    "Status",
                    "Available",
                    "Creating",
                    Filter.of("Status", "Available"),
                    Filter.of("Status", "Creating"),
                    Filter.of("Status", "Waiting,Creating,Available")),
            Contrast.of(
                    "Usable",
                    true,
                    false,
                    Filter.of("Usable", "true", "Status", "ALL"),
                    Filter.of("Usable", "false", "Status", "ALL")),
            Contrast.same("Usage", "instance", "none"),
            Contrast.same("OSType", "linux", "windows"),
            Contrast.of(
                    "Architecture",
                    "x86_64",
                    "arm64",
                    Filter.of("Architecture", "x86_64"),
                    Filter.of("Architecture", "arm64"),
                    Filter.of("InstanceType", "ecs.g7.large"),
                    Filter.of("InstanceType", "ecs.g8y.large")),
            Contrast.same("ImageFamily", "fam", "fam-2"),
            Contrast.same("ResourceGroupId", "rg-1", "rg-12"),
            Contrast.same("IsSupportIoOptimized", true, false),
            Contrast.same("IsSupportCloudinit", true, false),
            Contrast.of(
                    "DiskDeviceMappings",
                    TestImages.disks("s-1"),
                    TestImages.disks("s-12"),
                    Filter.of("SnapshotId", "s-1"),
                    Filter.of("SnapshotId", "s-12")),
            Contrast.of(
                    "Tags",
                    TestImages.tags("env", "prod", "team", ""),
                    TestImages.tags("Env", "prod", "team", "web"),
                    Filter.of("Tag.n.Key", "env"),
                    Filter.of("Tag.n.Key", "Env"),
                    Filter.of("Tag.n.Key", "team", "Tag.n.Value", ""),
                    Filter.of("Tag.n.Key", "team", "Tag.n.Value", "web")),
            Contrast.of(
                    "CreationTime",
                    "2024-06-01T12:30:00Z",
                    "2024-06-01T12:31:00Z",
                    Filter.of("Filter.n.Key", "CreationEndTime", "Filter.n.Value", "2024-06-01T12:30Z"),
                    Filter.of("Filter.n.Key", "CreationStartTime", "Filter.n.Value", "2024-06-01T12:31Z")),
            Contrast.feature("CpuOnlineUpgrade"),
            Contrast.feature("CpuOnlineDowngrade"),
            Contrast.feature("MemoryOnlineUpgrade"),
            Contrast.feature("MemoryOnlineDowngrade"));

    /** Whose images there are, and how they are asked for. */
    private static final List<Map<String, Object>> OWNERS = List.of(
            Map.of("ImageOwnerAlias", "self"),
            Map.of("ImageOwnerAlias", "system"),
            Map.of("ImageOwnerAlias", "marketplace"),
            Map.of("ImageOwnerAlias", "others", "ImageOwnerId", 3L),
            Map.of("ImageOwnerAlias", "others", "ImageOwnerId", 33L),
            Map.of("ImageOwnerAlias", "others", "ImageOwnerId", 3L, "IsPublic", true));

    private static final List<Filter> OF_OWNERS = List.of(
            Filter.of("ImageOwnerAlias", "self"),
            Filter.of("ImageOwnerAlias", "system"),
            Filter.of("ImageOwnerAlias", "marketplace"),
            Filter.of("ImageOwnerAlias", "others"),
            Filter.of("ImageOwnerAlias", "others", "ImageOwnerId", "3"),
            Filter.of("ImageOwnerAlias", "others", "ImageOwnerId", "33"),
            Filter.of("ImageOwnerAlias", "others", "IsPublic", "true"),
            Filter.of("ImageOwnerAlias", "others", "IsPublic", "false"));

    /** For each owner an image that meets every match, one that just misses each, and own ones that miss any two. */
    private static List<Map<String, Object>> images() {
        var images = new ArrayList<Map<String, Object>>();
        for (var owner : OWNERS) {
            images.add(image(images.size(), owner, List.of()));
            for (var missed : CONTRASTS) {
                images.add(image(images.size(), owner, List.of(missed)));
            }
        }
        for (int i = 0; i < CONTRASTS.size(); i++) {
            for (int j = 0; j < i; j++) {
                images.add(image(images.size(), OWNERS.get(0), List.of(CONTRASTS.get(i), CONTRASTS.get(j))));
            }
        }
        return images;
    }

    private static Map<String, Object> image(int n, Map<String, Object> owner, List<Contrast> missed) {
        var image = TestImages.image("m-" + n);
        var features = new HashMap<String, Object>();
        for (var contrast : CONTRASTS) {
            (missed.contains(contrast) ? contrast.miss : contrast.match).forEach((member, value) -> {
                if (member.startsWith("Features ")) {
                    features.put(member.substring("Features ".length()), value);
                } else {
                    image.put(member, value);
                }
            });
        }
        image.put("Features", features);
        image.putAll(owner);
        return image;
    }

    /** Half of all ids, those with an odd or an even number, as far as a request may name them. */
    private static Filter ids(int count, int first) {
        return Filter.of(
                "ImageId",
                IntStream.iterate(first, i -> i < count, i -> i + 2)
                        .limit(100)
                        .mapToObj(i -> "m-" + i)
                        .collect(Collectors.joining(",")));
    }

    @Test
    void everyPairOfFiltersIsAnsweredAsTheSimpleEvaluationAnswersIt() {
        var images = images();
        var filters = new ArrayList<Filter>(OF_OWNERS);
        filters.add(ids(images.size(), 0));
        filters.add(ids(images.size(), 1));
        CONTRASTS.forEach(contrast -> filters.addAll(contrast.filters));

        var memory = new ImagesInMemory(images, List.of());
        int pairs = 0;
        int found = 0;
        try (var server = memory.served()) {
            var unfiltered = memory.find(Map.of());
            for (int i = 0; i < filters.size(); i++) {
                var query = filters.get(i).numbered(1);
                var alone = compare(memory, server, query, "JSON", "XML");
                assertThat(alone).as(query.toString()).isNotEmpty();
                if (!query.getOrDefault("Status", "").equals("Available")) {
                    assertThat(alone).as(query.toString()).isNotEqualTo(unfiltered);
                }
                for (int j = 0; j < i; j++) {
                    var both = new LinkedHashMap<>(query);
                    var other = filters.get(j).numbered(2);
                    if (other.keySet().stream().noneMatch(both::containsKey)) {
                        both.putAll(other);
                        var formats = EACH_PAIR_IN_BOTH
                                ? new String[] {"JSON", "XML"}
                                : new String[] {pairs % 2 == 0 ? "JSON" : "XML"};
                        pairs++;
                        found += compare(memory, server, both, formats).isEmpty() ? 0 : 1;
                    }
                }
            }
        }
        System.out.println("filters alone: " + filters.size() + ", pairs of filters: " + pairs + ", with images: "
                + found + ", each in JSON " + (EACH_PAIR_IN_BOTH ? "and" : "or") + " XML, different: 0");
        assertThat(found).as("most pairs found nothing").isGreaterThanOrEqualTo(pairs / 2);
    }

    private static List<String> compare(
            ImagesInMemory memory, TestServer server, Map<String, String> query, String... formats) {
        var expected = memory.find(query);
        for (String format : formats) {
            ImagesInMemory.assertAnswered(expected, server, query, format);
        }
        return expected;
    }
}
