package io.ecsimages.server.tag;

import io.ecsimages.server.image.ImageCriteria;
import io.ecsimages.server.image.ImageSpecifications;
import io.ecsimages.server.image.ImageSpecifications.ChildCondition;
import io.ecsimages.server.image.Visibility;
import io.ecsimages.server.store.ImageEntity;
import io.ecsimages.server.store.ImageRepository;
import io.ecsimages.server.store.ImageTag;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.repository.jpa.criteria.QuerySpecification;
import jakarta.inject.Singleton;
import jakarta.persistence.criteria.Join;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Finds the tags of images. */
@Singleton
class TagSearch {

    private static final Comparator<AssignedTag> ORDER = Comparator.comparing(AssignedTag::imageId)
            .thenComparing(AssignedTag::tagKey)
            .thenComparing(AssignedTag::tagValue);

    /** A tag, and how many images carry it. */
    record CountedTag(String key, String value, int images) {}

    /** A tag of one image. */
    @Introspected
    record AssignedTag(String imageId, String tagKey, String tagValue) implements Comparable<AssignedTag> {

        /** By ImageId, key and value. */
        @Override
        public int compareTo(AssignedTag other) {
            return ORDER.compare(this, other);
        }
    }

    private final ImageRepository images;

    TagSearch(ImageRepository images) {
        this.images = images;
    }

    /**
     * The images of a region that an account can use, in any status.
     *
     * @param imageId the only ImageId to look at, null for any
     */
    static QuerySpecification<ImageEntity> usableImages(String regionId, long account, @Nullable String imageId) {
        var criteria = ImageCriteria.visible(regionId, account, Visibility.USABLE)
                .withImageIds(imageId == null ? null : Set.of(imageId));
        return ImageSpecifications.matching(criteria, LocalDateTime.MIN);
    }

    /**
     * Counts the images that carry each tag, by key and value in their order.
     *
     * @param condition which tags count, null for all
     */
    List<CountedTag> count(QuerySpecification<ImageEntity> matching, @Nullable ChildCondition<ImageTag> condition) {
        var counts = find(matching, condition).stream()
                .distinct()
                .collect(Collectors.groupingBy(
                        AssignedTag::tagKey,
                        TreeMap::new,
                        Collectors.groupingBy(AssignedTag::tagValue, TreeMap::new, Collectors.summingInt(tag -> 1))));
        return counts.entrySet().stream()
                .flatMap(ofKey -> ofKey.getValue().entrySet().stream()
                        .map((Map.Entry<String, Integer> ofValue) ->
                                new CountedTag(ofKey.getKey(), ofValue.getKey(), ofValue.getValue())))
                .toList();
    }

    /** All tags of images that come behind one, in their order. */
    List<AssignedTag> listAfter(AssignedTag after, QuerySpecification<ImageEntity> matching) {
        QuerySpecification<ImageEntity> notBefore = (image, query, builder) ->
                builder.greaterThanOrEqualTo(image.get("imageId"), after.imageId());
        return find(matching.and(notBefore), null).stream()
                .filter(tag -> tag.compareTo(after) > 0)
                .distinct()
                .sorted()
                .toList();
    }

    private List<AssignedTag> find(
            QuerySpecification<ImageEntity> matching, @Nullable ChildCondition<ImageTag> condition) {
        return images.findAll(builder -> {
            var query = builder.createQuery(AssignedTag.class);
            var image = query.from(ImageEntity.class);
            Join<ImageEntity, ImageTag> tag = image.join("tags");
            query.multiselect(image.get("imageId"), tag.get("tagKey"), tag.get("tagValue"));
            var selected = matching.toPredicate(image, query, builder);
            query.where(
                    condition == null ? selected : builder.and(selected, condition.toPredicate(tag, builder)));
            return query;
        });
    }
}
