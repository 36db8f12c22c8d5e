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
 * Every filter, alone and with every other filter, returns the same images as a reference implementation. Filters have
 * matching values and near misses. Single filters run in JSON and XML; pairs run in JSON or XML alternately, or in both with
 * {@code -Decs-images.all-formats=true}.
 */
@Tag("extended")
@Tag("query")
class PairwiseFiltersTest {

    private static final boolean ALL_FORMATS = Boolean.getBoolean("ecs-images.all-formats");

    /** The request parameters of a filter. The test replaces {@code .n.} in a name by the number of a list element. */
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

    /** A field of an image with a matching value and a near miss, and the filters that distinguish them. */
    private record FilteredField(Map<String, Object> match, Map<String, Object> nearMiss, List<Filter> filters) {

        static FilteredField of(String name, Object match, Object nearMiss, Filter... filters) {
            return new FilteredField(Map.of(name, match), Map.of(name, nearMiss), List.of(filters));
        }

        /** A field with a parameter of the same name. */
        static FilteredField withParameter(String name, Object match, Object nearMiss) {
            return of(name, match, nearMiss, Filter.of(name, "" + match), Filter.of(name, "" + nearMiss));
        }

        static FilteredField feature(String name) {
            return of(
                    "Features " + name,
                    "supported",
                    "unsupported",
                    Filter.of("Filter.n.Key", name, "Filter.n.Value", "supported"),
                    Filter.of("Filter.n.Key", name, "Filter.n.Value", "unsupported"));
        }
    }

    private static final List<FilteredField> FIELDS = List.of(
            FilteredField.of(
                    "ImageName",
                    "web-1",
                    "web-12",
                    Filter.of("ImageName", "web-1"),
                    Filter.of("ImageName", "web-12"),
                    Filter.of("ImageName", "*-1"),
                    Filter.of("ImageName", "w*12")),
            FilteredField.of(
                    "Status",
                    "Available",
                    "Creating",
                    Filter.of("Status", "Available"),
                    Filter.of("Status", "Creating"),
                    Filter.of("Status", "Waiting,Creating,Available")),
            FilteredField.of(
                    "Usable",
                    true,
                    false,
                    Filter.of("Usable", "true", "Status", "ALL"),
                    Filter.of("Usable", "false", "Status", "ALL")),
            FilteredField.withParameter("Usage", "instance", "none"),
            FilteredField.withParameter("OSType", "linux", "windows"),
            FilteredField.of(
                    "Architecture",
                    "x86_64",
                    "arm64",
                    Filter.of("Architecture", "x86_64"),
                    Filter.of("Architecture", "arm64"),
                    Filter.of("InstanceType", "ecs.g7.large"),
                    Filter.of("InstanceType", "ecs.g8y.large")),
            FilteredField.withParameter("ImageFamily", "fam", "fam-2"),
            FilteredField.withParameter("ResourceGroupId", "rg-1", "rg-12"),
            FilteredField.withParameter("IsSupportIoOptimized", true, false),
            FilteredField.withParameter("IsSupportCloudinit", true, false),
            FilteredField.of(
                    "DiskDeviceMappings",
                    TestImages.disks("s-1"),
                    TestImages.disks("s-12"),
                    Filter.of("SnapshotId", "s-1"),
                    Filter.of("SnapshotId", "s-12")),
            FilteredField.of(
                    "Tags",
                    TestImages.tags("env", "prod", "team", ""),
                    TestImages.tags("Env", "prod", "team", "web"),
                    Filter.of("Tag.n.Key", "env"),
                    Filter.of("Tag.n.Key", "Env"),
                    Filter.of("Tag.n.Key", "team", "Tag.n.Value", ""),
                    Filter.of("Tag.n.Key", "team", "Tag.n.Value", "web")),
            FilteredField.of(
                    "CreationTime",
                    "2024-06-01T12:30:00Z",
                    "2024-06-01T12:31:00Z",
                    Filter.of("Filter.n.Key", "CreationEndTime", "Filter.n.Value", "2024-06-01T12:30Z"),
                    Filter.of("Filter.n.Key", "CreationStartTime", "Filter.n.Value", "2024-06-01T12:31Z")),
            FilteredField.feature("CpuOnlineUpgrade"),
            FilteredField.feature("CpuOnlineDowngrade"),
            FilteredField.feature("MemoryOnlineUpgrade"),
            FilteredField.feature("MemoryOnlineDowngrade"));

