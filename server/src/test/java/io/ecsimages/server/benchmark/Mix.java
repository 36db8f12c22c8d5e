package io.ecsimages.server.benchmark;

import io.ecsimages.server.benchmark.RealisticCatalogue.Account;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** The queries that callers of a catalogue ask: no two alike, as long as there are others. */
final class Mix {

    /** What a caller asks for. */
    enum Kind {
        /** The first page of what an account sees in a region, usually the one where it is at home. */
        PLAIN_PAGE("plain first page", 50),
        SYSTEM_PAGE("page of the vendor's images", 15),
        IMAGE_ID("one to three ImageIds", 15),
        SELF_BY_TAG("own images by tag", 7),
        NAME_WILDCARD("ImageName with a wildcard", 5),
        MARKETPLACE_PAGE("page of the market", 5),
        /** Any page of the heaviest account. */
        DEEP_PAGE("any page of the heaviest account", 3);

        private final String words;
        private final int percent;

        Kind(String words, int percent) {
            this.words = words;
            this.percent = percent;
        }

        String words() {
            return words;
        }

        int percent() {
            return percent;
        }
    }

    /** A query of an account: parameters beside Action and Version. */
    record Query(Account account, Map<String, String> parameters) {}

    private static final AtomicLong COUNT = new AtomicLong();

    private final RealisticCatalogue catalogue;
    private final Random random;

    Mix(RealisticCatalogue catalogue, long seed) {
        this.catalogue = catalogue;
        this.random = new Random(seed);
    }

    /** A query of any kind, each as often as its part of the mix says. */
    Query next() {
        int rest = random.nextInt(100);
        for (Kind kind : Kind.values()) {
            rest -= kind.percent;
            if (rest < 0) {
                return next(kind);
            }
        }
        throw new AssertionError("the mix is not a hundred percent");
    }

    /** A query of one kind. */
    Query next(Kind kind) {
        return unlike(any(kind));
    }

    /** The same with a parameter that the API does not know, and passes over: so no two queries are alike. */
    static Query unlike(Query query) {
        var parameters = new LinkedHashMap<>(query.parameters());
        parameters.put("Count", Long.toString(COUNT.incrementAndGet()));
        return new Query(query.account(), parameters);
    }

    private Query any(Kind kind) {
        return switch (kind) {
            case PLAIN_PAGE -> {
                var account = caller();
                var region = random.nextInt(10) < 7 ? account.home() : anyRegion();
                yield query(account, "RegionId", region, "PageSize", pageSize());
            }
            case SYSTEM_PAGE -> {
                int size = pageSize();
                yield query(
                        caller(),
                        "RegionId",
                        anyRegion(),
                        "ImageOwnerAlias",
                        "system",
                        "PageSize",
                        size,
                        "PageNumber",
                        page(catalogue.systemImages(), size));
            }
            case IMAGE_ID -> {
                var account = owner();
                yield query(account, "RegionId", account.home(), "ImageId", someIds(account));
            }
            case SELF_BY_TAG -> {
                var account = owner();
                var key = RealisticCatalogue.skewed(RealisticCatalogue.TAG_KEYS, random);
                yield query(
                        account,
                        "RegionId",
                        account.home(),
                        "ImageOwnerAlias",
                        "self",
                        "Tag.1.Key",
                        key,
                        "Tag.1.Value",
                        RealisticCatalogue.tagValue(key, random),
                        "PageSize",
                        pageSize());
            }
            case NAME_WILDCARD -> {
                var account = owner();
                var name = RealisticCatalogue.imageName(random);
                yield query(
                        account,
                        "RegionId",
                        account.home(),
                        "ImageName",
                        name.substring(0, name.length() - 4) + "*",
                        "PageSize",
                        pageSize());
            }
            case MARKETPLACE_PAGE -> {
                int size = pageSize();
                yield query(
                        caller(),
                        "RegionId",
                        anyRegion(),
                        "ImageOwnerAlias",
                        "marketplace",
                        "PageSize",
                        size,
                        "PageNumber",
                        page(catalogue.marketplaceImages(), size));
            }
            case DEEP_PAGE -> {
                int size = pageSize();
                var account = catalogue.heaviest();
                int seen = catalogue.ownedAtHome(account) + catalogue.systemImages();
                yield query(account, "RegionId", account.home(), "PageSize", size, "PageNumber", page(seen, size));
            }
        };
    }

    /** Parameters: names and values in turn. */
    static Query query(Account account, Object... pairs) {
        var parameters = new LinkedHashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i].toString(), pairs[i + 1].toString());
        }
        return new Query(account, parameters);
    }

    private Account caller() {
        return catalogue.account(random.nextInt(catalogue.accounts()));
    }

    /** An account with images at home. */
    private Account owner() {
        Account account;
        do {
            account = caller();
        } while (catalogue.ownedAtHome(account) == 0);
        return account;
    }

    private String someIds(Account account) {
        var ids = new HashSet<String>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            ids.add(RealisticCatalogue.imageId(account, random.nextInt(catalogue.ownedAtHome(account))));
        }
        return String.join(",", ids);
    }

    private String anyRegion() {
        return catalogue.regions().get(random.nextInt(catalogue.regions().size()));
    }

    /** Ten, or about ten: a page of another size is another query. */
    private int pageSize() {
        return 5 + random.nextInt(11);
    }

    private int page(int of, int size) {
        return 1 + random.nextInt(Math.max(1, of / size));
    }
}
