package io.ecsimages.server.write;

import io.ecsimages.server.region.Regions;
import jakarta.inject.Singleton;
import java.security.SecureRandom;

/** Makes ids in the form of Alibaba Cloud: a prefix, three characters for the region, and 17 random ones. */
@Singleton
public class ResourceIds {

    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LENGTH = 17;

    private final Regions regions;
    private final SecureRandom random = new SecureRandom();

    ResourceIds(Regions regions) {
        this.regions = regions;
    }

    /** Makes an ImageId, such as {@code m-bp1g7004ksh0oeuc0001}. */
    public String image(String regionId) {
        return next("m-", regionId);
    }

    /** Makes a SnapshotId, such as {@code s-bp17441ohwka0yuhx00h}. */
    public String snapshot(String regionId) {
        return next("s-", regionId);
    }

    /** Makes a TaskId, such as {@code t-bp198jigq7l0h5ac0001}. */
    public String task(String regionId) {
        return next("t-", regionId);
    }

    private String next(String prefix, String regionId) {
        var id = new StringBuilder(prefix).append(regions.idCode(regionId));
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