    /** The fields that say the owner of an image. */
    private static final List<Map<String, Object>> OWNERS = List.of(
            Map.of("ImageOwnerAlias", "self"),
            Map.of("ImageOwnerAlias", "system"),
            Map.of("ImageOwnerAlias", "marketplace"),
            Map.of("ImageOwnerAlias", "others", "ImageOwnerId", 3L),
            Map.of("ImageOwnerAlias", "others", "ImageOwnerId", 33L),
            Map.of("ImageOwnerAlias", "others", "ImageOwnerId", 3L, "IsPublic", true));

    private static final List<Filter> OWNER_FILTERS = List.of(
            Filter.of("ImageOwnerAlias", "self"),
            Filter.of("ImageOwnerAlias", "system"),
            Filter.of("ImageOwnerAlias", "marketplace"),
            Filter.of("ImageOwnerAlias", "others"),
            Filter.of("ImageOwnerAlias", "others", "ImageOwnerId", "3"),
            Filter.of("ImageOwnerAlias", "others", "ImageOwnerId", "33"),
            Filter.of("ImageOwnerAlias", "others", "IsPublic", "true"),
            Filter.of("ImageOwnerAlias", "others", "IsPublic", "false"));

    /** For each owner an image that matches, and one near miss per field; for the caller also one per pair of fields. */
    private static List<Map<String, Object>> images() {
        var images = new ArrayList<Map<String, Object>>();
        for (var owner : OWNERS) {
            images.add(image(images.size(), owner, List.of()));
            for (var field : FIELDS) {
                images.add(image(images.size(), owner, List.of(field)));
            }
        }
        for (int i = 0; i < FIELDS.size(); i++) {
            for (int j = 0; j < i; j++) {
                images.add(image(images.size(), OWNERS.get(0), List.of(FIELDS.get(i), FIELDS.get(j))));
            }
        }
        return images;
    }

    private static Map<String, Object> image(int n, Map<String, Object> owner, List<FilteredField> nearMisses) {
        var image = TestImages.image("m-" + n);
        var features = new HashMap<String, Object>();
        for (var field : FIELDS) {
            (nearMisses.contains(field) ? field.nearMiss : field.match).forEach((name, value) -> {
                if (name.startsWith("Features ")) {
                    features.put(name.substring("Features ".length()), value);
                } else {
                    image.put(name, value);
                }
            });
        }
        image.put("Features", features);
        image.putAll(owner);
        return image;
    }

    /** Every second id from a first one on, as many as a request accepts. */
    private static Filter ids(int count, int first) {
        return Filter.of(
                "ImageId",
                IntStream.iterate(first, i -> i < count, i -> i + 2)
                        .limit(100)
                        .mapToObj(i -> "m-" + i)
                        .collect(Collectors.joining(",")));
    }

    @Test
    void filtersReturnSameImagesAsReference() {
        var images = images();
        var filters = new ArrayList<Filter>(OWNER_FILTERS);
        filters.add(ids(images.size(), 0));
        filters.add(ids(images.size(), 1));
        FIELDS.forEach(field -> filters.addAll(field.filters));

        var reference = new InMemoryImageSearch(images, List.of());
        int pairs = 0;
        int nonEmpty = 0;
        try (var server = reference.startServer()) {
            var unfiltered = reference.find(Map.of());
            for (int i = 0; i < filters.size(); i++) {
                var query = filters.get(i).numbered(1);
                var alone = compare(reference, server, query, "JSON", "XML");
                assertThat(alone).as(query.toString()).isNotEmpty();
                if (!query.getOrDefault("Status", "").equals("Available")) {
                    assertThat(alone).as(query.toString()).isNotEqualTo(unfiltered);
                }
                for (int j = 0; j < i; j++) {
                    var both = new LinkedHashMap<>(query);
                    var other = filters.get(j).numbered(2);
                    if (other.keySet().stream().noneMatch(both::containsKey)) {
                        both.putAll(other);
                        var formats = ALL_FORMATS
                                ? new String[] {"JSON", "XML"}
                                : new String[] {pairs % 2 == 0 ? "JSON" : "XML"};
                        pairs++;
                        nonEmpty += compare(reference, server, both, formats).isEmpty() ? 0 : 1;
                    }
                }
            }
        }
        System.out.println("filters: " + filters.size() + ", pairs of filters: " + pairs + ", with images: " + nonEmpty
                + ", each in JSON " + (ALL_FORMATS ? "and" : "or") + " XML, different: 0");
        assertThat(nonEmpty).as("number of pairs that match images").isGreaterThanOrEqualTo(pairs / 2);
    }

    private static List<String> compare(
            InMemoryImageSearch reference, TestServer server, Map<String, String> query, String... formats) {
        var expected = reference.find(query);
        for (String format : formats) {
            InMemoryImageSearch.assertFirstPage(expected, server, query, format);
        }
        return expected;
    }
}
