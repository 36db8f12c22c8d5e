package io.ecsimages.server.transfer;

import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.TestImages.tags;
import static io.ecsimages.server.transfer.Catalogue.FRIEND;
import static io.ecsimages.server.transfer.Catalogue.OWNER;
import static io.ecsimages.server.transfer.Catalogue.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A dump is what one account saw: whose its images become, and who sees them then. */
@Tag("query")
class DumpViewTest {

    @RegisterExtension
    private static Catalogue catalogue = new Catalogue();

    private static String dump(String alias, Object... members) {
        return dump("cn-hangzhou", withAlias(alias, members));
    }

    private static Map<String, Object> withAlias(String alias, Object... members) {
        var image = image("m-1", members);
        image.put("ImageOwnerAlias", alias);
        return image;
    }

    /** As what an account sees the image: an alias, or nothing. */
    private static String alias(long account, String... parameters) {
        var images = Catalogue.images(catalogue.seenBy(account, parameters));
        return images.path(0).path("ImageOwnerAlias").asText("nothing");
    }

    private static String name(long account) {
        return catalogue.image(account, "m-1").path("ImageName").asText();
    }

    @Test
    void anImageOfTheVendorIsSeenByEveryone() {
        catalogue.importDump(dump("system"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("system");
        assertThat(alias(FRIEND)).isEqualTo("system");
        assertThat(alias(FRIEND, "ImageOwnerAlias", "system")).isEqualTo("system");
        assertThat(alias(OWNER, "ImageOwnerAlias", "self")).isEqualTo("nothing");
    }

    @Test
    void anImageOfTheMarketIsSeenByEveryoneWhoAsksForTheMarket() {
        catalogue.importDump(dump("marketplace"), OWNER);
        assertThat(alias(OWNER, "ImageOwnerAlias", "marketplace")).isEqualTo("marketplace");
        assertThat(alias(FRIEND, "ImageOwnerAlias", "marketplace")).isEqualTo("marketplace");
        assertThat(alias(OWNER)).isEqualTo("nothing");
        assertThat(alias(FRIEND)).isEqualTo("nothing");
    }

    @Test
    void anImageOfTheAccountItselfIsSeenByNobodyElse() {
        catalogue.importDump(dump("self"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "self")).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "others")).isEqualTo("nothing");
        assertThat(alias(FRIEND)).isEqualTo("nothing");
    }

