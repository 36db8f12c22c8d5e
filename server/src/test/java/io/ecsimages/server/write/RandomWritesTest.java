package io.ecsimages.server.write;

import static io.ecsimages.server.TestServer.MAXIMUM_PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.Seeds;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.Databases;
import io.micronaut.core.annotation.Nullable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * Random writes of two accounts, each on a server of its own over one database, have the outcome of a simple model, and both
 * accounts then see the images of the model. {@code -Decs-images.random-writes=N} sets the length of a sequence.
 */
class RandomWritesTest {

    private static final int WRITES = Integer.getInteger("ecs-images.random-writes", 30);

    private static final long ACCOUNT = TestServer.ACCOUNT;
    private static final long OTHER = 1000000000000002L;
    private static final List<String> REGIONS = List.of("cn-hangzhou", "cn-beijing");
    private static final List<String> NAMES = List.of("web", "db", "cache", "queue");
    private static final List<String> KEYS = List.of("env", "team");
    private static final List<String> VALUES = List.of("prod", "test", "");

    /** An image of the model. */
    private static final class ModelImage {
        private final long owner;
        private final String region;
        private String name;
        private String description = "";
        private String status = "Available";
        private boolean copied;
        private boolean published;
        private boolean everShared;
        private final Map<String, String> tags = new TreeMap<>();
        private final TreeSet<Long> shares = new TreeSet<>();

        private ModelImage(long owner, String region, String name) {
            this.owner = owner;
            this.region = region;
            this.name = name;
        }

        private boolean isSharedWith(long account) {
            return shares.contains(account);
        }

        /** What an account reads of it. */
        private String view(long account) {
            return (owner == account ? "self" : "others") + " " + name + " " + description + " " + status + " " + copied
                    + " " + published + " " + tags + " " + (shares.isEmpty() ? (everShared ? "False" : "") : "True");
        }
    }

    private static int sequences;

    private Random random;
    private final Map<String, ModelImage> images = new LinkedHashMap<>();
    private final List<String> deleted = new ArrayList<>(List.of("m-nothing"));
    private Map<Long, TestServer> servers;

    @BeforeEach
    void start() {
        var url = Databases.create();
        servers = Map.of(ACCOUNT, server(url, ACCOUNT), OTHER, server(url, OTHER));
    }

    private static TestServer server(String url, long account) {
        return TestServer.empty(Map.of("datasources.default.url", url, "ecs-images.unsigned-account", account));
    }

    @AfterEach
    void stop() {
        servers.values().forEach(TestServer::close);
    }

    @AfterAll
    static void print() {
        System.out.println("random writes: " + sequences + " sequences of " + WRITES + ", on "
                + System.getProperty("ecs-images.database", "h2"));
    }

