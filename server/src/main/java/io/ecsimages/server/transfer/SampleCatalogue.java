package io.ecsimages.server.transfer;

import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** The catalogue that a server without data starts with: the dumps of a demo account, and its key. */
@Singleton
public class SampleCatalogue {

    /** The account whose dumps they are. */
    public static final long ACCOUNT = 1000000000000001L;

    public static final String ACCESS_KEY_ID = "testid";
    public static final String ACCESS_KEY_SECRET = "testsecret";

    private static final List<String> REGIONS =
            List.of("cn-hangzhou", "cn-beijing", "cn-shanghai", "ap-southeast-1", "us-west-1");

    private final Importer importer;
    private final AccessKeys keys;
    private final Clock clock;

    SampleCatalogue(Importer importer, AccessKeys keys, Clock clock) {
        this.importer = importer;
        this.keys = keys;
        this.clock = clock;
    }

    /** Fills an empty catalogue. */
    public void load() {
        for (String region : REGIONS) {
            var resource = "/catalogue/" + region + ".json";
            importer.take(new Dump(resource, () -> SampleCatalogue.class.getResourceAsStream(resource), null), ACCOUNT);
        }
        admit();
    }

    /** Makes the account's key. */
    public void admit() {
        keys.add(new AccessKey(ACCESS_KEY_ID, ACCOUNT, ACCESS_KEY_SECRET, true, clock.instant(), null, null));
    }
}
