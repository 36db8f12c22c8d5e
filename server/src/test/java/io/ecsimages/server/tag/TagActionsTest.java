package io.ecsimages.server.tag;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static io.ecsimages.server.contract.ContractDocument.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.model.ResourceTagFilter;
import io.micronaut.core.beans.BeanIntrospection;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DescribeTags and ListTagResources, with matching tags and near misses. */
@Tag("contract")
@Tag("query")
@ServerTest
class TagActionsTest {

    private static TestServer server;

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("a", "Tags", tags("env", "prod", "team", "red")),
                        image("b", "Tags", tags("env", "prod-2", "note", ""), "Status", "Creating"),
                        image("c", "Tags", tags("env", "prod", "Env", "prod", "50%", "x_y")),
                        image("plain"),
                        image("sys", "ImageOwnerAlias", "system", "Tags", tags("env", "base")),
                        image("from-marketplace", "ImageOwnerAlias", "marketplace", "Tags", tags("env", "marketplace")),
                        image("shared", "ImageOwnerAlias", "others", "ImageOwnerId", 2, "Tags", tags("env", "lent"))),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("theirs", "Tags", tags("env", "secret"), "IsPublic", true)), 2);
        server.importDump(dump("cn-beijing", image("d", "Tags", tags("env", "north"))), TestServer.ACCOUNT);
        server.importDump(
                dump(
                        "many",
                        IntStream.range(0, 60)
                                .mapToObj(i -> image(
                                        "i-%02d".formatted(i), "Tags", tags("n", "" + i, "odd", "" + i % 2, "x", "")))
                                .toArray(Map[]::new)),
                TestServer.ACCOUNT);
    }

    private static List<String> described(String... parameters) {
        return described(server.call("DescribeTags", parameters));
    }

    private static List<String> described(JsonNode response) {
        return StreamSupport.stream(response.at("/Tags/Tag").spliterator(), false)
                .map(tag ->
                        tag.path("TagKey").asText() + "=" + tag.path("TagValue").asText() + "*"
                                + tag.at("/ResourceTypeCount/Image").asInt())
                .toList();
    }

    private static List<String> listed(JsonNode response) {
        return StreamSupport.stream(response.at("/TagResources/TagResource").spliterator(), false)
                .map(tag -> tag.path("ResourceId").asText() + ":"
                        + tag.path("TagKey").asText() + "="
                        + tag.path("TagValue").asText())
                .toList();
    }

    private static JsonNode list(String... parameters) {
        var withType = Stream.concat(Stream.of("ResourceType", "image"), Arrays.stream(parameters))
                .toArray(String[]::new);
        return server.call("ListTagResources", withType);
    }

    /** The ids of the images that ListTagResources lists, separated by spaces. */
    private static String images(String... parameters) {
        return StreamSupport.stream(
                        list(parameters).at("/TagResources/TagResource").spliterator(), false)
                .map(tag -> tag.path("ResourceId").asText())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    @Test
    void describesDistinctTagsInOrderWithImageCount() {
        assertThat(described())
                .containsExactly(
                        "50%=x_y*1",
                        "Env=prod*1",
                        "env=base*1",
                        "env=lent*1",
                        "env=prod*2",
                        "env=prod-2*1",
                        "note=*1",
                        "team=red*1");
        assertThat(described("RegionId", "cn-beijing")).containsExactly("env=north*1");
        assertThat(described("RegionId", "cn-shanghai")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"a, env=prod*1 team=red*1", "plain, ''", "d, ''", "theirs, ''", "from-marketplace, ''", "nothing, ''"})
    void describesTagsOfOneImage(String imageId, String expected) {
        assertThat(String.join(" ", described("ResourceType", "image", "ResourceId", imageId)))
                .isEqualTo(expected);
    }

    @Test
    void countsCharactersAndNotUtf16UnitsOfAKey() {
        int maximum = BeanIntrospection.getIntrospection(ResourceTagFilter.class)
                .getRequiredProperty("key", String.class)
                .intValue(Size.class, "max")
                .orElseThrow();
        assertThat(listed(list("Tag.1.Key", "\uD83D\uDE80".repeat(maximum)))).isEmpty();
        assertThat(list("Tag.1.Key", "\uD83D\uDE80".repeat(maximum)).has("Code"))
                .isFalse();
        assertThat(list("Tag.1.Key", "\uD83D\uDE80".repeat(maximum + 1))
                        .path("Code")
                        .asText())
                .isEqualTo("InvalidTagKey.Malformed");
    }

    @Test
    void otherResourceTypesHaveNoTags() {
        assertThat(described("ResourceType", "disk")).isEmpty();
        assertThat(listed(server.call("ListTagResources", "ResourceType", "disk", "ResourceId.1", "a")))
                .isEmpty();
        assertThat(server.call("DescribeTags", "ResourceType", "Image")
                        .path("Code")
                        .asText())
                .isEqualTo(ApiError.INVALID_RESOURCE_TYPE_NOT_FOUND.code());
    }

    @Test
    void describesTagsThatMatchAnyFilter() {
        assertThat(described("Tag.1.Key", "Env")).containsExactly("Env=prod*1");
        assertThat(described("Tag.1.Key", "note", "Tag.1.Value", "")).containsExactly("note=*1");
        assertThat(described("Tag.1.Key", "env", "Tag.1.Value", "")).isEmpty();
        assertThat(described("Tag.1.key", "env", "Tag.1.value", "prod", "Tag.7.Key", "team"))
                .containsExactly("env=prod*2", "team=red*1");
    }

    @ParameterizedTest
    @MethodSource
    void describeTagsPagesContainWholeList(int pageSize) {
        var all = new ArrayList<String>();
        for (int page = 1; page <= (63 + pageSize - 1) / pageSize; page++) {
            var response =
                    server.call("DescribeTags", "RegionId", "many", "PageSize", "" + pageSize, "PageNumber", "" + page);
            assertThat(response.path("TotalCount").asInt()).isEqualTo(63);
            all.addAll(described(response));
        }
        assertThat(all.stream().distinct().count()).isEqualTo(63);
        assertThat(all.subList(60, 63)).containsExactly("odd=0*30", "odd=1*30", "x=*60");
        assertThat(server.call("DescribeTags", "RegionId", "many").at("/Tags/Tag"))
                .hasSize(Math.min(63, CONTRACT.limit("DescribeTags", "PageSize", "default")));
    }

    static IntStream describeTagsPagesContainWholeList() {
        return IntStream.of(1, 7, CONTRACT.limit("DescribeTags", "PageSize", "maximum"));
    }

    @Test
    void listsAllTagsOfImagesThatMatchAllFilters() {
        assertThat(listed(list("ResourceId.1", "a"))).containsExactly("a:env=prod", "a:team=red");
        assertThat(listed(list("Tag.1.Key", "team", "Tag.2.Key", "env", "Tag.2.Value", "prod")))
                .containsExactly("a:env=prod", "a:team=red");
    }

    @ParameterizedTest
    @CsvSource({
        "Tag.1.Key, env, a b c shared sys",
        "Tag.1.Key, Env, c",
        "Tag.1.Key, en, ''",
        "TagFilter.1.TagKey, env, a b c shared sys",
        "TagFilter.1.TagKey, e*, a b c shared sys",
        "TagFilter.1.TagKey, *n*, a b c shared sys",
        "TagFilter.1.TagKey, *o*, b",
        "TagFilter.1.TagKey, 5_*, ''",
        "TagFilter.1.TagKey, 50%, c",
        "ResourceId.2, theirs, ''",
        "ResourceId.2, from-marketplace, ''",
        "ResourceId.50, sys, sys"
    })
    void parameterSelectsMatchingImages(String name, String value, String expected) {
        assertThat(images(name, value)).isEqualTo(expected);
    }

    @Test
    void tagFilterMatchesAnyOfItsValuesWithWildcards() {
        assertThat(images("TagFilter.1.TagKey", "env", "TagFilter.1.TagValues.1", "prod"))
                .isEqualTo("a c");
        assertThat(images("TagFilter.1.TagKey", "env", "TagFilter.1.TagValues.1", "prod*"))
                .isEqualTo("a b c");
        assertThat(images("TagFilter.1.TagKey", "env", "TagFilter.1.TagValues.1", "*-*"))
                .isEqualTo("b");
        assertThat(images(
                        "TagFilter.1.TagKey",
                        "env",
                        "TagFilter.1.TagValues.1",
                        "base",
                        "TagFilter.1.TagValues.5",
                        "*od-*"))
                .isEqualTo("b sys");
        assertThat(images("TagFilter.1.TagKey", "note", "TagFilter.1.TagValues.1", ""))
                .isEqualTo("b");
        assertThat(images(
                        "TagFilter.1.TagKey",
                        "env",
                        "TagFilter.1.TagValues.1",
                        "prod",
                        "TagFilter.3.TagKey",
                        "E*",
                        "ResourceId.1",
                        "c"))
                .isEqualTo("c");
    }

    @ParameterizedTest
    @CsvSource({
        "TagFilter.1.TagKey, *env",
        "TagFilter.1.TagKey, e*v",
        "TagFilter.1.TagKey, *",
        "TagFilter.999.TagKey, env",
        "TagFilter.0.TagKey, env",
        "TagFilter.1.TagValues.1, prod"
    })
    void rejectsInvalidTagFilters(String name, String value) {
        assertThat(list(name, value).path("Code").asText()).isEqualTo(ApiError.INVALID_PARAMETER_TAG_FILTER.code());
    }

    @ParameterizedTest
    @CsvSource({
        "e*, TagFilter.1.TagValues.1, prod",
        "env, TagFilter.1.TagValues.1, *prod",
        "env, TagFilter.1.TagValues.999, prod",
        "env, Tag.1.Key, env"
    })
    void rejectsInvalidCombinationsWithTagFilter(String key, String name, String value) {
        var response = list("TagFilter.1.TagKey", key, name, value);
        assertThat(response.path("Code").asText())
                .as(response.toString())
                .isEqualTo(ApiError.INVALID_PARAMETER_TAG_FILTER.code());
        assertThat(response.path("Message").asText())
                .as(response.toString())
                .isEqualTo(ApiError.INVALID_PARAMETER_TAG_FILTER.message());
    }

    @Test
    void nextTokensLeadThroughWholeList() {
        var all = new ArrayList<String>();
        String token = "";
        for (int i = 0; i < 4; i++) {
            var response = list("RegionId", "many", "Tag.1.Key", "x", "NextToken", token);
            var some = listed(response);
            assertThat(some).hasSize(i < 3 ? 50 : 30);
            all.addAll(some);
            token = response.path("NextToken").asText("");
            assertThat(response.has("NextToken")).isEqualTo(i < 3);
        }
        assertThat(all.stream().distinct().count()).isEqualTo(180);
        assertThat(all).isEqualTo(all.stream().sorted().toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "YWJj", "!", "AAA"})
    void rejectsUnknownNextToken(String token) {
        var response = list("Tag.1.Key", "env", "NextToken", token);
        assertThat(response.path("Message").asText()).isEqualTo("The specified parameter \"NextToken\" is not valid.");
    }

    @Test
    void xmlRootElementIsNamedAfterAction() {
        var described = server.get(TestServer.parameters("Action", "DescribeTags", "ResourceId", "a"))
                .body();
        assertThat(described).contains("<DescribeTagsResponse><RequestId>");
        assertThat(described)
                .contains("<Tag><TagKey>env</TagKey><TagValue>prod</TagValue>"
                        + "<ResourceTypeCount><Image>1</Image></ResourceTypeCount></Tag>");
        var listed = server.get(TestServer.parameters(
                        "Action", "ListTagResources", "ResourceType", "image", "ResourceId.1", "a"))
                .body();
        assertThat(listed).contains("<ListTagResourcesResponse>");
        assertThat(listed).contains("<TagResources><TagResource><ResourceType>image</ResourceType>");
        assertThat(listed).doesNotContain("NextToken");
    }
}
