package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.contract.ContractDocument.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.http.V1Request;
import io.micronaut.context.annotation.Property;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ModifyImageSharePermission: what the owner and the other account see next, and the requests that it refuses. */
@Tag("contract")
@ServerTest
@Property(name = "ecs-images.image-share-quota", value = "3")
class ModifyImageSharePermissionTest {

    private static final long OTHER = 1000000000000002L;
    private static final Signer OTHER_KEY = new Signer("other", "othertestsecret");

    private static final Map<String, Object> ENCRYPTED =
            Map.of("DiskDeviceMapping", List.of(Map.of("Device", "/dev/xvda", "Size", "20", "Encrypted", true)));

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("shared"),
                        image("published"),
                        image("kept"),
                        image("several"),
                        image("full"),
                        image("plain"),
                        image("community", "IsPublic", true),
                        image("encrypted", "DiskDeviceMappings", ENCRYPTED),
                        image("creating", "Status", "Creating"),
                        image("failed", "Status", "CreateFailed"),
                        image("deprecated", "Status", "Deprecated")),
                TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("theirs", "IsPublic", true)), OTHER);
        server.bean(AccessKeys.class)
                .add(new AccessKey(OTHER_KEY.id(), OTHER, OTHER_KEY.secret(), true, Instant.now(), null, null));
    }

    private static void modify(String imageId, String... pairs) {
        server.succeed("ModifyImageSharePermission", with(imageId, pairs));
    }

    private static void refuse(ApiError error, String imageId, String... pairs) {
        server.fail(error, "ModifyImageSharePermission", with(imageId, pairs));
    }

    private static String[] with(String imageId, String... pairs) {
        var all = new String[pairs.length + 2];
        all[0] = "ImageId";
        all[1] = imageId;
        System.arraycopy(pairs, 0, all, 2, pairs.length);
        return all;
    }

    /** The accounts, separated by spaces, that DescribeImageSharePermission lists. */
    private static String accounts(String imageId) {
        var accounts = server.succeed("DescribeImageSharePermission", "ImageId", imageId)
                .at("/Accounts/Account");
        return String.join(
                " ",
                StreamSupport.stream(accounts.spliterator(), false)
                        .map(account -> account.path("AliyunId").asText())
                        .toList());
    }

    private static String isSelfShared(String imageId) {
        return server.describe("ImageId", imageId)
                .at("/Images/Image/0/IsSelfShared")
                .asText();
    }

    /** Whether the other account finds the image among those that others share with it, or publish. */
    private static boolean otherSees(String imageId, boolean published) {
        var response = new V1Request("GET")
                .key(OTHER_KEY)
                .with("ImageId", imageId)
                .with("ImageOwnerAlias", "others")
                .with("IsPublic", "" + published)
                .send(server.uri());
        return response.tree().path("TotalCount").asInt() == 1;
    }

    @Test
    void nextReadOfOtherAccountSeesSharedImage() {
        assertThat(otherSees("shared", false)).isFalse();
        modify("shared", "AddAccount.1", "" + OTHER);
        assertThat(otherSees("shared", false)).isTrue();
        assertThat(accounts("shared")).isEqualTo("" + OTHER);
        assertThat(isSelfShared("shared")).isEqualTo("True");
        modify("shared", "AddAccount.1", "" + OTHER);
        modify("shared", "RemoveAccount.1", "" + OTHER);
        assertThat(otherSees("shared", false)).isFalse();
        assertThat(accounts("shared")).isEmpty();
        assertThat(isSelfShared("shared")).isEqualTo("False");
    }

    @Test
    void nextReadOfOtherAccountSeesPublishedImage() {
        assertThat(otherSees("published", true)).isFalse();
        modify("published", "IsPublic", "true");
        assertThat(otherSees("published", true)).isTrue();
        assertThat(group("published")).isEqualTo("all");
        refuse(ApiError.IMAGE_PUBLIC, "published", "IsPublic", "true");
        modify("published", "IsPublic", "false");
        assertThat(otherSees("published", true)).isFalse();
        assertThat(group("published")).isEmpty();
        refuse(ApiError.IMAGE_NOT_PUBLIC, "published", "IsPublic", "false");
    }

    private static String group(String imageId) {
        JsonNode response = server.succeed("DescribeImageSharePermission", "ImageId", imageId);
        return response.at("/ShareGroups/ShareGroup/0/Group").asText();
    }

    @Test
    void withdrawnImageKeepsItsShares() {
        modify("kept", "AddAccount.1", "" + OTHER);
        modify("kept", "IsPublic", "true");
        modify("kept", "IsPublic", "false");
        assertThat(accounts("kept")).isEqualTo("" + OTHER);
        assertThat(otherSees("kept", false)).isTrue();
    }

    @Test
    void removesAccountsBeforeItAddsOthers() {
        modify("several", "AddAccount.1", "11", "AddAccount.2", "", "AddAccount.3", "12");
        assertThat(accounts("several")).isEqualTo("11 12");
        modify("several", "AddAccount.1", "13", "RemoveAccount.1", "11", "RemoveAccount.2", "99");
        assertThat(accounts("several")).isEqualTo("12 13");
        modify("several", "AddAccount.1", "12", "RemoveAccount.1", "12", "IsPublic", "false");
        assertThat(accounts("several")).isEqualTo("12 13");
        modify("several");
        assertThat(accounts("several")).isEqualTo("12 13");
    }

    @Test
    void quotaLimitsAccountsOfOneImage() {
        modify("full", "AddAccount.1", "21", "AddAccount.2", "22", "AddAccount.3", "23");
        refuse(ApiError.QUOTA_EXCEED_SHARE_IMAGE_USER, "full", "AddAccount.1", "24");
        assertThat(accounts("full")).isEqualTo("21 22 23");
        modify("full", "AddAccount.1", "24", "RemoveAccount.1", "21");
        modify("full", "AddAccount.1", "24");
        assertThat(accounts("full")).isEqualTo("22 23 24");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "01", "+1", "x", "1.0", "9223372036854775808", "\u0661"})
    void accountIsPositiveInteger(String account) {
        refuse(ApiError.INVALID_ACCOUNT_NOT_FOUND, "plain", "AddAccount.1", account);
        refuse(ApiError.INVALID_ACCOUNT_NOT_FOUND, "plain", "RemoveAccount.1", account);
        assertThat(accounts("plain")).isEmpty();
    }

    @Test
    void greatestAccountIdIsValid() {
        modify("plain", "AddAccount.1", "" + Long.MAX_VALUE);
        assertThat(accounts("plain")).isEqualTo("" + Long.MAX_VALUE);
        modify("plain", "RemoveAccount.1", "" + Long.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "community, AddAccount.1, 2, IMAGE_PUBLIC",
        "encrypted, IsPublic, true, OPERATION_DEINED_ENCRYPTED_SNAPSHOT",
        "creating, AddAccount.1, 2, MODIFY_IMAGE_SHARE_PERMISSION_INCORRECT_IMAGE_STATUS",
        "creating, IsPublic, true, MODIFY_IMAGE_SHARE_PERMISSION_INCORRECT_IMAGE_STATUS",
        "failed, AddAccount.1, 2, MODIFY_IMAGE_SHARE_PERMISSION_INCORRECT_IMAGE_STATUS",
        "deprecated, AddAccount.1, 2, OPERATION_DENIED_INVALID_IMAGE_STATUS",
        "deprecated, IsPublic, true, OPERATION_DENIED_INVALID_IMAGE_STATUS",
        "plain, AddAccount.1, 1000000000000001, INVALID_ACCOUNT_FORBBIDEN",
        "plain, LaunchPermission, hide, FORBIDDEN_PARAMETER_LAUNCH_PERMISSION",
        "theirs, AddAccount.1, 3, INVALID_IMAGE_ID_NOT_FOUND",
        "nothing, IsPublic, true, INVALID_IMAGE_ID_NOT_FOUND"
    })
    void refusesImageOrParameter(String imageId, String parameter, String value, ApiError error) {
        refuse(error, imageId, parameter, value);
    }

    @Test
    void refusesCombinationsOfParameters() {
        refuse(
                ApiError.UNNECESSARY_PARAMETER_LAUNCH_PERMISSION,
                "plain",
                "AddAccount.1",
                "x",
                "LaunchPermission",
                "hide");
        refuse(ApiError.INVALID_PARAMETER_IS_PUBLIC_CONFLICT, "plain", "IsPublic", "true", "AddAccount.1", "2");
        refuse(ApiError.INVALID_PARAMETER_IS_PUBLIC_CONFLICT, "plain", "IsPublic", "true", "RemoveAccount.1", "x");
        var tooMany = CONTRACT.limit("ModifyImageSharePermission", "AddAccount", "maxItems") + 1;
        refuse(ApiError.INVALID_PARAMETER_ADD_ACCOUNT, "plain", "AddAccount." + tooMany, "2");
        refuse(ApiError.INVALID_PARAMETER_REMOVE_ACCOUNT, "plain", "RemoveAccount." + tooMany, "2");
    }

    @Test
    void deprecatedImageCanLoseAccounts() {
        modify("deprecated", "RemoveAccount.1", "2");
        modify("encrypted", "AddAccount.1", "2");
    }

    @Test
    void dryRunChangesNothing() {
        refuse(ApiError.DRY_RUN_OPERATION, "plain", "AddAccount.1", "" + OTHER, "DryRun", "true");
        assertThat(accounts("plain")).isEmpty();
        assertThat(otherSees("plain", false)).isFalse();
    }
}
