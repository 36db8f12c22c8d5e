package io.ecsimages.server.image;

import io.ecsimages.server.store.ImageKey;
import io.ecsimages.server.store.ImageRepository;
import io.micronaut.data.repository.jpa.criteria.CriteriaQueryBuilder;
import io.ecsimages.server.store.ImageEntity;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.List;

/**
 * Finds images with one query. It reads the keys of all images that match, since databases agree neither on the syntax of a
 * limit nor on how long a wildcard takes, and loads only the images of the page.
 */
@Singleton
public class DatabaseImageSearch implements ImageSearch {

    private final ImageRepository images;
    private final Clock clock;

    DatabaseImageSearch(ImageRepository images, Clock clock) {
        this.images = images;
        this.clock = clock;
    }

    @Override
    public ImagePage find(ImageCriteria criteria, int pageNumber, int pageSize) {
        var matching = findAll(criteria);
        var page = matching.stream()
                .skip((long) pageSize * (pageNumber - 1))
                .limit(pageSize)
                .map(key -> new ImageRef(
                        key.id(), Visibility.aliasOf(key.source(), key.ownerId(), criteria.account())))
                .toList();
        return new ImagePage(matching.size(), page);
    }

    /** The keys of all images that match, newest first, ties by ImageId: a total order, so pages neither repeat nor skip. */
    public List<ImageKey> findAll(ImageCriteria criteria) {
        var keys = images.findAll(keysOf(criteria));
        if (criteria.imageName() == null) {
            return keys;
        }
        var name = new GlobPattern(criteria.imageName());
        return keys.stream().filter(key -> name.matches(key.imageName())).toList();
    }

    private CriteriaQueryBuilder<ImageKey> keysOf(ImageCriteria criteria) {
        var matching = ImageSpecifications.matching(criteria, LocalDateTime.now(clock));
        return builder -> {
            var query = builder.createQuery(ImageKey.class);
            var image = query.from(ImageEntity.class);
            query.multiselect(
                    image.get("id"),
                    image.get("creationTime"),
                    image.get("imageId"),
                    image.get("imageName"),
                    image.get("source"),
                    image.get("ownerId"));
            query.where(matching.toPredicate(image, query, builder));
            query.orderBy(builder.desc(image.get("creationTime")), builder.asc(image.get("imageId")));
            return query;
        };
    }
}
