package io.ecsimages.server.image;

import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.store.ImageKey;
import io.ecsimages.server.store.ImageQueries;
import io.ecsimages.server.store.ImageTag;
import io.ecsimages.server.store.SqlCondition;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Finds images in the database: for each visibility the first images, and a count if there are more. */
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
        int total = 0;
        var first = new ArrayList<Match>();
        for (ImageCriteria part : criteria.byVisibility()) {
            total += findFirst(part, offset + pageSize, first);
        }
        return new ImagePage(
                total,
                first.stream()
                        .sorted(Comparator.comparing(Match::key, ImageKey.ORDER))
                        .skip(offset)
                        .limit(pageSize)
                        .map(match -> new ImageRef(match.key.id(), match.alias))
                        .toList());
    }

    private record Match(ImageKey key, ImageOwnerAlias alias) {}

    /**
     * Finds the first images of one visibility, in the order of an index, so that only these are read.
     *
     * @param found receives the images
     * @return how many there are in total
     */
    private int findFirst(ImageCriteria part, long limit, Collection<Match> found) {
        var visibility = part.visibility().iterator().next();
        boolean inIndexOrder = visibility != Visibility.SHARED && !hasWildcard(part);
        var condition = ImageConditions.matching(part, LocalDateTime.now(clock));
        var keys = inIndexOrder ? images.findFirst(condition, indexed(visibility), limit) : findAll(part);
        keys.forEach(key -> found.add(new Match(key, part.aliasOf(key))));
        return inIndexOrder && keys.size() == limit ? images.count(condition) : keys.size();
    }

    /** The first columns of the index on the images of a visibility, for which its condition fixes the values. */
    private static String indexed(Visibility visibility) {
        return visibility == Visibility.OWN ? "owner_id, image.region_id" : "image.region_id, source";
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
        if (isShared(criteria)) {
            var condition = matchingOthers(criteria, now).and(further);
            return images.findShared(criteria.account(), criteria.regionId(), condition);
        }
        var condition = ImageConditions.matching(criteria, now).and(further);
        // Of one visibility, all images have the same alias.
        return criteria.visibility().size() == 1 ? images.find(condition) : images.findWithOwner(condition);
    }

    private static boolean isShared(ImageCriteria criteria) {
        return criteria.visibility().equals(Set.of(Visibility.SHARED));
    }

    /** The condition for images that the account does not own. */
    private static SqlCondition matchingOthers(ImageCriteria criteria, LocalDateTime now) {
        return ImageConditions.matchingAttributes(criteria, now).and(Visibility.isOfAnother(criteria.account()));
    }

    /** The tags of all images that match, except for a name with wildcards. */
    public List<ImageTag> findTags(ImageCriteria criteria) {
        var now = LocalDateTime.now(clock);
        return isShared(criteria)
                ? images.findTagsOfShared(criteria.account(), criteria.regionId(), matchingOthers(criteria, now))
                : images.findTags(ImageConditions.matching(criteria, now));
    }

    private static boolean hasWildcard(ImageCriteria criteria) {
        return criteria.imageName() != null && criteria.imageName().contains("*");
    }
}
