package io.ecsimages.server.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.RunningServer;
import io.ecsimages.server.http.Signer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every SDK of the vendor must get from this server, when only its endpoint is changed. */
abstract class SdkContract {

    static final ObjectMapper JSON = new ObjectMapper();

    private static final String ODD_NAME = "a~b c+d%e&f=g/环境 \"x\" <y>";
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

    private static RunningServer server;
    private static JsonNode dump;

    /** One SDK in one of its modes; a subclass provides its own by a method called {@code sdks}. */
    interface Sdk {

        /**
         * Calls DescribeImages.
         *
         * @param endpoint host and port
         * @param parameters the parameters by their wire names, RegionId always
         * @return what the caller gets, by wire names: the answer, or Code, Message and RequestId of an error
         */
        JsonNode call(String endpoint, Signer key, Map<String, String> parameters);

        /** The code that the SDK tells where the secret is wrong. */
        default String codeOfWrongSecret() {
            return "SignatureDoesNotMatch";
        }
    }

    @BeforeAll
    static void start() throws IOException {
        server = RunningServer.withSample(RunningServer.signedOnly());
        try (var stream = RunningServer.class.getResourceAsStream("/catalogue/cn-hangzhou.json")) {
            dump = JSON.readTree(stream);
        }
        ObjectNode odd = dump.deepCopy();
        var image = (ObjectNode) sample("m-bp1rnmk3t80lqdubjvfd").deepCopy();
        image.put("ImageId", "m-odd").put("ImageName", ODD_NAME);
        odd.withObject("Images").putArray("Image").add(image);
        server.take(odd.toString(), RunningServer.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode sample(String imageId) {
        return images(dump)
                .filter(image -> image.path("ImageId").asText().equals(imageId))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> images(JsonNode answer) {
        return StreamSupport.stream(answer.path("Images").path("Image").spliterator(), false);
    }

    private static List<String> ids(JsonNode answer) {
        assertTrue(answer.path("Code").isMissingNode(), answer.toString());
        return images(answer).map(image -> image.path("ImageId").asText()).toList();
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
    void everyParameterArrivesAndTheImageComesBackWhole(Sdk sdk) {
        var expected = sample("m-bp1rnmk3t80lqdubjvfd");
        var answer = call(
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
        assertEquals(List.of("m-bp1rnmk3t80lqdubjvfd"), ids(answer));
        assertEquals(1, answer.path("TotalCount").asInt());
        assertEquals(1, answer.path("PageNumber").asInt());
        assertEquals(5, answer.path("PageSize").asInt());
        var image = images(answer).findFirst().orElseThrow();
        for (String field : FIELDS) {
            assertEquals(expected.path(field).asText(), image.path(field).asText(), field);
        }
        for (String field : List.of("TagKey", "TagValue")) {
            assertEquals(texts(expected, "Tags", "Tag", field), texts(image, "Tags", "Tag", field));
        }
        for (String field : List.of("Device", "Size", "SnapshotId")) {
            assertEquals(
                    texts(expected, "DiskDeviceMappings", "DiskDeviceMapping", field),
                    texts(image, "DiskDeviceMappings", "DiskDeviceMapping", field));
        }
    }

    private static List<String> texts(JsonNode image, String list, String item, String field) {
        var texts = image.path(list).path(item).findValuesAsText(field);
        assertFalse(texts.isEmpty(), field);
        return texts;
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void namesMayHoldAnyCharacter(Sdk sdk) {
        assertEquals(List.of("m-bp1zcbqxhyxiif9e0o8a"), ids(call(sdk, "ImageName", "load-test v2")));
        assertEquals(List.of("m-bp1zzpqyxhyl66bs3n2k"), ids(call(sdk, "ImageName", "load%test v2")));
        assertEquals(List.of("m-bp1cs5jrglv6c33q3609"), ids(call(sdk, "ImageName", "商城前端-生产-*")));
        assertEquals(List.of("m-odd"), ids(call(sdk, "ImageName", "a~b *")));
        var odd = call(sdk, "ImageName", ODD_NAME);
        assertEquals(List.of("m-odd"), ids(odd));
        assertEquals(
                ODD_NAME,
                images(odd).findFirst().orElseThrow().path("ImageName").asText());
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void anEmptyTagValueArrivesAsSuch(Sdk sdk) {
        assertEquals(List.of("m-bp13f68mzvq0igrcn74g"), ids(call(sdk, "Tag.1.Key", "backup", "Tag.1.Value", "")));
        assertEquals(List.of(), ids(call(sdk, "Tag.1.Key", "环境", "Tag.1.Value", "")));
        assertTrue(ids(call(sdk, "Tag.1.Key", "环境")).size() > 1);
        assertEquals(
                List.of("m-bp1cs5jrglv6c33q3609"),
                ids(call(sdk, "Tag.1.Key", "环境", "Tag.1.Value", "生产", "Tag.2.Key", "app", "Tag.2.Value", "商城")));
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void pagesTogetherAreTheWholeList(Sdk sdk) {
        var whole = ids(call(sdk, "PageSize", "100"));
        var pages = new ArrayList<String>();
        for (int page = 1; page <= (whole.size() + 6) / 7; page++) {
            var answer = call(sdk, "PageSize", "7", "PageNumber", String.valueOf(page));
            assertEquals(whole.size(), answer.path("TotalCount").asInt());
            assertEquals(page, answer.path("PageNumber").asInt());
            pages.addAll(ids(answer));
        }
        assertTrue(whole.size() > 14);
        assertEquals(whole, pages);
        assertEquals(List.of(), ids(call(sdk, "PageSize", "7", "PageNumber", "1000")));
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void anErrorReachesTheCallerWithCodeMessageAndRequestId(Sdk sdk) {
        assertError(call(sdk, "Usage", "always"), "InvalidUsage", "The specifed Usage is not valid");
        assertError(
                call(sdk, "RegionId", "nowhere"), "InvalidRegionId.NotFound", "The specified RegionId does not exist.");
        assertError(
                call(sdk, "ImageOwnerAlias", "环境 *~"),
                "InvalidImageOwnerAlias.ValueNotSupported",
                "The specified ImageOwnerAlias value is not supported.");
        assertError(
                call(sdk, new Signer("nobody", "testsecret")),
                "InvalidAccessKeyId.NotFound",
                "Specified access key is not found.");
    }

    @ParameterizedTest
    @MethodSource("sdks")
    void aWrongSecretIsToldFromOtherErrors(Sdk sdk) {
        var error = call(sdk, WRONG, "ImageName", "环境 *~");
        assertEquals(sdk.codeOfWrongSecret(), error.path("Code").asText(), error.toString());
        assertTrue(error.path("RequestId").asText().matches("[0-9A-F-]{36}"), error.toString());
        assertFalse(error.toString().contains("testsecret"));
    }

    /** Some SDKs put the message among words of their own. */
    private static void assertError(JsonNode error, String code, String message) {
        assertEquals(code, error.path("Code").asText(), error.toString());
        assertTrue(error.path("Message").asText().contains(message), error.toString());
        assertTrue(error.path("RequestId").asText().matches("[0-9A-F-]{36}"), error.toString());
    }
}
