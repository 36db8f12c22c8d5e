package io.ecsimages.server.tag;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.model.TagToSet;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.beans.BeanIntrospection;
import jakarta.validation.constraints.Size;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TagResources, UntagResources, AddTags and RemoveTags: the tags that the next read of each action returns. */
@Tag("contract")
@ServerTest
@Property(name = "ecs-images.tag-quota", value = "4")
class TagWritesTest {

    private TestServer server;

    @BeforeEach
    void importImages(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("one", "Tags", tags("env", "prod", "team", "red")),
                        image("two", "Tags", tags("env", "test")),
                        image("bare", "Status", "Creating")),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("theirs", "IsPublic", true)), 2);
    }

    private static String join(Stream<String> tags) {
        return tags.collect(Collectors.joining(" "));
    }

    private static Stream<String> tagsOf(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(tag ->
                        tag.path("TagKey").asText() + "=" + tag.path("TagValue").asText());
    }

    /** The tags of an image in their order, in which all three reads agree. */
    private String tagsOf(String imageId) {
        var image =
                join(tagsOf(server.describe("ImageId", imageId, "Status", "ALL").at("/Images/Image/0/Tags/Tag")));
        var sorted = join(Stream.of(image.split(" ")).sorted());
        assertThat(join(tagsOf(
                        server.call("DescribeTags", "ResourceId", imageId).at("/Tags/Tag"))))
                .isEqualTo(sorted);
        assertThat(join(tagsOf(server.call("ListTagResources", "ResourceType", "image", "ResourceId.1", imageId)
                        .at("/TagResources/TagResource"))))
                .isEqualTo(sorted);
        return image;
    }

    private void succeed(String action, String... pairs) {
        server.succeed(action, withType(pairs));
    }

    private void refuse(ApiError error, String action, String... pairs) {
        server.fail(error, action, withType(pairs));
    }

    private static String[] withType(String... pairs) {
        return Stream.concat(Stream.of("ResourceType", "image"), Stream.of(pairs))
                .toArray(String[]::new);
    }

    @Test
    void tagsSeveralImages() {
        succeed(
                "TagResources",
                "ResourceId.1",
                "one",
                "ResourceId.2",
                "two",
                "ResourceId.3",
                "two",
                "Tag.1.Key",
                "note",
                "Tag.2.Key",
                "env",
                "Tag.2.Value",
                "dev");
        assertThat(tagsOf("one")).isEqualTo("env=dev team=red note=");
        assertThat(tagsOf("two")).isEqualTo("env=dev note=");
        assertThat(server.describe("Tag.1.Key", "note", "Tag.1.Value", "")
                        .path("TotalCount")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void tagsImageThatIsBeingCreated() {
        succeed("TagResources", "ResourceId.1", "bare", "Tag.1.Key", "env", "Tag.1.Value", "prod");
        assertThat(tagsOf("bare")).isEqualTo("env=prod");
    }

    @ParameterizedTest
    @CsvSource({
        "env, env, DUPLICATE_TAG_KEY",
        "env, Env, TAG_KEY_DUPLICATION",
        "aliyun-x, env, INVALID_TAG_KEY_MALFORMED"
    })
    void refusesKeysOfTagResources(String first, String second, ApiError error) {
        refuse(error, "TagResources", "ResourceId.1", "one", "Tag.1.Key", first, "Tag.2.Key", second);
        assertThat(tagsOf("one")).isEqualTo("env=prod team=red");
    }

    @Test
    void longestKeyAndValueCountCharacters() {
        var key = "\uD83D\uDE80".repeat(maximum("key"));
        var value = "\uD83D\uDE80".repeat(maximum("value"));
        succeed("TagResources", "ResourceId.1", "bare", "Tag.1.Key", key, "Tag.1.Value", value);
        assertThat(tagsOf("bare")).isEqualTo(key + "=" + value);
    }

    private static int maximum(String property) {
        return BeanIntrospection.getIntrospection(TagToSet.class)
                .getRequiredProperty(property, String.class)
                .intValue(Size.class, "max")
                .orElseThrow();
    }

    @Test
    void quotaLimitsTagsOfImage() {
        String[] three = {"Tag.1.Key", "a", "Tag.2.Key", "b", "Tag.3.Key", "c"};
        var both = Stream.concat(Stream.of("ResourceId.1", "two", "ResourceId.2", "one"), Stream.of(three))
                .toArray(String[]::new);
        refuse(ApiError.OPERATION_DENIED_QUOTA_EXCEED, "TagResources", both);
        assertThat(tagsOf("two")).isEqualTo("env=test");
        refuse(
                ApiError.OPERATION_DENIED_QUOTA_EXCEED,
                "AddTags",
                Stream.concat(Stream.of("ResourceId", "one"), Stream.of(three)).toArray(String[]::new));
        assertThat(tagsOf("one")).isEqualTo("env=prod team=red");
        succeed("TagResources", "ResourceId.1", "one", "Tag.1.Key", "a", "Tag.2.Key", "b", "Tag.3.Key", "env");
        assertThat(tagsOf("one")).isEqualTo("env= team=red a= b=");
    }

    @ParameterizedTest
    @CsvSource({
        "image, theirs, INVALID_RESOURCE_ID_NOT_FOUND",
        "image, nothing, INVALID_RESOURCE_ID_NOT_FOUND",
        "disk, one, INVALID_RESOURCE_ID_NOT_FOUND",
        "Image, one, INVALID_RESOURCE_TYPE_NOT_FOUND"
    })
    void changesOwnImagesOnly(String type, String imageId, ApiError error) {
        server.fail(error, "TagResources", "ResourceType", type, "ResourceId.1", imageId, "Tag.1.Key", "x");
        server.fail(error, "UntagResources", "ResourceType", type, "ResourceId.1", imageId, "All", "true");
        var old = error == ApiError.INVALID_RESOURCE_ID_NOT_FOUND
                ? ApiError.ADD_TAGS_INVALID_RESOURCE_ID_NOT_FOUND
                : error;
        server.fail(old, "AddTags", "ResourceType", type, "ResourceId", imageId, "Tag.1.Key", "x");
        server.fail(old, "RemoveTags", "ResourceType", type, "ResourceId", imageId);
        assertThat(tagsOf("one")).isEqualTo("env=prod team=red");
    }

    @Test
    void oneUnknownImageKeepsAllOthersUntagged() {
        refuse(
                ApiError.INVALID_RESOURCE_ID_NOT_FOUND,
                "TagResources",
                "ResourceId.1",
                "one",
                "ResourceId.2",
                "nothing",
                "Tag.1.Key",
                "x");
        assertThat(tagsOf("one")).isEqualTo("env=prod team=red");
    }

    @Test
    void untagsKeysThatImagesHave() {
        succeed("UntagResources", "ResourceId.1", "one", "ResourceId.2", "two", "TagKey.1", "team", "TagKey.2", "Env");
        assertThat(tagsOf("one")).isEqualTo("env=prod");
        assertThat(tagsOf("two")).isEqualTo("env=test");
    }

    @Test
    void untagsAll() {
        succeed("UntagResources", "ResourceId.1", "one", "ResourceId.2", "two", "All", "true");
        assertThat(tagsOf("one")).isEmpty();
        assertThat(tagsOf("two")).isEmpty();
    }

    @Test
    void untagNeedsEitherKeysOrAll() {
        refuse(ApiError.PARAM_CONFLICT, "UntagResources", "ResourceId.1", "one", "All", "true", "TagKey.1", "env");
        refuse(ApiError.MISSING_PARAMETER_TAGS, "UntagResources", "ResourceId.1", "one");
        refuse(ApiError.MISSING_PARAMETER_TAGS, "UntagResources", "ResourceId.1", "one", "All", "false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Key", "key"})
    void addTagsReplacesValueByGreatestNumber(String key) {
        var value = key.equals("Key") ? "Value" : "value";
        succeed(
                "AddTags",
                "ResourceId",
                "one",
                "Tag.3." + key,
                "env",
                "Tag.3." + value,
                "third",
                "Tag.1." + key,
                "env",
                "Tag.1." + value,
                "first",
                "Tag.2." + key,
                "note");
        assertThat(tagsOf("one")).isEqualTo("env=third team=red note=");
    }

    @ParameterizedTest
    @CsvSource({
        "Tag.1.Key, env, Tag.2.Key, other, team=red",
        "Tag.1.Key, env, Tag.1.Value, prod, team=red",
        "Tag.1.key, env, Tag.1.value, prod, team=red",
        "Tag.1.Key, env, Tag.1.Value, test, env=prod team=red",
        "Tag.1.Key, env, Tag.1.Value, '', env=prod team=red",
        "Tag.1.Key, env, Tag.2.Key, team, ''"
    })
    void removeTagsComparesValueIfGiven(String name, String value, String otherName, String other, String expected) {
        succeed("RemoveTags", "ResourceId", "one", name, value, otherName, other);
        assertThat(tagsOf("one")).isEqualTo(expected);
    }

    @Test
    void removeTagsWithoutTagChangesNothing() {
        succeed("RemoveTags", "ResourceId", "one");
        assertThat(tagsOf("one")).isEqualTo("env=prod team=red");
    }
}
