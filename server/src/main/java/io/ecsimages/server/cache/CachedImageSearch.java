package io.ecsimages.server.cache;

import io.ecsimages.server.cache.ImageIndex.Entry;
import io.ecsimages.server.image.DatabaseImageSearch;
import io.ecsimages.server.image.GlobPattern;
import io.ecsimages.server.image.ImageCriteria;
import io.ecsimages.server.image.ImagePage;
import io.ecsimages.server.image.ImageRef;
import io.ecsimages.server.image.ImageSearch;
import io.ecsimages.server.image.Visibility;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.store.CatalogueScope;
import io.ecsimages.server.store.ImageKey;
import io.ecsimages.server.store.ImageTagRepository;
import io.ecsimages.server.store.SqlCondition;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Keeps the images that match criteria as indexes, one for each visibility: public and Marketplace images serve all accounts.
 * Names, ids and tags are looked up in memory, so that an index serves for all of them.
 */
@Singleton
@Primary
@Requires(property = "ecs-images.cache.enabled", notEquals = "false")
final class CachedImageSearch implements ImageSearch {

    private static final double HEAP_FRACTION = 0.13;
    private static final double TAGS_HEAP_FRACTION = 0.03;

    /** The memory of an empty index and its key, in bytes. */
    private static final int INDEX_BYTES = 700;

    private record IndexEntry(long id, long creationTime, String imageId, String imageName, ImageOwnerAlias alias)
            implements Entry {}

    private final DatabaseImageSearch database;
    private final ImageTagRepository tagsOfImages;
    private final AccountPresence presence;
    private final VersionedCache<ImageCriteria, ImageIndex> indexes = new VersionedCache<>(
            HEAP_FRACTION,
            index -> INDEX_BYTES + ImageIndex.ENTRY_BYTES * index.size(),
            (criteria, index) -> scopes(criteria));

    /** The tags of all images of one visibility. */
    private final VersionedCache<ImageCriteria, TagIndex> tags =
            new VersionedCache<>(TAGS_HEAP_FRACTION, TagIndex::bytes, (criteria, index) -> scopes(criteria));

    CachedImageSearch(DatabaseImageSearch database, ImageTagRepository tagsOfImages, AccountPresence presence) {
        this.database = database;
        this.tagsOfImages = tagsOfImages;
        this.presence = presence;
    }

    @Override
    public ImagePage find(ImageCriteria criteria, int pageNumber, int pageSize) {
        var matching = matching(criteria);
        var page = matching.page((long) pageSize * (pageNumber - 1), pageSize).stream()
                .map(entry -> new ImageRef(entry.id(), entry.alias()))
                .toList();
        return new ImagePage(matching.size(), page);
    }

    private MergedIndexes matching(ImageCriteria criteria) {
        var name = criteria.imageName();
        var named = criteria.imageIds() == null
                ? new MergedIndexes(load(criteria.withAnyName()))
                : withImageIds(criteria.withAnyName());
        return name == null ? named : named.withName(new GlobPattern(name));
    }

    private List<List<Entry>> load(ImageCriteria criteria) {
        return criteria.byVisibility().stream()
                .filter(part -> presence.mayMatch(part, criteria.account()))
                .map(this::loadPart)
                .toList();
    }

    private List<Entry> loadPart(ImageCriteria part) {
        var wanted = part.attributes().tags();
        var withAnyTags = indexes.get(part.withAnyTags(), this::query, this::update);
        if (wanted.isEmpty() || withAnyTags.isEmpty()) {
            return withAnyTags;
        }
        var all = ImageCriteria.visible(part.regionId(), part.account(), part.visibility());
        var keys = tags.get(all, this::queryTags, this::updateTags).imagesWith(wanted);
        return withAnyTags.stream()
                .filter(entry -> Arrays.binarySearch(keys, entry.id()) >= 0)
                .toList();
    }

    /** From cached indexes of all ids, if there are any; else with one query for these ids alone. */
    private MergedIndexes withImageIds(ImageCriteria criteria) {
        var ofAnyId = cached(criteria.withImageIds(null));
        var found =
                ofAnyId == null ? null : MergedIndexes.ofImageIds(ofAnyId, Objects.requireNonNull(criteria.imageIds()));
        return found != null ? found : new MergedIndexes(List.of(indexes.get(criteria, this::query)));
    }

    /** The indexes of criteria, null if one of them is not in the cache. */
    @Nullable
    private List<ImageIndex> cached(ImageCriteria criteria) {
        var parts = new ArrayList<ImageIndex>();
        for (var part : criteria.byVisibility()) {
            if (presence.mayMatch(part, criteria.account())) {
                var index = indexes.getIfKept(part, this::update);
                if (index == null) {
                    return null;
                }
                parts.add(index);
            }
        }
        return parts;
    }

    private static Set<CatalogueScope> scopes(ImageCriteria criteria) {
        return criteria.visibility().stream()
                .map(visibility -> scope(visibility, criteria))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static CatalogueScope scope(Visibility visibility, ImageCriteria criteria) {
        return switch (visibility) {
            case SYSTEM, COMMUNITY, MARKETPLACE -> new CatalogueScope.PublicImages(criteria.regionId());
            case OWN, SHARED -> new CatalogueScope.AccountImages(criteria.regionId(), criteria.account());
        };
    }

    private ImageIndex query(ImageCriteria criteria) {
        return ImageIndex.of(entries(database.findAll(criteria), criteria));
    }

    private ImageIndex update(ImageCriteria criteria, ImageIndex index, Set<Long> changed) {
        return index.with(changed, entries(database.findAmong(changed, criteria), criteria));
    }

    private TagIndex queryTags(ImageCriteria criteria) {
        return TagIndex.of(database.findTags(criteria));
    }

    private TagIndex updateTags(ImageCriteria criteria, TagIndex index, Set<Long> changed) {
        return index.with(changed, tagsOfImages.findByImageIn(SqlCondition.padded(changed)));
    }

    private static List<IndexEntry> entries(List<ImageKey> keys, ImageCriteria criteria) {
        return keys.stream().map(key -> entry(key, criteria.aliasOf(key))).toList();
    }

    private static IndexEntry entry(ImageKey key, ImageOwnerAlias alias) {
        long micros =
                ChronoUnit.MICROS.between(Instant.EPOCH, key.creationTime().toInstant(ZoneOffset.UTC));
        return new IndexEntry(key.id(), micros, key.imageId(), key.imageName(), alias);
    }
}
