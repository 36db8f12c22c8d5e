package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.admin.ImageAdmin;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.store.ImageRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DescribeImageSharePermission: the accounts that an image of the caller is shared with. */
@Tag("contract")
@Tag("query")
@ServerTest
class DescribeImageSharePermissionTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("shared"),
                        image("private"),
                        image("public", "IsPublic", true),
                        image("system", "ImageOwnerAlias", "system")),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("theirs")), 2);
        LongStream.rangeClosed(101, 112).forEach(account -> share("shared", 213 - account));
        share("theirs", TestServer.ACCOUNT);
    }

    private static void share(String imageId, long account) {
        var admin = server.bean(ImageAdmin.class);
        admin.share(server.bean(ImageRepository.class).findByImageId(imageId).get(0), account, true);
    }

    private static JsonNode permission(String... parameters) {
        return server.call("DescribeImageSharePermission", parameters);
    }

    private static List<String> accounts(JsonNode response) {
        return StreamSupport.stream(response.at("/Accounts/Account").spliterator(), false)
                .map(account -> account.path("AliyunId").asText())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5, 12, 13})
    void pagesContainAllAccountsInOrder(int pageSize) {
        var all = new ArrayList<String>();
        for (int page = 1; page == 1 || all.size() < 12; page++) {
            var response = permission("ImageId", "shared", "PageSize", "" + pageSize, "PageNumber", "" + page);
            assertThat(response.path("TotalCount").asInt()).isEqualTo(12);
            assertThat(response.path("PageNumber").asInt()).isEqualTo(page);
            assertThat(response.path("PageSize").asInt()).isEqualTo(pageSize);
            all.addAll(accounts(response));
        }
        assertThat(all)
                .isEqualTo(LongStream.rangeClosed(101, 112)
                        .mapToObj(Long::toString)
                        .toList());
    }

    @Test
    void privateImageHasNoAccountsAndPublicImageHasGroupAll() {
        var unshared = permission("ImageId", "private");
        assertThat(unshared.path("TotalCount").asInt()).isEqualTo(0);
        assertThat(accounts(unshared)).isEmpty();
        assertThat(unshared.at("/ShareGroups/ShareGroup")).isEmpty();
        assertThat(permission("ImageId", "public")
                        .at("/ShareGroups/ShareGroup/0/Group")
                        .asText())
                .isEqualTo("all");
    }

    @ParameterizedTest
    @CsvSource({
        "cn-hangzhou, theirs, INVALID_IMAGE_ID_NOT_FOUND",
        "cn-hangzhou, system, INVALID_IMAGE_ID_NOT_FOUND",
        "cn-hangzhou, nothing, INVALID_IMAGE_ID_NOT_FOUND",
        "cn-beijing, shared, INVALID_IMAGE_ID_NOT_FOUND",
        "cn-nowhere, shared, INVALID_REGION_ID_NOT_FOUND"
    })
    void imagesOfOtherOwnersAreNotFound(String region, String imageId, ApiError error) {
        assertThat(permission("RegionId", region, "ImageId", imageId)
                        .path("Code")
                        .asText())
                .isEqualTo(error.code());
    }

    @Test
    void xmlRootElementIsNamedAfterAction() {
        var parameters = TestServer.parameters("Action", "DescribeImageSharePermission", "ImageId", "shared");
        var response = server.get(parameters).body();
        assertThat(response).contains("<DescribeImageSharePermissionResponse>");
        assertThat(response).contains("<Accounts><Account><AliyunId>101</AliyunId></Account>");
    }
}
