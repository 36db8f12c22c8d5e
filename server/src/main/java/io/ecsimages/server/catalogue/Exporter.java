package io.ecsimages.server.catalogue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.image.ImageDocuments;
import io.ecsimages.server.image.ImageRow;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes what an account sees as answers that can be imported again. The documents are those of the catalogue, with what
 * the contract does not know; only what depends on the caller, or on the time, is said anew. There is no RequestId: what
 * is the same is written the same.
 */
@Singleton
public class Exporter {

    private static final int PAGE_SIZE = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final VisibleImages visible;
    private final ImageDocuments documents;
    private final TransactionOperations<Connection> transactions;
    private final Clock clock;

    Exporter(
            VisibleImages visible,
            ImageDocuments documents,
            TransactionOperations<Connection> transactions,
            Clock clock) {
        this.visible = visible;
        this.documents = documents;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Writes all answers, as the catalogue is at one moment.
     *
     * @param regionId the region, null for every one that has something to show
     * @param out takes one answer at a time
     */
    public void write(long account, @Nullable String regionId, Consumer<ObjectNode> out) {
        transactions.executeRead(status -> {
            for (String region : regionId == null ? visible.regions(account) : List.of(regionId)) {
                writeRegion(account, region, out);
            }
            return null;
        });
    }

    /**
     * What is shared with the account stands in the first listing without IsPublic, and, where it is public, in the second
     * with it: so an import knows that it is both.
     */
    private void writeRegion(long account, String regionId, Consumer<ObjectNode> out) {
        long total = visible.count(account, regionId);
        try (var keys = visible.keys(account, regionId)) {
            write(new Listing(account, regionId, false), total, keys.iterator(), out);
        }
        long community = visible.countCommunity(account, regionId);
        if (community > 0) {
            try (var keys = visible.communityKeys(account, regionId)) {
                write(new Listing(account, regionId, true), community, keys.iterator(), out);
            }
        }
    }

    /**
     * What is written.
     *
     * @param account who asks
     * @param regionId the region
     * @param isPublic whether the account asks for community images, or else for all that it finds without IsPublic
     */
    private record Listing(long account, String regionId, boolean isPublic) {}

    private void write(Listing listing, long total, Iterator<Long> rest, Consumer<ObjectNode> out) {
        int pageNumber = 1;
        do {
            var keys = new ArrayList<Long>();
            while (keys.size() < PAGE_SIZE && rest.hasNext()) {
                keys.add(rest.next());
            }
            var answer = JSON.createObjectNode()
                    .put("RegionId", listing.regionId)
                    .put("TotalCount", total)
                    .put("PageNumber", pageNumber++)
                    .put("PageSize", PAGE_SIZE);
            addImages(answer.putObject("Images").putArray("Image"), keys, listing);
            out.accept(answer);
        } while (rest.hasNext());
    }

    private void addImages(ArrayNode answer, List<Long> keys, Listing listing) {
        if (keys.isEmpty()) {
            return;
        }
        var rows = visible.findByIdIn(keys).stream()
                .sorted(Comparator.comparingInt(row -> keys.indexOf(row.id())))
                .toList();
        var seen = documents.asSeenBy(listing.account, rows, LocalDateTime.now(clock));
        for (int i = 0; i < rows.size(); i++) {
            answer.add(document(rows.get(i), seen.get(i), listing));
        }
    }

    /** The document of a row, with what the image is to the account at this time. */
    private ObjectNode document(ImageRow row, Image seen, Listing listing) {
        var document = documents.tree(row).put(Image.JSON_PROPERTY_IMAGE_OWNER_ALIAS, seen.getImageOwnerAlias());
        if (row.source().equals(ImageRow.MARKETPLACE)) {
            document.put(Image.JSON_PROPERTY_IS_SUBSCRIBED, seen.getIsSubscribed());
        }
        if (row.isPublic()
                && !listing.isPublic
                && ImageDocuments.aliasFor(listing.account, row) == ImageOwnerAlias.OTHERS) {
            document.remove(Image.JSON_PROPERTY_IS_PUBLIC);
        }
        if (row.availableFrom() != null) {
            document.put(Image.JSON_PROPERTY_STATUS, seen.getStatus());
            document.put(Image.JSON_PROPERTY_PROGRESS, seen.getProgress());
        }
        return document;
    }
}
