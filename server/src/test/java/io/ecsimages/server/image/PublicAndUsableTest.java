package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.admin.ImageAdmin;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** IsPublic and Usable are in every image of a response. */
@Tag("extended")
@Tag("query")
@ServerTest
class PublicAndUsableTest {

    private static final long OTHER = 2;

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("system", "ImageOwnerAlias", "system", "ImageFamily", "acs:s"),
                        image("system-null", "ImageOwnerAlias", "system", "IsPublic", null),
                        image("system-false", "ImageOwnerAlias", "system", "IsPublic", false),
                        image("own", "ImageFamily", "own"),
                        image("own-public", "IsPublic", true),
                        image("shared", "ImageOwnerAlias", "others"),
                        image("market", "ImageOwnerAlias", "marketplace"),
                        image("waiting", "Status", "Waiting"),
                        image("deprecated", "Status", "Deprecated"),
                        image("unusable", "Usable", false),
                        image("usable", "Usable", true, "Status", "UnAvailable"),
                        image("new", "Usable", true)),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("community", "IsPublic", true)), OTHER);
        var admin = server.bean(ImageAdmin.class);
        admin.setCreating(admin.find("new", null), Duration.ofHours(1));
    }

    @ParameterizedTest
    @CsvSource({
        "system, '', true, true",
        "system-null, '', true, true",
        "system-false, '', false, true",
        "own, '', false, true",
        "own-public, '', true, true",
        "shared, '', false, true",
        "market, marketplace, false, true",
        "community, others, true, true",
        "waiting, '', false, false",
        "deprecated, '', false, false",
        "unusable, '', false, false",
        "usable, '', false, true",
        "new, '', false, false"
    })
    void returnsBothInJsonAndXml(String id, String alias, boolean isPublic, boolean usable) {
        String[] parameters = {
            "ImageId", id, "Status", "ALL", "ImageOwnerAlias", alias, "IsPublic", id.equals("community") ? "true" : ""
        };
        var image = server.describe(parameters).at("/Images/Image/0");
        assertThat(image.path("IsPublic").toString()).isEqualTo("" + isPublic);
        assertThat(image.path("Usable").toString()).isEqualTo("" + usable);
        assertThat(server.get(TestServer.parameters(parameters)).body())
                .containsOnlyOnce("<IsPublic>" + isPublic + "</IsPublic>")
                .containsOnlyOnce("<Usable>" + usable + "</Usable>");
    }

    @ParameterizedTest
    @CsvSource({"acs:s, true", "own, false"})
    void returnsBothForFamily(String family, boolean isPublic) {
        var image =
                server.call("DescribeImageFromFamily", "ImageFamily", family).path("Image");
        assertThat(image.path("IsPublic").toString()).isEqualTo("" + isPublic);
        assertThat(image.path("Usable").toString()).isEqualTo("true");
    }

    @Test
    void filtersByUsableLikeField() {
        for (boolean usable : new boolean[] {true, false}) {
            var images = server.describe(
                            "Status", "ALL", "Usable", "" + usable, "PageSize", TestServer.MAXIMUM_PAGE_SIZE)
                    .at("/Images/Image");
            assertThat(images)
                    .isNotEmpty()
                    .allSatisfy(image -> assertThat(image.path("Usable").asBoolean())
                            .as(image.path("ImageId").asText())
                            .isEqualTo(usable));
        }
        var all = server.describe("Status", "ALL").path("TotalCount").asInt();
        var usable = server.describe("Status", "ALL", "Usable", "true")
                .path("TotalCount")
                .asInt();
        var unusable = server.describe("Status", "ALL", "Usable", "false")
                .path("TotalCount")
                .asInt();
        assertThat(usable + unusable).isEqualTo(all);
        assertThat(unusable).isEqualTo(4);
    }
}
