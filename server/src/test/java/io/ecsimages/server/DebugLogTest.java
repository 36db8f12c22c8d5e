package io.ecsimages.server;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.transfer.SampleCatalogue;
import io.micronaut.core.beans.BeanIntrospection;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Debug log lines about ignored parameters, and about requested images that are not in the response. */
@Tag("extended")
@ServerTest
class DebugLogTest {

    private static TestServer server;

    @AutoClose
    private final CapturedLog log = new CapturedLog("io.ecsimages", Level.DEBUG);

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("mine", "ImageName", "web"),
                        image("forger", "ImageName", "web\n2026 INFO forged\u2028\u001b[0m"),
                        image("marketplace-image", "ImageOwnerAlias", "marketplace"),
                        image("waiting", "Status", "Waiting")),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("foreign")), 2);
        server.importDump(dump("cn-beijing", image("elsewhere")), TestServer.ACCOUNT);
    }

    /** Returns the log messages of one request, without its RequestId. */
    private List<String> messages(JsonNode response) {
        var requestId = response.path("RequestId").asText() + ": ";
        return log.messages().stream()
                .filter(message -> message.startsWith(requestId))
                .map(message -> message.substring(requestId.length()))
                .toList();
    }

    private static String ignored(String names) {
        return "unknown parameters are ignored: [" + names + "]";
    }

    @Test
    void logsNamesOfUnknownParametersWithoutValues() {
        var response =
                server.describe("Secrte", "hidden-value", "imageName", "hidden-value", "Tag.1.Foo", "hidden-value");
        assertThat(response.path("TotalCount").asInt()).as(response.toString()).isPositive();
        assertThat(messages(response)).containsExactly(ignored("Secrte, Tag.1.Foo, imageName"));
        assertThat(log.messages().toString()).doesNotContain("hidden-value");
    }

    @Test
    void escapesAndTruncatesParameterNames() {
        var response = server.describe("a\n2026 INFO forged\u2028\u001b[0m", "x");
        assertThat(messages(response)).containsExactly(ignored("a%0A2026%20INFO%20forged%E2%80%A8%1B%5B0m"));
        var longest = server.describe("b".repeat(9000), "x");
        assertThat(messages(longest)).containsExactly(ignored("b".repeat(100) + "…"));
    }

    @Test
    void logsNoKnownParameter() {
        var parameters = TestServer.parameters("Tag.1.Key", "env", "Tag.2.key", "env", "Tag.2.value", "prod");
        parameters.put("Filter.1.Key", "NetworkType");
        parameters.put("Filter.1.Value", "vpc");
        for (var property :
                BeanIntrospection.getIntrospection(DescribeImagesRequest.class).getBeanProperties()) {
            if (!property.getName().matches("tag|filter")) {
                var name = property.stringValue(JsonProperty.class).orElseThrow();
                parameters.putIfAbsent(name, "");
            }
        }
        for (var common : CommonParameter.values()) {
            if (!List.of(CommonParameter.SIGNATURE, CommonParameter.OWNER_ACCOUNT)
                    .contains(common)) {
                parameters.putIfAbsent(common.parameterName(), "");
            }
        }
        parameters.put("Format", "JSON");
        var response = TestServer.json(server.get(parameters));
        assertThat(response.has("TotalCount")).as(response.toString()).isTrue();
        assertThat(messages(response)).isEmpty();
    }

    @Test
    void doesNotLogInvalidListIndexAsUnknown() {
        var response = server.describe("Tag.x.Key", "env", "Tag.Key", "env");
        assertThat(response.path("Code").asText()).isEqualTo(ApiError.INVALID_TAG_COUNT.code());
        assertThat(messages(response)).containsExactly(ignored("Tag.Key"));
    }

    @Test
    void logsNothingOfUnauthenticatedRequest() {
        try (var signed = TestServer.withSample(TestServer.signedOnly())) {
            var call = new V1Request("GET").with("NoSuchParameter", "x");
            assertThat(call.request(signed.uri(), "wrong").send(signed.uri()).status())
                    .isEqualTo(400);
            assertThat(log.messages().toString()).doesNotContain("NoSuchParameter");
            assertThat(call.send(signed.uri()).status()).isEqualTo(200);
            assertThat(log.messages().toString()).contains(ignored("NoSuchParameter"));
        }
    }

    @Test
    void logsWhyRequestedImagesAreNotInTheResponse() {
        var response = server.describe(
                "ImageId",
                "mine,marketplace-image,waiting,foreign,elsewhere,nothing",
                "ImageName",
                "w*",
                "ImageOwnerAlias",
                "self");
        assertThat(response.path("TotalCount").asInt()).isEqualTo(1);
        var messages = messages(response);
        assertThat(messages).hasSize(5);
        assertThat(messages.get(0)).startsWith("marketplace-image is not in the list: ImageOwnerAlias, IsPublic: ");
        assertThat(messages.get(0)).contains("; ImageName: the image is called");
        assertThat(messages.get(1)).contains("waiting is not in the list: Status: the image is Waiting");
        assertThat(messages.get(2)).contains("not shared with account " + SampleCatalogue.ACCOUNT);
        assertThat(messages.get(3)).contains("RegionId: the image is in cn-beijing, not in cn-hangzhou");
        assertThat(messages.get(4))
                .isEqualTo("nothing is not in the list: the catalogue holds no image with this ImageId");
    }

    @Test
    void logsNothingOfOtherImages() {
        assertThat(messages(server.describe("ImageId", "mine,forger", "PageSize", "1")))
                .isEmpty();
        assertThat(messages(server.describe("ImageName", "web"))).isEmpty();
    }

    @Test
    void escapesControlCharactersOfImages() {
        var messages = messages(server.describe("ImageId", "forger,a\nb", "ImageName", "db"));
        assertThat(messages.get(0))
                .isEqualTo("forger is not in the list: ImageName: the image is called web?2026 INFO forged??[0m");
        assertThat(messages.get(1)).isEqualTo("a?b is not in the list: the catalogue holds no image with this ImageId");
    }
}
