package io.ecsimages.benchmark;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A synthetic catalogue of a given size, the same for each run: 29 regions with 400 public and 2,000 Marketplace images each. The
 * rest belongs to accounts, one for a hundred images, by Zipf's law. In a catalogue of less than 100,000 images, public and
 * Marketplace images are at most 70 % of all, with at least 12 public images in each region.
 */
final class SyntheticCatalogue {

    private static final int SYSTEM = 400;
    private static final int MARKETPLACE = 2000;
    private static final double LARGEST_PROVIDED_PART = 0.7;

    /** Fills a page of public images in the smallest catalogue. */
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

    /** The number of regions. It is fixed, so that results remain comparable when Alibaba Cloud opens a region. */
    private static final int REGIONS = 29;

    private final int size;
    private final List<String> regions = new ArrayList<>();
    private final int system;
    private final int marketplace;
    private final int[] owned;

    SyntheticCatalogue(int size) throws IOException {
        this.size = size;
        try (var stream = SyntheticCatalogue.class.getResourceAsStream("/catalogue/regions.json")) {
            new ObjectMapper().readTree(stream).fieldNames().forEachRemaining(region -> {
                if (regions.size() < REGIONS) {
                    regions.add(region);
                }
            });
        }
        double part = Math.min(1, LARGEST_PROVIDED_PART * size / (regions.size() * (SYSTEM + MARKETPLACE)));
        this.system = (int) Math.max(SMALLEST_SYSTEM, part * SYSTEM);
        this.marketplace = (int) (part * (SYSTEM + MARKETPLACE)) - system;
        this.owned = zipf(size / IMAGES_PER_ACCOUNT, size - regions.size() * (system + marketplace));
    }

    /**
     * An account that sends requests.
     *
     * @param rank the number of accounts that own more images
     * @param home the region where it owns most of its images
     */
    record Account(int rank, String home) {

        long id() {
            return FIRST_ACCOUNT + rank;
        }

        String accessKeyId() {
            return "LTAI5t%018d".formatted(rank);
        }

        String accessKeySecret() {
            return "secret-of-%020d".formatted(rank);
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

    /** The number of accounts with an access key; in a small catalogue most own no image. */
    int accounts() {
        return Math.max(FEWEST_CALLERS, owned.length);
    }

    Account account(int rank) {
        return new Account(rank, regions.get(rank * 7 % regions.size()));
    }

    /** The account that owns most images. */
    Account heaviest() {
        return account(0);
    }

    /** An account with few images and the same home region as the heaviest account. */
    Account lightNeighbour() {
        return account(regions.size() * Math.max(1, owned.length / regions.size() / 2));
    }

    int owned(Account account) {
        return account.rank() < owned.length ? owned[account.rank()] : 0;
    }

    /** How many images an account owns in its home region: six of seven, up to a limit. */
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

    /** A name: application, environment, and day. */
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

    /** A random element; the first ones are the most frequent. */
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

    /** Writes one dump for each region, as the heaviest account sees it. */
    void writeDumps(Path folder) throws IOException {
        var json = new ObjectMapper();
        var random = new Random(size);
        for (String region : regions) {
            try (var file = json.getFactory()
                    .createGenerator(folder.resolve(region + ".json").toFile(), JsonEncoding.UTF8)) {
                file.writeStartObject();
                file.writeStringField("RegionId", region);
                file.writeObjectFieldStart("Images");
                file.writeArrayFieldStart("Image");
                for (int i = 0; i < system; i++) {
                    file.writePOJO(image("sys_%s_%04d.vhd".formatted(region, i), "system", random));
                }
                for (int i = 0; i < marketplace; i++) {
                    file.writePOJO(image("mkt-%s-%05d".formatted(region, i), "marketplace", random));
                }
                for (int rank = 0; rank < owned.length; rank++) {
                    var account = account(rank);
                    for (int i = 0; i < owned(account); i++) {
                        if (region(account, i).equals(region)) {
                            file.writePOJO(image(imageId(account, i), "self", random));
                        }
                    }
                }
                file.writeEndArray();
                file.writeEndObject();
                file.writeEndObject();
            }
        }
    }

    /**
     * Writes the SQL that gives imported images to their owners, shares them, and adds an access key for each account.
     *
     * @param url of the database
     */
    void writeSql(Path file, String url) throws IOException {
        var random = new Random(size);
        // H2 would keep all changes of a transaction in memory.
        boolean isH2 = url.startsWith("jdbc:h2:");
        try (var sql = new PrintWriter(Files.newBufferedWriter(file))) {
            if (!isH2) {
                sql.println("BEGIN;");
            }
            sql.println(
                    "UPDATE image SET owner_id = %d + CAST(SUBSTRING(image_id, 6, 8) AS DECIMAL(8)) WHERE source = 'account';"
                            .formatted(FIRST_ACCOUNT));
            for (int rank = 0; rank < accounts(); rank++) {
                var account = account(rank);
                sql.println("INSERT INTO access_key (access_key_id, account_id, access_key_secret, active, created)"
                        + " VALUES ('%s', %d, '%s', TRUE, TIMESTAMP '1970-01-01 00:00:00');"
                                .formatted(account.accessKeyId(), account.id(), account.accessKeySecret()));
                for (int i = 0; i < owned(account); i++) {
                    if (random.nextDouble() < SHARED_PART) {
                        int with = 1 + random.nextInt(3);
                        for (int other = 1; other <= with; other++) {
                            sql.println(
                                    "INSERT INTO image_share (image, region_id, account_id) SELECT id, region_id, %d"
                                                    .formatted(account((rank + other * 13) % accounts())
                                                            .id())
                                            + " FROM image WHERE region_id = '%s' AND image_id = '%s';"
                                                    .formatted(region(account, i), imageId(account, i)));
                        }
                    }
                }
            }
            if (isH2) {
                // The file of a million images has 20 GB by now, of which 1 GB is in use.
                sql.println("SHUTDOWN COMPACT;");
            } else {
                sql.println("COMMIT;");
            }
            if (url.startsWith("jdbc:postgresql:")) {
                // It planned for one owner of all images, and kept the rows before this change.
                sql.println("VACUUM ANALYZE;");
            }
        }
    }

    private static Map<String, Object> image(String imageId, String alias, Random random) {
        boolean windows = random.nextInt(5) == 0;
        var time = OLDEST.plusSeconds(random.nextInt(YEARS_IN_SECONDS));
        var keys = new LinkedHashSet<String>();
        for (int i = alias.equals("self") ? random.nextInt(6) : 0; i > 0; i--) {
            keys.add(skewed(TAG_KEYS, random));
        }
        var tags = keys.stream()
                .map(key -> Map.of("TagKey", key, "TagValue", tagValue(key, random)))
                .toList();
        var disks = IntStream.range(0, 1 + random.nextInt(4))
                .mapToObj(disk -> Map.of(
                        "Device",
                        "/dev/xvd" + (char) ('a' + disk),
                        "Size",
                        "20",
                        "SnapshotId",
                        alias.equals("self") ? "s-" + imageId.substring(2) + disk : ""))
                .toList();
        return fields(
                "ImageId",
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
                Map.of("Tag", tags),
                "DiskDeviceMappings",
                Map.of("DiskDeviceMapping", disks));
    }

    private static Map<String, Object> fields(Object... pairs) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }
}
