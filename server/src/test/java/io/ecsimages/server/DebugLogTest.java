package io.ecsimages.server;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.api.CommonParameter;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.transfer.SampleCatalogue;
import io.micronaut.core.beans.BeanIntrospection;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log says at debug level of parameters that are ignored, and of images that are not in a response. */
@Tag("extended")
@ServerTest
class DebugLogTest {

    private static TestServer server;

    @RegisterExtension
    private final ServerLog log = new ServerLog(Level.DEBUG);

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("mine", "ImageName", "web"),
                        image("forger", "ImageName", "web\n2026 INFO forged\u2028\u001b[0m"),
                        image("market", "ImageOwnerAlias", "marketplace"),
                        image("waiting", "Status", "Waiting")),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("theirs")), 2);
        server.importDump(dump("cn-beijing", image("elsewhere")), TestServer.ACCOUNT);
    }

    /** What the log says of one call, without the RequestId that stands before it. */
    private List<String> saidOf(JsonNode response) {
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
    void unknownParametersAreNamedWithoutTheirValues() {
        var response =
                server.describe("Secrte", "hidden-value", "imageName", "hidden-value", "Tag.1.Foo", "hidden-value");
        assertThat(response.path("TotalCount").asInt()).as(response.toString()).isPositive();
        assertThat(saidOf(response)).containsExactly(ignored("Secrte, Tag.1.Foo, imageName"));
        assertThat(log.text()).doesNotContain("hidden-value");
    }

    @Test
    void aNameCannotForgeLinesNorFillTheLog() {
        var response = server.describe("a\n2026 INFO forged\u2028\u001b[0m", "x");
        assertThat(saidOf(response)).containsExactly(ignored("a%0A2026%20INFO%20forged%E2%80%A8%1B%5B0m"));
        var longest = server.describe("b".repeat(9000), "x");
        assertThat(saidOf(longest)).containsExactly(ignored("b".repeat(100) + "…"));
    }

    @Test
    void everyKnownParameterIsKnown() {
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
        assertThat(saidOf(response)).isEmpty();
    }

    @Test
    void aMemberThatIsCountedWronglyIsAnErrorAndNotUnknown() {
        var response = server.describe("Tag.x.Key", "env", "Tag.Key", "env");
        assertThat(response.path("Code").asText()).isEqualTo("InvalidTagCount");
        assertThat(saidOf(response)).containsExactly(ignored("Tag.Key"));
    }

    @Test
    void aCallWhoseSignatureIsWrongSaysNothing() {
        try (var signed = TestServer.withSample(TestServer.signedOnly())) {
            var call = new V1Request("GET").with("NoSuchParameter", "x");
            assertThat(call.request(signed.uri(), "wrong").send(signed.uri()).status())
                    .isEqualTo(400);
            assertThat(log.text()).doesNotContain("NoSuchParameter");
            assertThat(call.send(signed.uri()).status()).isEqualTo(200);
            assertThat(log.text()).contains(ignored("NoSuchParameter"));
        }
    }

    @Test
    void whatKeptAnImageOutIsSaidOfThoseThatWereAskedFor() {
        var response = server.describe(
                "ImageId",
                "mine,market,waiting,theirs,elsewhere,nothing",
                "ImageName",
                "w*",
                "ImageOwnerAlias",
                "self");
        assertThat(response.path("TotalCount").asInt()).isEqualTo(1);
        var said = saidOf(response);
        assertThat(said).hasSize(5);
        assertThat(said.get(0)).startsWith("market is not in the list: ImageOwnerAlias, IsPublic: ");
        assertThat(said.get(0)).contains("; ImageName: the image is called");
        assertThat(said.get(1)).contains("waiting is not in the list: Status: the image is Waiting");
        assertThat(said.get(2)).contains("not shared with account " + SampleCatalogue.ACCOUNT);
        assertThat(said.get(3)).contains("RegionId: the image is in cn-beijing, not in cn-hangzhou");
        assertThat(said.get(4)).isEqualTo("nothing is not in the list: the catalogue holds no image with this ImageId");
    }

    @Test
    void nothingIsSaidOfImagesThatAreThereOrOnAnotherPageOrWereNotAskedFor() {
        assertThat(saidOf(server.describe("ImageId", "mine,forger", "PageSize", "1")))
                .isEmpty();
        assertThat(saidOf(server.describe("ImageName", "web"))).isEmpty();
    }

    @Test
    void anImageCannotForgeLines() {
        var said = saidOf(server.describe("ImageId", "forger,a\nb", "ImageName", "db"));
        assertThat(said.get(0))
                .isEqualTo("forger is not in the list: ImageName: the image is called web?2026 INFO forged??[0m");
        assertThat(said.get(1)).isEqualTo("a?b is not in the list: the catalogue holds no image with this ImageId");
    }
}
