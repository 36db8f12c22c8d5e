package io.ecsimages.server.image;

import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.rpc.RpcRequest.Call;
import io.micronaut.transaction.annotation.ReadOnly;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why an image is in a list, or which conditions keep it out: the question that users of every such tool ask. */
@Singleton
public class Explanation {

    private static final Logger LOG = LoggerFactory.getLogger(Explanation.class);

    private final ImageRepository images;
    private final ImageQuery query;
    private final Clock clock;

    Explanation(ImageRepository images, ImageQuery query, Clock clock) {
        this.images = images;
        this.query = query;
        this.clock = clock;
    }

    /** Whether anybody reads it. */
    boolean isWanted() {
        return LOG.isDebugEnabled();
    }

    /**
     * Says in the log, at debug level, what keeps images out of an answer that were asked for by their ids. An image on
     * another page is not kept out.
     */
    void log(DescribeImagesRequest request, Call call) {
        if (!isWanted() || request.getImageId() == null) {
            return;
        }
        for (String imageId : new LinkedHashSet<>(request.getImageId())) {
            var rows = images.findByImageId(imageId);
            var inRegion = rows.stream()
                    .filter(row -> row.regionId().equals(request.getRegionId()))
                    .toList();
            if (rows.isEmpty()) {
                log(call, imageId, List.of("there is no such image"));
            }
            for (ImageRow row : inRegion.isEmpty() ? rows : inRegion) {
                log(call, imageId, missed(row, request, call.request().parameters(), call.account()));
            }
        }
    }

    /** Names and ids can hold anything, but they shall not look like lines of the log. */
    private static void log(Call call, String imageId, List<String> reasons) {
        if (!reasons.isEmpty()) {
            var line = imageId + " is not in the list: " + String.join("; ", reasons);
            LOG.debug("{}: {}", call.requestId(), line.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?"));
        }
    }

    /**
     * Holds an image against each condition of a request by itself.
     *
     * @param given the parameters that the request was made of
     * @return the conditions that it does not meet, each with what the catalogue says; empty if it is in the list
     */
    @ReadOnly
    public List<String> missed(ImageRow image, DescribeImagesRequest request, Map<String, String> given, long account) {
        DescribeImagesRules.check(request, given);
        var missed = new ArrayList<String>();
        ImageFilters.conditions(request, account, LocalDateTime.now(clock)).forEach((name, condition) -> {
            if (!query.meets(image.id(), condition)) {
                missed.add(name + ": " + because(name, image, request, account));
            }
        });
        var name = request.getImageName();
        if (name != null && !new NamePattern(name).matches(image.imageName())) {
            missed.add("ImageName: the image is called " + image.imageName());
        }
        return missed;
    }

    private static String because(String condition, ImageRow image, DescribeImagesRequest request, long account) {
        return switch (condition) {
            case "RegionId" -> "the image is in " + image.regionId() + ", not in " + request.getRegionId();
            case "Status" -> "the image is " + image.status() + ", and the request takes " + request.getStatus();
            case ImageFilters.VISIBILITY -> visibility(image, request, account);
            case "Usage" -> "the image has " + image.imageUsage();
            case "OSType" -> "the image has " + image.osType();
            case "Architecture", "InstanceType" -> "the image is for " + image.architecture();
            case "ImageFamily" -> "the image has " + orNone(image.imageFamily());
            case "ResourceGroupId" -> "the image has " + orNone(image.resourceGroupId());
            default -> "the image does not meet it";
        };
    }

    private static String visibility(ImageRow image, DescribeImagesRequest request, long account) {
        return switch (ImageDocuments.aliasFor(account, image)) {
            case MARKETPLACE -> "the image is of the market, which is listed only with ImageOwnerAlias=marketplace";
            case SYSTEM -> "the image is system, and the request takes " + request.getImageOwnerAlias();
            case SELF -> "the image is self, and the request takes " + request.getImageOwnerAlias();
            case OTHERS ->
                image.isPublic()
                        ? "the image is a community image, listed only with IsPublic=true and ImageOwnerAlias=others"
                        : "the image is another account's: it is not shared with account " + account
                                + ", or the request does not take others";
        };
    }

    private static String orNone(String value) {
        return value.isEmpty() ? "none" : value;
    }
}
