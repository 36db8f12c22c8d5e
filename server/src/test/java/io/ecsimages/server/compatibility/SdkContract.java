package io.ecsimages.server.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.http.Signer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests an Alibaba Cloud SDK whose only changed setting is the endpoint. */
abstract class SdkContract {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String SPECIAL_NAME = "a~b c+d%e&f=g/环境 \"x\" <y>";
    private static final Signer WRONG = new Signer("testid", "wrong-testsecret");
    private static final List<String> FIELDS = List.of(
            "ImageId",
            "ImageName",
            "ImageOwnerAlias",
            "ImageVersion",
            "Description",
            "Architecture",
            "OSName",
            "OSType",
            "Platform",
            "Size",
            "Status",
            "Progress",
            "Usage",
            "CreationTime",
            "IsCopied",
            "IsSubscribed",
            "ProductCode");

    private static TestServer server;
    private static JsonNode dump;

    /** An SDK in one of its modes. A subclass provides them in a static method {@code sdks}. */
    interface Sdk {

        /**
         * Calls DescribeImages.
         *
         * @param endpoint host and port
         * @param parameters the request parameters, including RegionId
         * @return the response, or Code, Message and RequestId of the exception
         */
        JsonNode call(String endpoint, Signer key, Map<String, String> parameters);

        /** Returns the error code of the SDK for a wrong secret. */
        default String codeOfWrongSecret() {
            return ApiError.SIGNATURE_DOES_NOT_MATCH.code();
        }
    }

    @BeforeAll
    static void start(TestServer started) throws IOException {
        server = started.loadSample();
        try (var stream = TestServer.class.getResourceAsStream("/catalogue/cn-hangzhou.json")) {
            dump = JSON.readTree(stream);
        }
        ObjectNode special = dump.deepCopy();
        var image = (ObjectNode) sample("m-bp1rnmk3t80lqdubjvfd").deepCopy();
        image.put("ImageId", "m-special").put("ImageName", SPECIAL_NAME);
        special.withObject("Images").putArray("Image").add(image);
        server.importDump(special.toString(), TestServer.ACCOUNT);
    }

