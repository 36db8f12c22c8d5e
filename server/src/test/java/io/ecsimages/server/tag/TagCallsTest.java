package io.ecsimages.server.tag;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.image;
import static io.ecsimages.server.Dumps.tags;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.RunningServer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DescribeTags and ListTagResources, on tags that match and tags that nearly do. */
@Tag("query")
class TagCallsTest {

    private static RunningServer server;

    @BeforeAll
    @SuppressWarnings("unchecked")
    static void start() {
        server = RunningServer.empty();
        server.take(
                answer(
                        "cn-hangzhou",
                        image("a", "Tags", tags("env", "prod", "team", "red")),
                        image("b", "Tags", tags("env", "prod-2", "note", ""), "Status", "Creating"),
                        image("c", "Tags", tags("env", "prod", "Env", "prod", "50%", "x_y")),
                        image("plain"),
                        image("sys", "ImageOwnerAlias", "system", "Tags", tags("env", "base")),
                        image("market", "ImageOwnerAlias", "marketplace", "Tags", tags("env", "market")),
                        image("shared", "ImageOwnerAlias", "others", "ImageOwnerId", 2, "Tags", tags("env", "lent"))),
                RunningServer.ACCOUNT);
        server.take(answer("cn-hangzhou", image("theirs", "Tags", tags("env", "secret"), "IsPublic", true)), 2);
        server.take(answer("cn-beijing", image("d", "Tags", tags("env", "north"))), RunningServer.ACCOUNT);
        server.take(
                answer(
                        "many",
                        IntStream.range(0, 60)
                                .mapToObj(i -> image(
                                        "i-%02d".formatted(i), "Tags", tags("n", "" + i, "odd", "" + i % 2, "x", "")))
                                .toArray(Map[]::new)),
                RunningServer.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static List<String> described(String... parameters) {
        return described(server.call("DescribeTags", parameters));
    }

    private static List<String> described(JsonNode answer) {
        return StreamSupport.stream(answer.at("/Tags/Tag").spliterator(), false)
                .map(tag ->
                        tag.path("TagKey").asText() + "=" + tag.path("TagValue").asText() + "*"
                                + tag.at("/ResourceTypeCount/Image").asInt())
                .toList();
    }

    private static List<String> listed(JsonNode answer) {
        return StreamSupport.stream(answer.at("/TagResources/TagResource").spliterator(), false)
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

    /** The images whose tags are listed. */
    private static String images(String... parameters) {
        return StreamSupport.stream(
                        list(parameters).at("/TagResources/TagResource").spliterator(), false)
                .map(tag -> tag.path("ResourceId").asText())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    @Test
    void eachTagOfTheImagesThatOneMayUseIsDescribedOnceInOrderAndCounted() {
        assertEquals(
                List.of(
                        "50%=x_y*1",
                        "Env=prod*1",
                        "env=base*1",
                        "env=lent*1",
                        "env=prod*2",
                        "env=prod-2*1",
                        "note=*1",
                        "team=red*1"),
                described());
        assertEquals(List.of("env=north*1"), described("RegionId", "cn-beijing"));
        assertEquals(List.of(), described("RegionId", "cn-shanghai"));
    }

    @ParameterizedTest
    @CsvSource({"a, env=prod*1 team=red*1", "plain, ''", "d, ''", "theirs, ''", "market, ''", "nothing, ''"})
    void theTagsOfOneImageAreDescribed(String imageId, String expected) {
        assertEquals(expected, String.join(" ", described("ResourceType", "image", "ResourceId", imageId)));
    }

    @Test
    void otherKindsOfResourcesHaveNoTags() {
        assertEquals(List.of(), described("ResourceType", "disk"));
        assertEquals(List.of(), listed(server.call("ListTagResources", "ResourceType", "disk", "ResourceId.1", "a")));
        assertEquals(
                "InvalidResourceType.NotFound",
                server.call("DescribeTags", "ResourceType", "Image")
                        .path("Code")
                        .asText());
    }

    @Test
    void tagsAreDescribedThatMeetAnyFilter() {
        assertEquals(List.of("Env=prod*1"), described("Tag.1.Key", "Env"));
        assertEquals(List.of("note=*1"), described("Tag.1.Key", "note", "Tag.1.Value", ""));
        assertEquals(List.of(), described("Tag.1.Key", "env", "Tag.1.Value", ""));
        assertEquals(
                List.of("env=prod*2", "team=red*1"),
                described("Tag.1.key", "env", "Tag.1.value", "prod", "Tag.7.Key", "team"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 100})
    void allPagesOfDescribeTagsTogetherAreTheWholeList(int pageSize) {
        var all = new ArrayList<String>();
        for (int page = 1; page <= (63 + pageSize - 1) / pageSize; page++) {
            var answer =
                    server.call("DescribeTags", "RegionId", "many", "PageSize", "" + pageSize, "PageNumber", "" + page);
            assertEquals(63, answer.path("TotalCount").asInt());
            all.addAll(described(answer));
        }
        assertEquals(63, all.stream().distinct().count());
        assertEquals(List.of("odd=0*30", "odd=1*30", "x=*60"), all.subList(60, 63));
        assertEquals(
                50,
                server.call("DescribeTags", "RegionId", "many").at("/Tags/Tag").size());
    }

    @Test
    void anImageThatMeetsAllConditionsIsListedWithAllOfItsTags() {
        assertEquals(List.of("a:env=prod", "a:team=red"), listed(list("ResourceId.1", "a")));
        assertEquals(
                List.of("a:env=prod", "a:team=red"),
                listed(list("Tag.1.Key", "team", "Tag.2.Key", "env", "Tag.2.Value", "prod")));
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
        "ResourceId.2, market, ''",
        "ResourceId.50, sys, sys"
    })
    void oneConditionSelectsWhatItSays(String name, String value, String expected) {
        assertEquals(expected, images(name, value));
    }

    @Test
    void valuesMayHaveWildcardsAndOneOfThemMustMatch() {
        assertEquals("a c", images("TagFilter.1.TagKey", "env", "TagFilter.1.TagValues.1", "prod"));
        assertEquals("a b c", images("TagFilter.1.TagKey", "env", "TagFilter.1.TagValues.1", "prod*"));
        assertEquals("b", images("TagFilter.1.TagKey", "env", "TagFilter.1.TagValues.1", "*-*"));
        assertEquals(
                "b sys",
                images(
                        "TagFilter.1.TagKey",
                        "env",
                        "TagFilter.1.TagValues.1",
                        "base",
                        "TagFilter.1.TagValues.5",
                        "*od-*"));
        assertEquals("b", images("TagFilter.1.TagKey", "note", "TagFilter.1.TagValues.1", ""));
        assertEquals(
                "c",
                images(
                        "TagFilter.1.TagKey",
                        "env",
                        "TagFilter.1.TagValues.1",
                        "prod",
                        "TagFilter.3.TagKey",
                        "E*",
                        "ResourceId.1",
                        "c"));
    }

    @ParameterizedTest
    @CsvSource({
        "TagFilter.1.TagKey, *env",
        "TagFilter.1.TagKey, e*v",
        "TagFilter.1.TagKey, *",
        "TagFilter.6.TagKey, env",
        "TagFilter.0.TagKey, env",
        "TagFilter.1.TagValues.1, prod"
    })
    void aTagFilterThatIsNotWholeIsAnError(String name, String value) {
        assertEquals("InvalidParameter", list(name, value).path("Code").asText());
    }

    @ParameterizedTest
    @CsvSource({
        "e*, TagFilter.1.TagValues.1, prod",
        "env, TagFilter.1.TagValues.1, *prod",
        "env, TagFilter.1.TagValues.6, prod",
        "env, Tag.1.Key, env"
    })
    void aTagFilterThatDoesNotGoWithWhatIsBesideItIsAnError(String key, String name, String value) {
        var answer = list("TagFilter.1.TagKey", key, name, value);
        assertEquals("InvalidParameter", answer.path("Code").asText(), answer.toString());
        assertTrue(answer.path("Message").asText().contains("\"TagFilter\""), answer.toString());
    }

    @Test
    void theTokensLeadThroughTheWholeList() {
        var all = new ArrayList<String>();
        String token = "";
        for (int i = 0; i < 4; i++) {
            var answer = list("RegionId", "many", "Tag.1.Key", "x", "NextToken", token);
            var some = listed(answer);
            assertEquals(i < 3 ? 50 : 30, some.size());
            all.addAll(some);
            token = answer.path("NextToken").asText("");
            assertEquals(i < 3, answer.has("NextToken"));
        }
        assertEquals(180, all.stream().distinct().count());
        assertEquals(all.stream().sorted().toList(), all);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "YWJj", "!", "AAA"})
    void aTokenThatNobodyGaveOutIsAnError(String token) {
        var answer = list("Tag.1.Key", "env", "NextToken", token);
        assertEquals(
                "The specified parameter \"NextToken\" is not valid.",
                answer.path("Message").asText());
    }

    @Test
    void theirAnswersInXmlAreCalledAfterThem() {
        var described = server.get(RunningServer.parameters("Action", "DescribeTags", "ResourceId", "a"))
                .body();
        assertTrue(described.contains("<DescribeTagsResponse><RequestId>"), described);
        assertTrue(
                described.contains("<Tag><TagKey>env</TagKey><TagValue>prod</TagValue>"
                        + "<ResourceTypeCount><Image>1</Image></ResourceTypeCount></Tag>"),
                described);
        var listed = server.get(RunningServer.parameters(
                        "Action", "ListTagResources", "ResourceType", "image", "ResourceId.1", "a"))
                .body();
        assertTrue(listed.contains("<ListTagResourcesResponse>"), listed);
        assertTrue(listed.contains("<TagResources><TagResource><ResourceType>image</ResourceType>"), listed);
        assertFalse(listed.contains("NextToken"), listed);
    }
}
