package io.ecsimages.server.benchmark;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.Dumps;
import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.transfer.Dump;
import io.ecsimages.server.transfer.Importer;
import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A catalogue of a given size as a real one looks: 29 regions, each with 400 images of the vendor and 2,000 of the market;
 * the rest belongs to accounts, one for a hundred images, of which few own most (Zipf). The same size gives the same
 * catalogue. In less than 100,000 images
 * these would crowd the accounts' out: they are fewer there, at most 70 % of all, and 12 of the vendor in each region.
 */
final class RealisticCatalogue {

    private static final int SYSTEM = 400;
    private static final int MARKETPLACE = 2000;
    private static final double LARGEST_PROVIDED_PART = 0.7;

    /** A vendor's page is full in the smallest catalogue too. */
    private static final int SMALLEST_SYSTEM = 12;

    private static final int IMAGES_PER_ACCOUNT = 100;
    private static final int MOST_IN_ONE_REGION = 50_000;
    private static final double SHARED_PART = 0.05;
    private static final int FEWEST_CALLERS = 1000;
    private static final long FIRST_ACCOUNT = 1_000_000_000_000_000L;
    private static final LocalDateTime OLDEST = LocalDateTime.of(2019, 1, 1, 0, 0);
    private static final int YEARS_IN_SECONDS = 6 * 365 * 24 * 3600;

    private static final List<String> APPLICATIONS = List.of(
            "web", "api", "db", "cache", "batch", "worker", "gateway", "search", "shop", "billing", "auth", "mail",
            "metrics", "queue", "report", "ledger", "crm", "cms", "ci", "vpn");
    private static final List<String> ENVIRONMENTS = List.of("prod", "test", "staging", "dev");
    static final List<String> TAG_KEYS = List.of("env", "team", "app", "release", "owner", "cost-center", "tier", "审批");

    private final int size;
    private final List<String> regions = new ArrayList<>();
    private final int system;
    private final int marketplace;
    private final int[] owned;

    RealisticCatalogue(int size) throws IOException {
        this.size = size;
        try (var stream = RealisticCatalogue.class.getResourceAsStream("/catalogue/regions.json")) {
            new ObjectMapper().readTree(stream).fieldNames().forEachRemaining(regions::add);
        }
        double part = Math.min(1, LARGEST_PROVIDED_PART * size / (regions.size() * (SYSTEM + MARKETPLACE)));
        this.system = (int) Math.max(SMALLEST_SYSTEM, part * SYSTEM);
        this.marketplace = (int) (part * (SYSTEM + MARKETPLACE)) - system;
        this.owned = zipf(size / IMAGES_PER_ACCOUNT, size - regions.size() * (system + marketplace));
    }

    /** An account that calls.
     *
     * @param rank how many own more than it
     */
    record Account(int rank, String home) {

        long id() {
            return FIRST_ACCOUNT + rank;
        }

        Signer key() {
            return new Signer("LTAI5t%018d".formatted(rank), "secret-of-%020d".formatted(rank));
        }
    }

    int size() {
        return size;
    }

    List<String> regions() {
        return regions;
    }

    int systemImages() {
        return system;
    }

    int marketplaceImages() {
        return marketplace;
    }

    /** All that have a key; in a small catalogue most own nothing. */
    int accounts() {
        return Math.max(FEWEST_CALLERS, owned.length);
    }

    Account account(int rank) {
        return new Account(rank, regions.get(rank * 7 % regions.size()));
    }

    /** The account that owns most. */
    Account heaviest() {
        return account(0);
    }

    /** An account at home in the region of the heaviest one, which owns a few images. */
    Account lightNeighbour() {
        return account(regions.size() * Math.max(1, owned.length / regions.size() / 2));
    }

    int owned(Account account) {
        return account.rank() < owned.length ? owned[account.rank()] : 0;
    }

    /** How many images an account owns in its home region: six of seven, but not more than a region bears. */
    int ownedAtHome(Account account) {
        return Math.min(MOST_IN_ONE_REGION, owned(account) - owned(account) / 7);
    }

    /** The region of an account's image. */
    String region(Account account, int number) {
        int away = number - ownedAtHome(account);
        return away < 0
                ? account.home()
                : regions.get((regions.indexOf(account.home()) + 1 + away % 3) % regions.size());
    }

    static String imageId(Account account, int number) {
        return "m-bp1%08d%09d".formatted(account.rank(), number);
    }

    /** A name, or the beginning of one: application, environment, and day. */
    static String imageName(Random random) {
        return skewed(APPLICATIONS, random) + "-" + skewed(ENVIRONMENTS, random) + "-" + (2019 + random.nextInt(6))
                + "%02d%02d".formatted(1 + random.nextInt(12), 1 + random.nextInt(28));
    }

    static String tagValue(String key, Random random) {
        return switch (key) {
            case "env" -> skewed(ENVIRONMENTS, random);
            case "app" -> skewed(APPLICATIONS, random);
            default -> key + "-" + (int) (50 * Math.pow(random.nextDouble(), 3));
        };
    }

    /** The first of a list are the most frequent. */
    static <T> T skewed(List<T> values, Random random) {
        return values.get((int) (values.size() * Math.pow(random.nextDouble(), 2)));
    }

