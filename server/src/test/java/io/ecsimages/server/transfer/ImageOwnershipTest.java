package io.ecsimages.server.transfer;

import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static io.ecsimages.server.transfer.TestCatalogue.FRIEND;
import static io.ecsimages.server.transfer.TestCatalogue.OWNER;
import static io.ecsimages.server.transfer.TestCatalogue.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestImages;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The owner of imported images, and the accounts that see them. */
@Tag("extended")
@Tag("query")
class ImageOwnershipTest {

    @RegisterExtension
    private static TestCatalogue catalogue = new TestCatalogue();

    private static String dump(String alias, Object... fields) {
        return TestImages.dump("cn-hangzhou", withAlias(alias, fields));
    }

    private static Map<String, Object> withAlias(String alias, Object... fields) {
        var image = image("m-1", fields);
        image.put("ImageOwnerAlias", alias);
        return image;
    }

    /** The ImageOwnerAlias that an account sees, or {@code none} if it does not see the image. */
    private static String alias(long account, String... parameters) {
        var images = TestCatalogue.images(catalogue.describe(account, parameters));
        return images.path(0).path("ImageOwnerAlias").asText("none");
    }

    private static String name(long account) {
        return catalogue.image(account, "m-1").path("ImageName").asText();
    }

    @Test
    void publicImagesAreListedForEveryone() {
        catalogue.importDump(dump("system"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("system");
        assertThat(alias(FRIEND)).isEqualTo("system");
        assertThat(alias(FRIEND, "ImageOwnerAlias", "system")).isEqualTo("system");
        assertThat(alias(OWNER, "ImageOwnerAlias", "self")).isEqualTo("none");
    }

    @Test
    void marketplaceImagesAreListedForMarketplaceAlias() {
        catalogue.importDump(dump("marketplace"), OWNER);
        assertThat(alias(OWNER, "ImageOwnerAlias", "marketplace")).isEqualTo("marketplace");
        assertThat(alias(FRIEND, "ImageOwnerAlias", "marketplace")).isEqualTo("marketplace");
        assertThat(alias(OWNER)).isEqualTo("none");
        assertThat(alias(FRIEND)).isEqualTo("none");
    }

    @Test
    void ownImagesAreListedForOwnerOnly() {
        catalogue.importDump(dump("self"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "self")).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "others")).isEqualTo("none");
        assertThat(alias(FRIEND)).isEqualTo("none");
    }