    @Test
    void anImageOfAnotherIsSharedWithTheAccountAndOwnedByTheOther() {
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), FRIEND);
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(alias(FRIEND, "ImageOwnerAlias", "others")).isEqualTo("others");
        assertThat(alias(FRIEND, "ImageOwnerAlias", "self")).isEqualTo("nothing");
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "self")).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "others")).isEqualTo("nothing");
        assertThat(alias(STRANGER)).isEqualTo("nothing");
    }

    @Test
    void anImageOfAnUnknownOwnerBelongsToNobodyUntilTheOwnersDumpComes() {
        catalogue.importDump(dump("others"), FRIEND);
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(alias(OWNER)).isEqualTo("nothing");

        catalogue.importDump(dump("self"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(alias(STRANGER)).isEqualTo("nothing");
        assertThat(catalogue.size()).isEqualTo(1);
    }

    @Test
    void anUnknownOwnerIsNamedByALaterDump() {
        catalogue.importDump(dump("others"), FRIEND);
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), STRANGER);
        catalogue.importDump(dump("others"), FRIEND);
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(alias(STRANGER)).isEqualTo("others");
        assertThat(catalogue.size()).isEqualTo(1);
    }

    @Test
    void aSubscriptionIsThatOfTheAccountWhoseDumpShowsIt() {
        catalogue.importDump(dump("marketplace", "IsSubscribed", true), OWNER);
        assertThat(List.of(subscribed(OWNER), subscribed(FRIEND))).containsExactly(true, false);
        catalogue.importDump(dump("marketplace", "IsSubscribed", true), FRIEND);
        catalogue.importDump(dump("marketplace", "IsSubscribed", false), STRANGER);
        assertThat(List.of(subscribed(OWNER), subscribed(FRIEND))).containsExactly(true, true);
        catalogue.importDump(dump("marketplace"), OWNER);
        assertThat(List.of(subscribed(OWNER), subscribed(FRIEND))).containsExactly(false, true);
    }

    private static boolean subscribed(long account) {
        var response = catalogue.seenBy(account, "ImageOwnerAlias", "marketplace");
        return Catalogue.images(response).path(0).path("IsSubscribed").booleanValue();
    }

    @Test
    void aCommunityImageIsSharedWithNobodyAndFoundByEveryoneWhoAsksForThem() {
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER, "IsPublic", true), FRIEND);
        for (long account : new long[] {FRIEND, STRANGER}) {
            assertThat(alias(account, "ImageOwnerAlias", "others", "IsPublic", "true"))
                    .isEqualTo("others");
            assertThat(alias(account, "ImageOwnerAlias", "others")).isEqualTo("nothing");
            assertThat(alias(account)).isEqualTo("nothing");
        }
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "others", "IsPublic", "true"))
                .isEqualTo("nothing");
    }

    @Test
    void anImageCanBeBothOfTheCommunityAndSharedAndTwoAnswersSaySo() {
        catalogue.importDump(
                dump("others", "ImageOwnerId", OWNER) + dump("others", "ImageOwnerId", OWNER, "IsPublic", true),
                FRIEND);
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(alias(STRANGER)).isEqualTo("nothing");
        for (long account : new long[] {FRIEND, STRANGER}) {
            assertThat(alias(account, "ImageOwnerAlias", "others", "IsPublic", "true"))
                    .isEqualTo("others");
        }
    }

    @Test
    void anImageOfTheVendorIsNoneOfTheCommunityWhateverItSays() {
        catalogue.importDump(dump("system", "IsPublic", true), OWNER);
        assertThat(alias(FRIEND)).isEqualTo("system");
        assertThat(alias(FRIEND, "ImageOwnerAlias", "others", "IsPublic", "true"))
                .isEqualTo("nothing");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOwnersDescriptionWinsWhateverTheOrder(boolean ownerFirst) {
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
        assertThat(alias(FRIEND, "Status", "Deprecated")).isEqualTo("nothing");
        assertThat(alias(OWNER)).isEqualTo("self");
    }

    @Test
    void theLaterOfTwoDescriptionsByOthersWins() {
        catalogue.importDump(dump("others", "ImageName", "first", "ImageOwnerId", OWNER), FRIEND);
        catalogue.importDump(dump("others", "ImageName", "second", "ImageOwnerId", OWNER), STRANGER);
        assertThat(name(FRIEND)).isEqualTo("second");
        assertThat(name(OWNER)).isEqualTo("second");
    }

    @Test
    void aShareOutlivesTheOwnersNextDumpAndIsNotDoubled() {
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), FRIEND);
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), FRIEND);
        catalogue.importDump(dump("self"), OWNER);
        catalogue.importDump(dump("self"), OWNER);
        assertThat(alias(FRIEND)).isEqualTo("others");
        assertThat(catalogue.seenBy(FRIEND).path("TotalCount").asInt()).isEqualTo(1);
    }

    /** Expects a second dump to be refused for whose its image is, and nothing to change. */
    private static void conflict(String dump, long account, String reason) {
        var before = List.of(name(OWNER), alias(OWNER), alias(FRIEND), alias(STRANGER));
        var refusal = catalogue.refusal(dump, account);
        assertThat(refusal).startsWith("dump.json, line 1, at /Images/Image/0: m-1: ");
        assertThat(refusal).contains(reason);
        assertThat(List.of(name(OWNER), alias(OWNER), alias(FRIEND), alias(STRANGER)))
                .isEqualTo(before);
    }

    @Test
    void anImageOfAnotherOwnerIsRefused() {
        catalogue.importDump(dump("self", "ImageName", "before"), OWNER);
        conflict(dump("self", "ImageName", "after"), FRIEND, "another owner: account " + OWNER);
        conflict(dump("others", "ImageOwnerId", STRANGER), FRIEND, "another owner: account " + OWNER);
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), FRIEND);
        assertThat(alias(FRIEND)).isEqualTo("others");
    }

    @Test
    void anOwnerThatAShareNamedIsHeldTo() {
        catalogue.importDump(dump("others", "ImageOwnerId", OWNER), FRIEND);
        conflict(dump("self"), STRANGER, "another owner: account " + OWNER);
        catalogue.importDump(dump("self"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("self");
    }

    @Test
    void anImageFromAnotherSourceIsRefused() {
        catalogue.importDump(dump("system"), OWNER);
        conflict(dump("self"), OWNER, "another source: system");
        conflict(dump("marketplace"), OWNER, "another source: system");
        catalogue.importDump(dump("system"), FRIEND);
        assertThat(alias(STRANGER)).isEqualTo("system");
    }

    @Test
    void aDumpThatContradictsItselfIsRefused() {
        conflict(dump("self", "ImageOwnerId", FRIEND), OWNER, "it is self, but its ImageOwnerId is not the account");
        conflict(dump("others", "ImageOwnerId", OWNER), OWNER, "it is others, but its ImageOwnerId is the account");
        assertThat(catalogue.size()).isZero();
    }

    @Test
    void anImageOfTheAccountItselfIsNotSharedWithIt() {
        catalogue.importDump(dump("self"), OWNER);
        conflict(dump("others"), OWNER, "");
        assertThat(alias(OWNER, "ImageOwnerAlias", "others")).isEqualTo("nothing");
    }

    @Test
    void whoTurnsOutToOwnAnImageNoLongerHasItFromOthers() {
        catalogue.importDump(dump("others"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("others");
        catalogue.importDump(dump("self"), OWNER);
        assertThat(alias(OWNER)).isEqualTo("self");
        assertThat(alias(OWNER, "ImageOwnerAlias", "others")).isEqualTo("nothing");
    }
}
