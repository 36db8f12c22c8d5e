package io.ecsimages.server.transfer;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.image.DatabaseImageSearch;
import io.ecsimages.server.image.DocumentRenderer;
import io.ecsimages.server.image.ImageCriteria;
import io.ecsimages.server.image.Visibility;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageKey;
import io.ecsimages.server.store.ImageRepository;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Exports the images that an account sees as DescribeImages responses, which can be imported again. An image keeps all its
 * fields, also those that the contract does not define; only fields that depend on the caller or the time are replaced.
 * Responses have no RequestId, so equal catalogues have equal exports.
 */
@Singleton
public class Exporter {

    private static final int PAGE_SIZE = 100;

    /** The images that requests without IsPublic can return. */
    private static final Set<Visibility> WITHOUT_COMMUNITY =
            Set.of(Visibility.SYSTEM, Visibility.OWN, Visibility.SHARED, Visibility.MARKETPLACE);

    private static final Set<Visibility> COMMUNITY = Set.of(Visibility.COMMUNITY);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ImageRepository images;
    private final DatabaseImageSearch search;
    private final DocumentRenderer renderer;
    private final TransactionOperations<Connection> transactions;

    Exporter(
            ImageRepository images,
            DatabaseImageSearch search,
            DocumentRenderer renderer,
            TransactionOperations<Connection> transactions) {
        this.images = images;
        this.search = search;
        this.renderer = renderer;
        this.transactions = transactions;
    }

    /**
     * Exports all responses in one read transaction.
     *
     * @param regionId the region, or null for all regions in which the account sees images
     * @param out receives one response at a time
     */
    public void export(long account, @Nullable String regionId, Consumer<ObjectNode> out) {
        transactions.executeRead(status -> {
            if (regionId != null) {
                exportRegion(account, regionId, true, out);
            } else {
                images.findDistinctRegionId().stream()
                        .sorted()
                        .forEach(region -> exportRegion(account, region, false, out));
            }
            return null;
        });
    }

    /**
     * Exports one region as two listings. The first omits IsPublic, the second lists community images. An image that is both
     * shared with the account and public is in both, so that an import restores the share and the publication.
     */
    private void exportRegion(long account, String regionId, boolean includeEmpty, Consumer<ObjectNode> out) {
        var usable = find(regionId, account, WITHOUT_COMMUNITY);
        var community = find(regionId, account, COMMUNITY);
        if (includeEmpty || !usable.isEmpty() || !community.isEmpty()) {
            writePages(new Listing(account, regionId, false), usable, out);
        }
        if (!community.isEmpty()) {
            writePages(new Listing(account, regionId, true), community, out);
        }
    }

    private List<Long> find(String regionId, long account, Set<Visibility> visibility) {
        return search.findAll(ImageCriteria.visible(regionId, account, visibility)).stream()
                .map(ImageKey::id)
                .toList();
    }

    /** @param isPublic whether the listing contains community images */
    private record Listing(long account, String regionId, boolean isPublic) {}

    private void writePages(Listing listing, List<Long> keys, Consumer<ObjectNode> out) {
        int pageNumber = 1;
        do {
            int start = (pageNumber - 1) * PAGE_SIZE;
            var page = keys.subList(start, Math.min(keys.size(), start + PAGE_SIZE));
            var response = JSON.createObjectNode()
                    .put("RegionId", listing.regionId)
                    .put("TotalCount", keys.size())
                    .put("PageNumber", pageNumber++)
                    .put("PageSize", PAGE_SIZE);
            addImages(response.putObject("Images").putArray("Image"), page, listing);
            out.accept(response);
        } while ((pageNumber - 1) * PAGE_SIZE < keys.size());
    }

    private void addImages(ArrayNode list, List<Long> keys, Listing listing) {
        var entities = renderer.load(keys);
        boolean marketplace =
                entities.values().stream().anyMatch(image -> image.source().equals(ImageEntity.MARKETPLACE));
        var subscribed = marketplace ? renderer.subscriptions(listing.account) : Set.<Long>of();
        for (Long key : keys) {
            list.add(document(Objects.requireNonNull(entities.get(key)), subscribed.contains(key), listing));
        }
    }

    private ObjectNode document(ImageEntity image, boolean subscribed, Listing listing) {
        var alias = Visibility.aliasOf(image.source(), image.ownerId(), listing.account);
        var rendered = renderer.render(image, alias, subscribed);
        var document = image.tree().put(Image.JSON_PROPERTY_IMAGE_OWNER_ALIAS, rendered.getImageOwnerAlias());
        if (alias == ImageOwnerAlias.MARKETPLACE) {
            document.put(Image.JSON_PROPERTY_IS_SUBSCRIBED, rendered.getIsSubscribed());
        }
        if (image.isPublic() && !listing.isPublic && alias == ImageOwnerAlias.OTHERS) {
            document.remove(Image.JSON_PROPERTY_IS_PUBLIC);
        }
        if (image.availableFrom() != null) {
            document.put(Image.JSON_PROPERTY_STATUS, rendered.getStatus());
            document.put(Image.JSON_PROPERTY_PROGRESS, rendered.getProgress());
        }
        return document;
    }
}