    private static int[] zipf(int accounts, int images) {
        double sum = IntStream.rangeClosed(1, accounts)
                .mapToDouble(rank -> 1.0 / rank)
                .sum();
        var owned = IntStream.rangeClosed(1, accounts)
                .map(rank -> Math.min((int) (images / sum / rank), MOST_IN_ONE_REGION * 7 / 6))
                .toArray();
        int rest = images - IntStream.of(owned).sum();
        for (int i = 0; rest > 0; i = (i + 1) % accounts, rest--) {
            owned[accounts - 1 - i]++;
        }
        return owned;
    }

    /** Fills an empty database. */
    void fill(ApplicationContext context) throws SQLException {
        var importer = context.getBean(Importer.class);
        var random = new Random(size);
        for (String region : regions) {
            var images = new ArrayList<Map<String, Object>>();
            for (int i = 0; i < system; i++) {
                images.add(image("sys_%s_%04d.vhd".formatted(region, i), "system", random));
            }
            for (int i = 0; i < marketplace; i++) {
                images.add(image("mkt-%s-%05d".formatted(region, i), "marketplace", random));
            }
            take(importer, Map.of(region, images), heaviest());
        }
        var keys = new ArrayList<AccessKey>();
        for (int rank = 0; rank < accounts(); rank++) {
            var account = account(rank);
            var key = account.key();
            keys.add(new AccessKey(key.id(), account.id(), key.secret(), true, Instant.EPOCH, null, null));
            var byRegion = new LinkedHashMap<String, List<Map<String, Object>>>();
            for (int i = 0; i < owned(account); i++) {
                byRegion.computeIfAbsent(region(account, i), region -> new ArrayList<>())
                        .add(image(imageId(account, i), "self", random));
            }
            take(importer, byRegion, account);
        }
        context.getBean(AccessKeys.class).add(keys.toArray(AccessKey[]::new));
        share(context, random);
    }

    private static void take(Importer importer, Map<String, List<Map<String, Object>>> byRegion, Account account) {
        byRegion.forEach((region, images) -> {
            var bytes = Dumps.answer(region, images).getBytes(StandardCharsets.UTF_8);
            importer.take(new Dump(region, () -> new ByteArrayInputStream(bytes), null), account.id());
        });
    }

    private void share(ApplicationContext context, Random random) throws SQLException {
        var url = context.getRequiredProperty("datasources.default.url", String.class);
        try (var connection = DriverManager.getConnection(url, "sa", "");
                var insert = connection.prepareStatement("INSERT INTO image_share (image, region_id, account_id)"
                        + " SELECT id, region_id, ? FROM image WHERE region_id = ? AND image_id = ?")) {
            for (int rank = 0; rank < owned.length; rank++) {
                var account = account(rank);
                for (int i = 0; i < owned(account); i++) {
                    if (random.nextDouble() < SHARED_PART) {
                        int with = 1 + random.nextInt(3);
                        for (int other = 1; other <= with; other++) {
                            insert.setLong(
                                    1, account((rank + other * 13) % accounts()).id());
                            insert.setString(2, region(account, i));
                            insert.setString(3, imageId(account, i));
                            insert.addBatch();
                        }
                    }
                }
                insert.executeBatch();
            }
        }
    }

    private static Map<String, Object> image(String imageId, String alias, Random random) {
        boolean windows = random.nextInt(5) == 0;
        var time = OLDEST.plusSeconds(random.nextInt(YEARS_IN_SECONDS));
        var tags = new ArrayList<String>();
        for (int i = alias.equals("self") ? random.nextInt(6) : 0; i > 0; i--) {
            var key = skewed(TAG_KEYS, random);
            if (!tags.contains(key)) {
                tags.addAll(List.of(key, tagValue(key, random)));
            }
        }
        var snapshots = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(disk -> alias.equals("self") ? "s-" + imageId.substring(2) + disk : "")
                .toArray(String[]::new);
        return Dumps.image(
                imageId,
                "ImageOwnerAlias",
                alias,
                "CreationTime",
                time.format(DateTimeFormatter.ISO_LOCAL_DATE_TIME) + "Z",
                "ImageName",
                imageName(random),
                "ImageVersion",
                "1." + random.nextInt(20),
                "Description",
                "Built on " + time.toLocalDate() + " by the pipeline, with all updates of that day.",
                "ImageFamily",
                random.nextInt(3) == 0 ? skewed(APPLICATIONS, random) + "-family" : "",
                "Architecture",
                random.nextInt(6) == 0 ? "arm64" : "x86_64",
                "OSName",
                windows ? "Windows Server  2022 数据中心版 64位中文版" : "Alibaba Cloud Linux  3.2104 LTS 64位",
                "OSNameEn",
                windows ? "Windows Server  2022 Data Center Edition 64bit" : "Alibaba Cloud Linux  3.2104 LTS 64 bit",
                "OSType",
                windows ? "windows" : "linux",
                "Platform",
                windows ? "Windows Server 2022" : "Aliyun",
                "Size",
                40,
                "Status",
                "Available",
                "Progress",
                "100%",
                "Usage",
                random.nextInt(4) == 0 ? "instance" : "none",
                "ProductCode",
                alias.equals("marketplace") ? "cmjj0" + random.nextInt(100_000) : "",
                "IsCopied",
                false,
                "IsSubscribed",
                false,
                "IsSupportIoOptimized",
                true,
                "IsSupportCloudinit",
                random.nextInt(3) > 0,
                "Features",
                Map.of("NvmeSupport", "supported"),
                "Tags",
                Dumps.tags(tags.toArray(String[]::new)),
                "DiskDeviceMappings",
                Dumps.disks(snapshots));
    }
}
