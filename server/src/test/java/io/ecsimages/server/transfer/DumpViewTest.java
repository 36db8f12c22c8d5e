package io.ecsimages.server.transfer;

import static io.ecsimages.server.Dumps.answer;
import static io.ecsimages.server.Dumps.image;
import static io.ecsimages.server.Dumps.tags;
import static io.ecsimages.server.transfer.Catalogue.FRIEND;
import static io.ecsimages.server.transfer.Catalogue.OWNER;
import static io.ecsimages.server.transfer.Catalogue.STRANGER;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        return answer("cn-hangzhou", withAlias(alias, members));
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
        catalogue.take(dump("system"), OWNER);
        assertEquals("system", alias(OWNER));
        assertEquals("system", alias(FRIEND));
        assertEquals("system", alias(FRIEND, "ImageOwnerAlias", "system"));
        assertEquals("nothing", alias(OWNER, "ImageOwnerAlias", "self"));
    }

    @Test
    void anImageOfTheMarketIsSeenByEveryoneWhoAsksForTheMarket() {
        catalogue.take(dump("marketplace"), OWNER);
        assertEquals("marketplace", alias(OWNER, "ImageOwnerAlias", "marketplace"));
        assertEquals("marketplace", alias(FRIEND, "ImageOwnerAlias", "marketplace"));
        assertEquals("nothing", alias(OWNER));
        assertEquals("nothing", alias(FRIEND));
    }

    @Test
    void anImageOfTheAccountItselfIsSeenByNobodyElse() {
        catalogue.take(dump("self"), OWNER);
        assertEquals("self", alias(OWNER));
        assertEquals("self", alias(OWNER, "ImageOwnerAlias", "self"));
        assertEquals("nothing", alias(OWNER, "ImageOwnerAlias", "others"));
        assertEquals("nothing", alias(FRIEND));
    }

    @Test
    void anImageOfAnotherIsSharedWithTheAccountAndOwnedByTheOther() {
        catalogue.take(dump("others", "ImageOwnerId", OWNER), FRIEND);
        assertEquals("others", alias(FRIEND));
        assertEquals("others", alias(FRIEND, "ImageOwnerAlias", "others"));
        assertEquals("nothing", alias(FRIEND, "ImageOwnerAlias", "self"));
        assertEquals("self", alias(OWNER));
        assertEquals("self", alias(OWNER, "ImageOwnerAlias", "self"));
        assertEquals("nothing", alias(OWNER, "ImageOwnerAlias", "others"));
        assertEquals("nothing", alias(STRANGER));
    }

    @Test
    void anImageOfAnUnknownOwnerBelongsToNobodyUntilTheOwnersDumpComes() {
        catalogue.take(dump("others"), FRIEND);
        assertEquals("others", alias(FRIEND));
        assertEquals("nothing", alias(OWNER));

        catalogue.take(dump("self"), OWNER);
        assertEquals("self", alias(OWNER));
        assertEquals("others", alias(FRIEND));
        assertEquals("nothing", alias(STRANGER));
        assertEquals(1, catalogue.size());
    }

    @Test
    void anUnknownOwnerIsNamedByALaterDump() {
        catalogue.take(dump("others"), FRIEND);
        catalogue.take(dump("others", "ImageOwnerId", OWNER), STRANGER);
        catalogue.take(dump("others"), FRIEND);
        assertEquals("self", alias(OWNER));
        assertEquals("others", alias(FRIEND));
        assertEquals("others", alias(STRANGER));
        assertEquals(1, catalogue.size());
    }

    @Test
    void aSubscriptionIsThatOfTheAccountWhoseDumpShowsIt() {
        catalogue.take(dump("marketplace", "IsSubscribed", true), OWNER);
        assertEquals(List.of(true, false), List.of(subscribed(OWNER), subscribed(FRIEND)));
        catalogue.take(dump("marketplace", "IsSubscribed", true), FRIEND);
        catalogue.take(dump("marketplace", "IsSubscribed", false), STRANGER);
        assertEquals(List.of(true, true), List.of(subscribed(OWNER), subscribed(FRIEND)));
        catalogue.take(dump("marketplace"), OWNER);
        assertEquals(List.of(false, true), List.of(subscribed(OWNER), subscribed(FRIEND)));
    }

    private static boolean subscribed(long account) {
        var answer = catalogue.seenBy(account, "ImageOwnerAlias", "marketplace");
        return Catalogue.images(answer).path(0).path("IsSubscribed").booleanValue();
    }

    @Test
    void aCommunityImageIsSharedWithNobodyAndFoundByEveryoneWhoAsksForThem() {
        catalogue.take(dump("others", "ImageOwnerId", OWNER, "IsPublic", true), FRIEND);
        for (long account : new long[] {FRIEND, STRANGER}) {
            assertEquals("others", alias(account, "ImageOwnerAlias", "others", "IsPublic", "true"));
            assertEquals("nothing", alias(account, "ImageOwnerAlias", "others"));
            assertEquals("nothing", alias(account));
        }
        assertEquals("self", alias(OWNER));
        assertEquals("nothing", alias(OWNER, "ImageOwnerAlias", "others", "IsPublic", "true"));
    }

    @Test
    void anImageCanBeBothOfTheCommunityAndSharedAndTwoAnswersSaySo() {
        catalogue.take(
                dump("others", "ImageOwnerId", OWNER) + dump("others", "ImageOwnerId", OWNER, "IsPublic", true),
                FRIEND);
        assertEquals("others", alias(FRIEND));
        assertEquals("nothing", alias(STRANGER));
        for (long account : new long[] {FRIEND, STRANGER}) {
            assertEquals("others", alias(account, "ImageOwnerAlias", "others", "IsPublic", "true"));
        }
    }

    @Test
    void anImageOfTheVendorIsNoneOfTheCommunityWhateverItSays() {
        catalogue.take(dump("system", "IsPublic", true), OWNER);
        assertEquals("system", alias(FRIEND));
        assertEquals("nothing", alias(FRIEND, "ImageOwnerAlias", "others", "IsPublic", "true"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theOwnersDescriptionWinsWhateverTheOrder(boolean ownerFirst) {
        var own = dump("self", "ImageName", "own", "ImageOwnerId", OWNER, "Tags", tags("env", "prod"));
        var shared = dump("others", "ImageName", "shared", "ImageOwnerId", OWNER, "Status", "Deprecated");
        if (ownerFirst) {
            catalogue.take(own, OWNER);
            catalogue.take(shared, FRIEND);
        } else {
            catalogue.take(shared, FRIEND);
            assertEquals("shared", name(OWNER));
            catalogue.take(own, OWNER);
        }
        assertEquals(1, catalogue.size());
        assertEquals("own", name(OWNER));
        assertEquals("own", name(FRIEND));
        assertEquals("others", alias(FRIEND, "Status", "Available", "Tag.1.Key", "env"));
        assertEquals("nothing", alias(FRIEND, "Status", "Deprecated"));
        assertEquals("self", alias(OWNER));
    }

    @Test
    void theLaterOfTwoDescriptionsByOthersWins() {
        catalogue.take(dump("others", "ImageName", "first", "ImageOwnerId", OWNER), FRIEND);
        catalogue.take(dump("others", "ImageName", "second", "ImageOwnerId", OWNER), STRANGER);
        assertEquals("second", name(FRIEND));
        assertEquals("second", name(OWNER));
    }

    @Test
    void aShareOutlivesTheOwnersNextDumpAndIsNotDoubled() {
        catalogue.take(dump("others", "ImageOwnerId", OWNER), FRIEND);
        catalogue.take(dump("others", "ImageOwnerId", OWNER), FRIEND);
        catalogue.take(dump("self"), OWNER);
        catalogue.take(dump("self"), OWNER);
        assertEquals("others", alias(FRIEND));
        assertEquals(1, catalogue.seenBy(FRIEND).path("TotalCount").asInt());
    }

    /** Expects a second dump to be refused for whose its image is, and nothing to change. */
    private static void conflict(String dump, long account, String reason) {
        var before = List.of(name(OWNER), alias(OWNER), alias(FRIEND), alias(STRANGER));
        var refusal = catalogue.refusal(dump, account);
        assertTrue(refusal.startsWith("dump.json, line 1, at /Images/Image/0: m-1: "), refusal);
        assertTrue(refusal.contains(reason), refusal);
        assertEquals(before, List.of(name(OWNER), alias(OWNER), alias(FRIEND), alias(STRANGER)));
    }

    @Test
    void anImageOfAnotherOwnerIsRefused() {
        catalogue.take(dump("self", "ImageName", "before"), OWNER);
        conflict(dump("self", "ImageName", "after"), FRIEND, "another owner: account " + OWNER);
        conflict(dump("others", "ImageOwnerId", STRANGER), FRIEND, "another owner: account " + OWNER);
        catalogue.take(dump("others", "ImageOwnerId", OWNER), FRIEND);
        assertEquals("others", alias(FRIEND));
    }

    @Test
    void anOwnerThatAShareNamedIsHeldTo() {
        catalogue.take(dump("others", "ImageOwnerId", OWNER), FRIEND);
        conflict(dump("self"), STRANGER, "another owner: account " + OWNER);
        catalogue.take(dump("self"), OWNER);
        assertEquals("self", alias(OWNER));
    }

    @Test
    void anImageFromAnotherSourceIsRefused() {
        catalogue.take(dump("system"), OWNER);
        conflict(dump("self"), OWNER, "another source: system");
        conflict(dump("marketplace"), OWNER, "another source: system");
        catalogue.take(dump("system"), FRIEND);
        assertEquals("system", alias(STRANGER));
    }

    @Test
    void aDumpThatContradictsItselfIsRefused() {
        conflict(dump("self", "ImageOwnerId", FRIEND), OWNER, "it is self, but its ImageOwnerId is not the account");
        conflict(dump("others", "ImageOwnerId", OWNER), OWNER, "it is others, but its ImageOwnerId is the account");
        assertEquals(0, catalogue.size());
    }

    @Test
    void anImageOfTheAccountItselfIsNotSharedWithIt() {
        catalogue.take(dump("self"), OWNER);
        conflict(dump("others"), OWNER, "");
        assertEquals("nothing", alias(OWNER, "ImageOwnerAlias", "others"));
    }

    @Test
    void whoTurnsOutToOwnAnImageNoLongerHasItFromOthers() {
        catalogue.take(dump("others"), OWNER);
        assertEquals("others", alias(OWNER));
        catalogue.take(dump("self"), OWNER);
        assertEquals("self", alias(OWNER));
        assertEquals("nothing", alias(OWNER, "ImageOwnerAlias", "others"));
    }
}
