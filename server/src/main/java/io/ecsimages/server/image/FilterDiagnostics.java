package io.ecsimages.server.image;

import io.ecsimages.server.api.CatalogueRead;
import io.ecsimages.server.model.DescribeImagesRequest;
import io.ecsimages.server.protocol.RequestContext;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageQueries;
import io.ecsimages.server.store.ImageRepository;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Explains why a request does not list an image: names each condition that the image does not meet. */
@Singleton
public class FilterDiagnostics {

    private static final Logger LOG = LoggerFactory.getLogger(FilterDiagnostics.class);

    private final ImageRepository images;
    private final ImageQueries queries;
    private final Clock clock;

    FilterDiagnostics(ImageRepository images, ImageQueries queries, Clock clock) {
        this.images = images;
        this.queries = queries;
        this.clock = clock;
    }

    /**
     * Logs, at debug level, why images that a request names by ImageId are not in the response. An image on another page is
     * not mentioned.
     */
    void log(DescribeImagesRequest request, RequestContext context) {
        if (!LOG.isDebugEnabled() || request.getImageId() == null) {
            return;
        }
        for (String imageId : new LinkedHashSet<>(request.getImageId())) {
            var everywhere = images.findByImageId(imageId);
            var inRegion = everywhere.stream()
                    .filter(image -> image.regionId().equals(request.getRegionId()))
                    .toList();
            if (everywhere.isEmpty()) {
                log(context, imageId, List.of("the catalogue holds no image with this ImageId"));
            }
            for (ImageEntity image : inRegion.isEmpty() ? everywhere : inRegion) {
                log(context, imageId, unmetConditions(image, request, context.parameters(), context.account()));
            }
        }
    }

    /** Ids and names can hold any character; control characters must not forge lines of the log. */
    private static void log(RequestContext context, String imageId, List<String> reasons) {
        if (!reasons.isEmpty()) {
            var line = imageId + " is not in the list: " + String.join("; ", reasons);
            LOG.debug("{}: {}", context.requestId(), line.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?"));
        }
    }

    /**
     * Checks an image against each condition of a request by itself.
     *
     * @param given the parameters of the request as they arrived
     * @param account the account that makes the request
     * @return the conditions that the image does not meet, each with the image's value; empty if the request lists it
     */
    @CatalogueRead
    public List<String> unmetConditions(
            ImageEntity image, DescribeImagesRequest request, Map<String, String> given, long account) {
        DescribeImagesValidator.validate(request, given);
        var criteria = ImageCriteria.of(request, account);
        var unmet = new ArrayList<String>();
        ImageConditions.conditions(criteria, LocalDateTime.now(clock)).forEach((name, condition) -> {
            if (!name.equals("ImageName") && !queries.meets(image.key(), condition)) {
                unmet.add(name + ": " + reason(name, image, request, account));
            }
        });
        var name = request.getImageName();
        if (name != null && !new GlobPattern(name).matches(image.imageName())) {
            unmet.add("ImageName: the image is called " + image.imageName());
        }
        return unmet;
    }

    private static String reason(String condition, ImageEntity image, DescribeImagesRequest request, long account) {
        return switch (condition) {
            case "RegionId" -> "the image is in " + image.regionId() + ", not in " + request.getRegionId();
            case "Status" -> "the image is " + image.status() + ", and the request selects " + request.getStatus();
            case ImageConditions.VISIBILITY -> visibility(image, request, account);
            case "Usage" -> "the image has " + image.imageUsage();
            case "OSType" -> "the image has " + image.osType();
            case "Architecture", "InstanceType" -> "the image is for " + image.architecture();
            case "ImageFamily" -> "the image has " + orNone(image.imageFamily());
            case "ResourceGroupId" -> "the image has " + orNone(image.resourceGroupId());
            default -> "the image does not meet it";
        };
    }

    private static String visibility(ImageEntity image, DescribeImagesRequest request, long account) {
        return switch (Visibility.aliasOf(image.source(), image.ownerId(), account)) {
            case MARKETPLACE -> "the image is from Marketplace, which only ImageOwnerAlias=marketplace lists";
            case SYSTEM -> "the image is system, and the request selects " + request.getImageOwnerAlias();
            case SELF -> "the image is self, and the request selects " + request.getImageOwnerAlias();
            case OTHERS ->
                image.isPublic()
                        ? "the image is a community image, listed only with IsPublic=true and ImageOwnerAlias=others"
                        : "the image belongs to another account: it is not shared with account " + account
                                + ", or the request does not select others";
        };
    }

    private static String orNone(String value) {
        return value.isEmpty() ? "none" : value;
    }
}
