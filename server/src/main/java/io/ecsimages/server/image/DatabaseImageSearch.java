package io.ecsimages.server.image;

import io.ecsimages.server.store.ImageKey;
import io.ecsimages.server.store.ImageQueries;
import io.ecsimages.server.store.SqlCondition;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds images in the database: a count and a page for each request. */
@Singleton
public class DatabaseImageSearch implements ImageSearch {

    private final ImageQueries images;
    private final Clock clock;

    DatabaseImageSearch(ImageQueries images, Clock clock) {
        this.images = images;
        this.clock = clock;
    }

    @Override
    public ImagePage find(ImageCriteria criteria, int pageNumber, int pageSize) {
        long offset = (long) pageSize * (pageNumber - 1);
        if (hasWildcard(criteria)) {
            var matching = findAll(criteria);
            var page = matching.stream().skip(offset).limit(pageSize).toList();
            return new ImagePage(matching.size(), refs(page, criteria));
        }
        var condition = ImageConditions.matching(criteria, LocalDateTime.now(clock));
        return new ImagePage(
                images.count(condition), refs(images.findWithOwner(condition, offset, pageSize), criteria));
    }

    private static List<ImageRef> refs(List<ImageKey> keys, ImageCriteria criteria) {
        return keys.stream()
                .map(key -> new ImageRef(key.id(), criteria.aliasOf(key)))
                .toList();
    }

    /** All images that match, newest first, ties by ImageId. */
    public List<ImageKey> findAll(ImageCriteria criteria) {
        return findAll(criteria, new SqlCondition[0]);
    }

    /** Those among some images that match, by primary key. */
    public List<ImageKey> findAmong(Collection<Long> keys, ImageCriteria criteria) {
        return findAll(criteria, SqlCondition.in("image.id", SqlCondition.padded(keys)));
    }

    private List<ImageKey> findAll(ImageCriteria criteria, SqlCondition... further) {
        var keys = findAllWithAnyWildcard(criteria, further);
        if (!hasWildcard(criteria)) {
            return keys;
        }
        var name = new GlobPattern(Objects.requireNonNull(criteria.imageName()));
        return keys.stream().filter(key -> name.matches(key.imageName())).toList();
    }

    private List<ImageKey> findAllWithAnyWildcard(ImageCriteria criteria, SqlCondition... further) {
        var now = LocalDateTime.now(clock);
        if (criteria.visibility().equals(Set.of(Visibility.SHARED))) {
            var condition =
                    ImageConditions.matchingAttributes(criteria, now).and(Visibility.isOfAnother(criteria.account()));
            return images.findShared(criteria.account(), criteria.regionId(), condition.and(further));
        }
        var condition = ImageConditions.matching(criteria, now).and(further);
        // Of one visibility, all images have the same alias.
        return criteria.visibility().size() == 1 ? images.find(condition) : images.findWithOwner(condition);
    }

    private static boolean hasWildcard(ImageCriteria criteria) {
        return criteria.imageName() != null && criteria.imageName().contains("*");
    }
}
