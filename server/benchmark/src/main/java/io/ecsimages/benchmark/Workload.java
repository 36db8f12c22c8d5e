package io.ecsimages.benchmark;

import io.ecsimages.benchmark.SyntheticCatalogue.Account;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** Generates the mix of queries that callers send, of which no two are equal, and changes. */
final class Workload {

    /** The types of query. */
    enum QueryType {
        /** The first page of a region: of ten requests, seven ask for the home region of the account. */
        PLAIN_PAGE("plain first page", 50),
        SYSTEM_PAGE("page of public images", 15),
        IMAGE_ID("one to three ImageIds", 15),
        SELF_BY_TAG("own images by tag", 7),
        NAME_WILDCARD("ImageName with a wildcard", 5),
        MARKETPLACE_PAGE("page of Marketplace images", 5),
        /** Any page of the heaviest account. */
        DEEP_PAGE("any page of the heaviest account", 3);

        private final String title;
        private final int percent;

        QueryType(String title, int percent) {
            this.title = title;
            this.percent = percent;
        }

        String title() {
            return title;
        }

        int percent() {
            return percent;
        }
    }

    /** A query of an account: parameters beside Version, and beside Action for DescribeImages. */
    record Query(Account account, Map<String, String> parameters) {}

    private static final AtomicLong COUNT = new AtomicLong();

    private final SyntheticCatalogue catalogue;
    private final Random random;

    Workload(SyntheticCatalogue catalogue, long seed) {
        this.catalogue = catalogue;
        this.random = new Random(seed);
    }

    /** A query of any type, in the percentages of the types. */
    Query next() {
        int rest = random.nextInt(100);
        for (QueryType type : QueryType.values()) {
            rest -= type.percent;
            if (rest < 0) {
                return next(type);
            }
        }
        throw new AssertionError("the percentages do not add up to 100");
    }

    /** The same for responses in XML. */
    Query nextInXml() {
        var query = next();
        var parameters = new LinkedHashMap<>(query.parameters());
        parameters.put("Format", "XML");
        return new Query(query.account(), parameters);
    }

    /** A first page of the images that an account sees in its home region. */
    Query next(Account account) {
        return unique(query(account, "RegionId", account.home(), "PageSize", pageSize()));
    }

    /** A query of one type. */
    Query next(QueryType type) {
        return unique(any(type));
    }

    /** A change of one of an account's images in its home region: of one after another, by number. */
    Query change(Account account, int number) {
        var imageId = SyntheticCatalogue.imageId(account, number % catalogue.ownedAtHome(account));
        return query(
                account,
                "Action",
                "ModifyImageAttribute",
                "RegionId",
                account.home(),
                "ImageId",
                imageId,
                "Description",
                "change " + COUNT.incrementAndGet());
    }

    /** The same query with an unknown parameter, which the API ignores, so that no response cache has it. */
    static Query unique(Query query) {
        var parameters = new LinkedHashMap<>(query.parameters());
        parameters.put("Count", Long.toString(COUNT.incrementAndGet()));
        return new Query(query.account(), parameters);
    }

    private Query any(QueryType type) {
        return switch (type) {
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
                var key = SyntheticCatalogue.skewed(SyntheticCatalogue.TAG_KEYS, random);
                yield query(
                        account,
                        "RegionId",
                        account.home(),
                        "ImageOwnerAlias",
                        "self",
                        "Tag.1.Key",
                        key,
                        "Tag.1.Value",
                        SyntheticCatalogue.tagValue(key, random),
                        "PageSize",
                        pageSize());
            }
            case NAME_WILDCARD -> {
                var account = owner();
                var name = SyntheticCatalogue.imageName(random);
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

    /** @param pairs names and values in turn */
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

    /** An account with images in its home region. */
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
            ids.add(SyntheticCatalogue.imageId(account, random.nextInt(catalogue.ownedAtHome(account))));
        }
        return String.join(",", ids);
    }

    private String anyRegion() {
        return catalogue.regions().get(random.nextInt(catalogue.regions().size()));
    }

    /** About ten. */
    private int pageSize() {
        return 5 + random.nextInt(11);
    }

    private int page(int of, int size) {
        return 1 + random.nextInt(Math.max(1, of / size));
    }
}