    private static JsonNode sample(String imageId) {
        return images(dump)
                .filter(image -> image.path("ImageId").asText().equals(imageId))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> images(JsonNode response) {
        return StreamSupport.stream(response.path("Images").path("Image").spliterator(), false);
    }

    private static List<String> ids(JsonNode response) {
        assertThat(response.path("Code").isMissingNode())
                .as(response.toString())
                .isTrue();
        return images(response).map(image -> image.path("ImageId").asText()).toList();
    }

    private static JsonNode call(Sdk sdk, String... pairs) {
        return call(sdk, Signer.SAMPLE, pairs);
    }

    private static JsonNode call(Sdk sdk, Signer key, String... pairs) {
        var parameters = new TreeMap<String, String>();
        parameters.put("RegionId", "cn-hangzhou");
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i], pairs[i + 1]);
        }
        return sdk.call(server.uri().getAuthority(), key, parameters);
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void sendsEveryParameterAndReadsEveryField(Sdk sdk) {
        var expected = sample("m-bp1rnmk3t80lqdubjvfd");
        var response = call(
                sdk,
                "ImageId",
                "m-bp1rnmk3t80lqdubjvfd,m-bp1nh2nkisy3q09qosgr",
                "Status",
                "Available,Creating",
                "SnapshotId",
                "s-bp1yem2vqr2mf710qwrn",
                "ImageName",
                "web-prod*",
                "ImageOwnerAlias",
                "self",
                "Usage",
                "instance",
                "Tag.1.Key",
                "env",
                "Tag.1.Value",
                "prod",
                "Tag.2.Key",
                "环境",
                "PageNumber",
                "1",
                "PageSize",
                "5");
        assertThat(ids(response)).containsExactly("m-bp1rnmk3t80lqdubjvfd");
        assertThat(response.path("TotalCount").asInt()).isEqualTo(1);
        assertThat(response.path("PageNumber").asInt()).isEqualTo(1);
        assertThat(response.path("PageSize").asInt()).isEqualTo(5);
        var image = images(response).findFirst().orElseThrow();
        for (String field : FIELDS) {
            assertThat(image.path(field).asText())
                    .as(field)
                    .isEqualTo(expected.path(field).asText());
        }
        for (String field : List.of("TagKey", "TagValue")) {
            assertThat(strings(image, "Tags", "Tag", field)).isEqualTo(strings(expected, "Tags", "Tag", field));
        }
        for (String field : List.of("Device", "Size", "SnapshotId")) {
            assertThat(strings(image, "DiskDeviceMappings", "DiskDeviceMapping", field))
                    .isEqualTo(strings(expected, "DiskDeviceMappings", "DiskDeviceMapping", field));
        }
    }

    private static List<String> strings(JsonNode image, String list, String item, String field) {
        var strings = image.path(list).path(item).findValuesAsText(field);
        assertThat(strings).as(field).isNotEmpty();
        return strings;
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void sendsAnyCharacterInNames(Sdk sdk) {
        assertThat(ids(call(sdk, "ImageName", "load-test v2"))).containsExactly("m-bp1zcbqxhyxiif9e0o8a");
        assertThat(ids(call(sdk, "ImageName", "load%test v2"))).containsExactly("m-bp1zzpqyxhyl66bs3n2k");
        assertThat(ids(call(sdk, "ImageName", "商城前端-生产-*"))).containsExactly("m-bp1cs5jrglv6c33q3609");
        assertThat(ids(call(sdk, "ImageName", "a~b *"))).containsExactly("m-special");
        var special = call(sdk, "ImageName", SPECIAL_NAME);
        assertThat(ids(special)).containsExactly("m-special");
        assertThat(images(special).findFirst().orElseThrow().path("ImageName").asText())
                .isEqualTo(SPECIAL_NAME);
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void sendsEmptyTagValue(Sdk sdk) {
        assertThat(ids(call(sdk, "Tag.1.Key", "backup", "Tag.1.Value", ""))).containsExactly("m-bp13f68mzvq0igrcn74g");
        assertThat(ids(call(sdk, "Tag.1.Key", "环境", "Tag.1.Value", ""))).isEmpty();
        assertThat(ids(call(sdk, "Tag.1.Key", "环境")).size()).isGreaterThan(1);
        assertThat(ids(call(sdk, "Tag.1.Key", "环境", "Tag.1.Value", "生产", "Tag.2.Key", "app", "Tag.2.Value", "商城")))
                .containsExactly("m-bp1cs5jrglv6c33q3609");
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void pagesContainTheWholeList(Sdk sdk) {
        var all = ids(call(sdk, "PageSize", TestServer.MAXIMUM_PAGE_SIZE));
        var pages = new ArrayList<String>();
        for (int page = 1; page <= (all.size() + 6) / 7; page++) {
            var response = call(sdk, "PageSize", "7", "PageNumber", String.valueOf(page));
            assertThat(response.path("TotalCount").asInt()).isEqualTo(all.size());
            assertThat(response.path("PageNumber").asInt()).isEqualTo(page);
            pages.addAll(ids(response));
        }
        assertThat(all.size()).isGreaterThan(14);
        assertThat(pages).isEqualTo(all);
        assertThat(ids(call(sdk, "PageSize", "7", "PageNumber", "1000"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void throwsErrorWithCodeMessageAndRequestId(Sdk sdk) {
        assertError(call(sdk, "Usage", "always"), ApiError.INVALID_USAGE);
        assertError(call(sdk, "RegionId", "nowhere"), ApiError.INVALID_REGION_ID_NOT_FOUND);
        assertError(call(sdk, "ImageOwnerAlias", "环境 *~"), ApiError.INVALID_IMAGE_OWNER_ALIAS_VALUE_NOT_SUPPORTED);
        assertError(call(sdk, new Signer("nobody", "testsecret")), ApiError.INVALID_ACCESS_KEY_ID_NOT_FOUND);
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void throwsSignatureErrorForWrongSecret(Sdk sdk) {
        var error = call(sdk, WRONG, "ImageName", "环境 *~");
        assertThat(error.path("Code").asText()).as(error.toString()).isEqualTo(sdk.codeOfWrongSecret());
        assertThat(error.path("RequestId").asText()).as(error.toString()).matches("[0-9A-F-]{36}");
        assertThat(error.toString()).doesNotContain("testsecret");
    }

    /** Expects an error. Some SDKs add words to the message. */
    private static void assertError(JsonNode error, ApiError expected) {
        assertThat(error.path("Code").asText()).as(error.toString()).isEqualTo(expected.code());
        assertThat(error.path("Message").asText()).as(error.toString()).contains(expected.message());
        assertThat(error.path("RequestId").asText()).as(error.toString()).matches("[0-9A-F-]{36}");
    }
}
