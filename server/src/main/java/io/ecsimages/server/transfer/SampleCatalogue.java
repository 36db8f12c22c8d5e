package io.ecsimages.server.transfer;

import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/** The sample catalogue of a server without storage options: images and the access key of a demo account. */
@Singleton
public class SampleCatalogue {

    /** The demo account. */
    public static final long ACCOUNT = 1000000000000001L;

    public static final String ACCESS_KEY_ID = "testid";
    public static final String ACCESS_KEY_SECRET = "testsecret";

    /** The regions of the sample. Each has the images of {@code public.json} and those of its own file. */
    private static final List<String> REGIONS = List.of(
            "cn-hangzhou",
            "cn-beijing",
            "cn-shanghai",
            "cn-shenzhen",
            "cn-hongkong",
            "ap-northeast-1",
            "ap-southeast-1",
            "eu-central-1",
            "us-east-1",
            "us-west-1");

    private final Importer importer;
    private final AccessKeys keys;
    private final Clock clock;

    SampleCatalogue(Importer importer, AccessKeys keys, Clock clock) {
        this.importer = importer;
        this.keys = keys;
        this.clock = clock;
    }

    /** Imports the sample images and creates the access key. */
    public void load() {
        importer.importDump(dump("public", REGIONS.get(0)), REGIONS, ACCOUNT);
        for (String region : REGIONS) {
            importer.importDump(dump(region, region), ACCOUNT);
        }
        createAccessKey();
    }

    private static Dump dump(String file, String region) {
        var resource = "/catalogue/" + file + ".json";
        return new Dump(
                resource, () -> Objects.requireNonNull(SampleCatalogue.class.getResourceAsStream(resource)), region);
    }

    /** Creates the access key of the demo account. */
    public void createAccessKey() {
        keys.add(new AccessKey(ACCESS_KEY_ID, ACCOUNT, ACCESS_KEY_SECRET, true, clock.instant(), null, null));
    }
}