    @Seeds(2)
    void matchesModel(long seed) {
        random = new Random(seed);
        for (int i = 0; i < WRITES; i++) {
            var account = pick(List.of(ACCOUNT, OTHER));
            switch (random.nextInt(8)) {
                case 0, 1 -> create(account);
                case 2 -> delete(account);
                case 3 -> modify(account);
                case 4 -> share(account);
                case 5 -> publish(account);
                case 6 -> tag(account);
                default -> copy(account);
            }
            compare();
        }
        sequences++;
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private String pickImage() {
        var ids = new ArrayList<>(images.keySet());
        ids.addAll(deleted.subList(Math.max(0, deleted.size() - 2), deleted.size()));
        return pick(ids);
    }

    /** The region of an image, or sometimes another one. */
    private String regionOf(String imageId) {
        var image = images.get(imageId);
        return image == null || random.nextInt(10) == 0 ? pick(REGIONS) : image.region;
    }

    private JsonNode call(long account, String action, String... pairs) {
        return servers.get(account).call(action, pairs);
    }

    private static void assertOutcome(JsonNode response, @Nullable ApiError expected) {
        assertThat(response.path("Code").asText())
                .as(response.toString())
                .isEqualTo(expected == null ? "" : expected.code());
    }

    /** The image, if the account owns it in the region. */
    @Nullable
    private ModelImage own(long account, String region, String imageId) {
        var image = images.get(imageId);
        return image != null && image.owner == account && image.region.equals(region) ? image : null;
    }

    private boolean isUsed(long account, String region, String name) {
        return images.values().stream()
                .anyMatch(image -> image.owner == account && image.region.equals(region) && image.name.equals(name));
    }

    private void create(long account) {
        var region = pick(REGIONS);
        var name = pick(NAMES);
        var response = call(account, "CreateImage", "RegionId", region, "SnapshotId", "s-1", "ImageName", name);
        boolean used = isUsed(account, region, name);
        assertOutcome(response, used ? ApiError.INVALID_IMAGE_NAME_DUPLICATED : null);
        if (!used) {
            images.put(response.path("ImageId").asText(), new ModelImage(account, region, name));
        }
    }

    private void delete(long account) {
        var imageId = pickImage();
        var region = regionOf(imageId);
        var image = own(account, region, imageId);
        ApiError expected = null;
        if (image == null) {
            expected = ApiError.INVALID_IMAGE_ID_NOT_FOUND;
        } else if (image.published) {
            expected = ApiError.IMAGE_IS_PUBLIC;
        } else if (!image.shares.isEmpty()) {
            expected = ApiError.IMAGE_USE_SHARED;
        }
        assertOutcome(call(account, "DeleteImage", "RegionId", region, "ImageId", imageId), expected);
        if (expected == null) {
            images.remove(imageId);
            deleted.add(imageId);
        }
    }

    private void modify(long account) {
        var imageId = pickImage();
        var region = regionOf(imageId);
        var image = own(account, region, imageId);
        switch (random.nextInt(3)) {
            case 0 -> {
                var name = pick(NAMES);
                ApiError expected = null;
                if (image == null) {
                    expected = ApiError.INVALID_IMAGE_ID_NOT_FOUND;
                } else if (!image.name.equals(name) && isUsed(account, region, name)) {
                    expected = ApiError.INVALID_IMAGE_NAME_DUPLICATED;
                }
                modify(account, region, imageId, expected, "ImageName", name);
                if (expected == null) {
                    image.name = name;
                }
            }
            case 1 -> {
                var description = "of " + random.nextInt(1000);
                modify(
                        account,
                        region,
                        imageId,
                        image == null ? ApiError.INVALID_IMAGE_ID_NOT_FOUND : null,
                        "Description",
                        description);
                if (image != null) {
                    image.description = description;
                }
            }
            default -> changeStatus(account, region, imageId, image);
        }
    }

    private void changeStatus(long account, String region, String imageId, @Nullable ModelImage image) {
        var status = pick(List.of("Available", "Deprecated"));
        ApiError expected = null;
        if (image == null) {
            expected = ApiError.INVALID_IMAGE_ID_NOT_FOUND;
        } else if (status.equals("Available")) {
            expected = image.status.equals("Deprecated") ? null : ApiError.IMAGE_STATUS_NOT_DEPRECATED;
        } else if (!image.shares.isEmpty()) {
            expected = ApiError.MODIFY_IMAGE_ATTRIBUTE_IMAGE_USE_SHARED;
        } else if (!image.status.equals("Available")) {
            expected = ApiError.IMAGE_STATUS_NOT_AVAILABLE;
        }
        modify(account, region, imageId, expected, "Status", status);
        if (expected == null) {
            image.status = status;
        }
    }

    private void modify(
            long account, String region, String imageId, @Nullable ApiError expected, String name, String value) {
        assertOutcome(
                call(account, "ModifyImageAttribute", "RegionId", region, "ImageId", imageId, name, value), expected);
    }

    private void share(long account) {
        var imageId = pickImage();
        var region = regionOf(imageId);
        var image = own(account, region, imageId);
        var other = account == ACCOUNT ? OTHER : ACCOUNT;
        boolean added = random.nextInt(3) > 0;
        ApiError expected = null;
        if (image == null) {
            expected = ApiError.INVALID_IMAGE_ID_NOT_FOUND;
        } else if (added && image.status.equals("Deprecated")) {
            expected = ApiError.OPERATION_DENIED_INVALID_IMAGE_STATUS;
        } else if (added && image.published) {
            expected = ApiError.IMAGE_PUBLIC;
        }
        var list = added ? "AddAccount.1" : "RemoveAccount.1";
        assertOutcome(
                call(
                        account,
                        "ModifyImageSharePermission",
                        "RegionId",
                        region,
                        "ImageId",
                        imageId,
                        list,
                        Long.toString(other)),
                expected);
        if (expected == null) {
            image.everShared = true;
            if (added) {
                image.shares.add(other);
            } else {
                image.shares.remove(other);
            }
        }
    }

    private void publish(long account) {
        var imageId = pickImage();
        var region = regionOf(imageId);
        var image = own(account, region, imageId);
        boolean published = random.nextBoolean();
        ApiError expected = null;
        if (image == null) {
            expected = ApiError.INVALID_IMAGE_ID_NOT_FOUND;
        } else if (published && image.status.equals("Deprecated")) {
            expected = ApiError.OPERATION_DENIED_INVALID_IMAGE_STATUS;
        } else if (published && image.published) {
            expected = ApiError.IMAGE_PUBLIC;
        } else if (!published && !image.published) {
            expected = ApiError.IMAGE_NOT_PUBLIC;
        }
        assertOutcome(
                call(
                        account,
                        "ModifyImageSharePermission",
                        "RegionId",
                        region,
                        "ImageId",
                        imageId,
                        "IsPublic",
                        Boolean.toString(published)),
                expected);
        if (expected == null) {
            image.published = published;
        }
    }

    private void tag(long account) {
        var imageId = pickImage();
        var region = regionOf(imageId);
        var image = own(account, region, imageId);
        var expected = image == null ? ApiError.INVALID_RESOURCE_ID_NOT_FOUND : null;
        var key = pick(KEYS);
        if (random.nextInt(3) > 0) {
            var value = pick(VALUES);
            assertOutcome(
                    call(
                            account,
                            "TagResources",
                            "RegionId",
                            region,
                            "ResourceType",
                            "image",
                            "ResourceId.1",
                            imageId,
                            "Tag.1.Key",
                            key,
                            "Tag.1.Value",
                            value),
                    expected);
            if (image != null) {
                image.tags.put(key, value);
            }
        } else {
            assertOutcome(
                    call(
                            account,
                            "UntagResources",
                            "RegionId",
                            region,
                            "ResourceType",
                            "image",
                            "ResourceId.1",
                            imageId,
                            "TagKey.1",
                            key),
                    expected);
            if (image != null) {
                image.tags.remove(key);
            }
        }
    }

    private void copy(long account) {
        var imageId = pickImage();
        var region = regionOf(imageId);
        var destination = pick(REGIONS);
        var name = pick(NAMES);
        var image = images.get(imageId);
        boolean visible =
                image != null && image.region.equals(region) && (image.owner == account || image.isSharedWith(account));
        ApiError expected = null;
        if (!visible) {
            expected = ApiError.INVALID_IMAGE_ID_NOT_FOUND;
        } else if (image.owner != account && !destination.equals(region)) {
            expected = ApiError.OPERATION_DENIED_SAME_REGION_ONLY;
        } else if (image.owner == account && destination.equals(region)) {
            expected = ApiError.INCORRECT_DESTINATION_REGION;
        } else if (!image.status.equals("Available")) {
            expected = ApiError.COPY_IMAGE_INCORRECT_IMAGE_STATUS;
        } else if (isUsed(account, destination, name)) {
            expected = ApiError.INVALID_IMAGE_NAME_DESTINATION_DUPLICATED;
        }
        var response = call(
                account,
                "CopyImage",
                "RegionId",
                region,
                "ImageId",
                imageId,
                "DestinationRegionId",
                destination,
                "DestinationImageName",
                name);
        assertOutcome(response, expected);
        if (expected == null) {
            var copy = new ModelImage(account, destination, name);
            copy.copied = true;
            images.put(response.path("ImageId").asText(), copy);
        }
    }

    /** Compares what each account sees in each region with the model, by different queries. */
    private void compare() {
        for (long account : List.of(ACCOUNT, OTHER)) {
            for (String region : REGIONS) {
                compare(account, region, image -> image.owner == account || image.isSharedWith(account));
                compare(
                        account,
                        region,
                        image -> image.owner != account && image.published,
                        "ImageOwnerAlias",
                        "others",
                        "IsPublic",
                        "true");
                compare(
                        account,
                        region,
                        image -> image.owner == account && image.name.startsWith("w"),
                        "ImageOwnerAlias",
                        "self",
                        "ImageName",
                        "w*");
                compare(
                        account,
                        region,
                        image -> image.owner == account && "prod".equals(image.tags.get("env")),
                        "ImageOwnerAlias",
                        "self",
                        "Tag.1.Key",
                        "env",
                        "Tag.1.Value",
                        "prod");
            }
            for (var entry : images.entrySet()) {
                compare(
                        account,
                        entry.getValue().region,
                        image -> image == entry.getValue() && (image.owner == account || image.isSharedWith(account)),
                        "ImageId",
                        entry.getKey());
            }
        }
    }

    private void compare(long account, String region, Predicate<ModelImage> selection, String... query) {
        var expected = new TreeMap<String, String>();
        images.forEach((imageId, image) -> {
            if (image.region.equals(region) && selection.test(image)) {
                expected.put(imageId, image.view(account));
            }
        });
        assertThat(seen(account, region, query))
                .as("images of account " + account + " in " + region + " " + List.of(query))
                .isEqualTo(expected);
    }

    private Map<String, String> seen(long account, String region, String... query) {
        var parameters = new ArrayList<>(
                List.of("RegionId", region, "PageSize", String.valueOf(MAXIMUM_PAGE_SIZE), "Status", "ALL"));
        parameters.addAll(List.of(query));
        var response = call(account, "DescribeImages", parameters.toArray(String[]::new));
        var seen = new TreeMap<String, String>();
        for (JsonNode image : response.at("/Images/Image")) {
            var tags = new TreeMap<String, String>();
            image.at("/Tags/Tag")
                    .forEach(tag -> tags.put(
                            tag.path("TagKey").asText(), tag.path("TagValue").asText()));
            seen.put(
                    image.path("ImageId").asText(),
                    image.path("ImageOwnerAlias").asText() + " "
                            + image.path("ImageName").asText() + " "
                            + image.path("Description").asText() + " "
                            + image.path("Status").asText() + " "
                            + image.path("IsCopied").asBoolean() + " "
                            + image.path("IsPublic").asBoolean() + " " + tags + " "
                            + image.path("IsSelfShared").asText());
        }
        return seen;
    }
}