    @Test
    void imageOfOthersIsSharedWithImportingAccount() {
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), FRIEND);
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(alias(FRIEND, "ImageOwnerAlias", "others")).isEqualTo("others");
        assertThat(alias(FRIEND, "ImageOwnerAlias", "self")).isEqualTo("none");
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "self")).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "others")).isEqualTo("none");
        assertThat(alias(STRANGER)).isEqualTo("none");
    }

    @Test
    void ownersDumpSetsUnknownOwner() {
        catalogue.importDump(dump("others"), FRIEND);
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(alias(OWNER)).isEqualTo("none");

        catalogue.importDump(dump("self"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(alias(STRANGER)).isEqualTo("none");
        assertThat(catalogue.size()).isEqualTo(1);
    }

    @Test
    void imageOwnerIdOfLaterDumpSetsUnknownOwner() {
        catalogue.importDump(dump("others"), FRIEND);
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), STRANGER);
        catalogue.importDump(dump("others"), FRIEND);
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(alias(STRANGER)).isEqualTo("others");
        assertThat(catalogue.size()).isEqualTo(1);
    }

    @Test
    void subscriptionBelongsToImportingAccount() {
        catalogue.importDump(dump("marketplace", "IsSubscribed", true), OWNER);
        assertThat(List.of(subscribed(OWNER), subscribed(FRIEND))).containsExactly(true, false);
        catalogue.importDump(dump("marketplace", "IsSubscribed", true), FRIEND);
        catalogue.importDump(dump("marketplace", "IsSubscribed", false), STRANGER);
        assertThat(List.of(subscribed(OWNER), subscribed(FRIEND))).containsExactly(true, true);
        catalogue.importDump(dump("marketplace"), OWNER);
        assertThat(List.of(subscribed(OWNER), subscribed(FRIEND))).containsExactly(false, true);
    }

    private static boolean subscribed(long account) {
        var response = catalogue.describe(account, "ImageOwnerAlias", "marketplace");
        return TestCatalogue.images(response).path(0).path("IsSubscribed").booleanValue();
    }

    @Test
    void communityImagesAreListedOnlyOnRequest() {
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER, "IsPublic", true), FRIEND);
        for (long account : new long[] {FRIEND, STRANGER}) {
            assertThat(alias(account, "ImageOwnerAlias", "others", "IsPublic", "true"))
                    .isEqualTo("others");
            assertThat(alias(account, "ImageOwnerAlias", "others")).isEqualTo("none");
            assertThat(alias(account)).isEqualTo("none");
        }
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "others", "IsPublic", "true"))
                .isEqualTo("none");
    }

    @Test
    void imageCanBeCommunityImageAndShared() {
        catalogue.importDump(
                dump("others", "ImageOwnerId", OWNER) + dump("others", "ImageOwnerId", OWNER, "IsPublic", true),
                FRIEND);
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(alias(STRANGER)).isEqualTo("none");
        for (long account : new long[] {FRIEND, STRANGER}) {
            assertThat(alias(account, "ImageOwnerAlias", "others", "IsPublic", "true"))
                    .isEqualTo("others");
        }
    }

    @Test
    void publicImageIsNeverCommunityImage() {
        catalogue.importDump(dump("system", "IsPublic", true), OWNER);
        assertThat(alias(FRIEND)).isEqualTo("system");
        assertThat(alias(FRIEND, "ImageOwnerAlias", "others", "IsPublic", "true"))
                .isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ownersDumpTakesPrecedenceInAnyOrder(boolean ownerFirst) {
        var own = dump("self", "ImageName", "own", "ImageOwnerId", OWNER, "Tags", tags("env", "prod"));
        var shared = dump("others", "ImageName", "shared", "ImageOwnerId", OWNER, "Status", "Deprecated");
        if (ownerFirst) {
            catalogue.importDump(own, OWNER);
            catalogue.importDump(shared, FRIEND);
        } else {
            catalogue.importDump(shared, FRIEND);
            assertThat(name(OWNER)).isEqualTo("shared");
            catalogue.importDump(own, OWNER);
        }
        assertThat(catalogue.size()).isEqualTo(1);
        assertThat(name(OWNER)).isEqualTo("own");
        assertThat(name(FRIEND)).isEqualTo("own");
        assertThat(alias(FRIEND, "Status", "Available", "Tag.1.Key", "env")).isEqualTo("others");
        assertThat(alias(FRIEND, "Status", "Deprecated")).isEqualTo("none");
        assertThat(alias(OWNER)).isEqualTo("self");
    }

    @Test
    void laterDumpOfOthersTakesPrecedence() {
        catalogue.importDump(dump("others", "ImageName", "first", "ImageOwnerId", OWNER), FRIEND);
        catalogue.importDump(dump("others", "ImageName", "second", "ImageOwnerId", OWNER), STRANGER);
        assertThat(name(FRIEND)).isEqualTo("second");
        assertThat(name(OWNER)).isEqualTo("second");
    }

    @Test
    void ownersDumpKeepsSharesWithoutDuplicates() {
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), FRIEND);
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), FRIEND);
        catalogue.importDump(dump("self"), OWNER);
        catalogue.importDump(dump("self"), OWNER);
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(catalogue.describe(FRIEND).path("TotalCount").asInt()).isEqualTo(1);
    }

    /** Checks that an import rejects a dump because of the owner of its image, and changes nothing. */
    private static void assertConflict(String dump, long account, String message) {
        var before = List.of(name(OWNER), alias(OWNER), alias(FRIEND), alias(STRANGER));
        var error = catalogue.importError(dump, account);
        assertThat(error).startsWith("dump.json, line 1, at /Images/Image/0: m-1: ");
        assertThat(error).contains(message);
        assertThat(List.of(name(OWNER), alias(OWNER), alias(FRIEND), alias(STRANGER)))
                .isEqualTo(before);
    }

    @Test
    void rejectsImageOfAnotherOwner() {
        catalogue.importDump(dump("self", "ImageName", "before"), OWNER);
        assertConflict(dump("self", "ImageName", "after"), FRIEND, "another owner: account " + OWNER);
        assertConflict(dump("others", "ImageOwnerId", STRANGER), FRIEND, "another owner: account " + OWNER);
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), FRIEND);
        assertThat(alias(FRIEND)).isEqualTo("others");
    }

    @Test
    void rejectsOwnerThatContradictsShare() {
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), FRIEND);
        assertConflict(dump("self"), STRANGER, "another owner: account " + OWNER);
        catalogue.importDump(dump("self"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("self");
    }

    @Test
    void rejectsImageFromAnotherSource() {
        catalogue.importDump(dump("system"), OWNER);
        assertConflict(dump("self"), OWNER, "another source: system");
        assertConflict(dump("marketplace"), OWNER, "another source: system");
        catalogue.importDump(dump("system"), FRIEND);
        assertThat(alias(STRANGER)).isEqualTo("system");
    }

    @Test
    void rejectsContradictoryOwner() {
        assertConflict(
                dump("self", "ImageOwnerId", FRIEND),
                OWNER,
                "it is self, but its ImageOwnerId is " + FRIEND + ", and the dump is of account " + OWNER);
        assertConflict(
                dump("others", "ImageOwnerId", OWNER), OWNER, "it is others, but its ImageOwnerId is the account");
        assertThat(catalogue.size()).isZero();
    }

    @Test
    void rejectsShareWithOwner() {
        catalogue.importDump(dump("self"), OWNER);
        assertConflict(dump("others"), OWNER, "");
        assertThat(alias(OWNER, "ImageOwnerAlias", "others")).isEqualTo("none");
    }

    @Test
    void ownersDumpRemovesShareWithOwner() {
        catalogue.importDump(dump("others"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("others");
        catalogue.importDump(dump("self"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "others")).isEqualTo("none");
    }
}
