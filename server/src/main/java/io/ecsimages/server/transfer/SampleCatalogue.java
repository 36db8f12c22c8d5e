package io.ecsimages.server.transfer;

import io.ecsimages.server.auth.AccessKey;
import io.ecsimages.server.auth.AccessKeys;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;

/** The sample catalogue of a server without storage options: images and the access key of a demo account. */
@Singleton
public class SampleCatalogue {

    /** The demo account. */
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

    /** Imports the sample images and creates the access key. */
    public void load() {
        for (String region : REGIONS) {
            var resource = "/catalogue/" + region + ".json";
            importer.importDump(
                    new Dump(resource, () -> SampleCatalogue.class.getResourceAsStream(resource), null), ACCOUNT);
        }
        createAccessKey();
    }

    /** Creates the access key of the demo account. */
    public void createAccessKey() {
        keys.add(new AccessKey(ACCESS_KEY_ID, ACCOUNT, ACCESS_KEY_SECRET, true, clock.instant(), null, null));
    }
}
