package io.ecsimages.server.write;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.model.OwnImage;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The generated request of an operation that writes: the parameters whose meaning does not depend on the operation. */
final class WriteRequest {

    private static final String REGION_ID = "RegionId";
    private static final String IMAGE_ID = "ImageId";
    private static final String SNAPSHOT_ID = "SnapshotId";
    private static final String DRY_RUN = "DryRun";
    private static final String CLIENT_TOKEN = "ClientToken";

    private final Object request;
    private final Collection<BeanProperty<Object, Object>> properties;

    @SuppressWarnings("unchecked")
    WriteRequest(Object request) {
        this.request = request;
        this.properties = BeanIntrospection.getIntrospection((Class<Object>) request.getClass())
                .getBeanProperties();
    }

    String regionId() {
        return Objects.requireNonNullElse(value(REGION_ID), "").toString();
    }

    boolean isDryRun() {
        return Boolean.TRUE.equals(value(DRY_RUN));
    }

    /** The ClientToken, or null. */
    @Nullable
    String clientToken() {
        return (String) value(CLIENT_TOKEN);
    }

    /** The ImageIds of images that the caller must own, each with its error. */
    Map<String, ApiError> ownImages() {
        var images = new LinkedHashMap<String, ApiError>();
        for (var property : properties) {
            property.stringValue(OwnImage.class).ifPresent(error -> {
                var value = property.get(request);
                var ids = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
                ids.forEach(id -> images.put(id.toString(), ApiError.of(error)));
            });
        }
        return images;
    }

    /** The image that the request names, or the images that it changes. */
    Set<String> imageIds() {
        var named = value(IMAGE_ID);
        return named == null ? ownImages().keySet() : Set.of(named.toString());
    }

    /** The snapshot that the request names, or null. */
    @Nullable
    String snapshotId() {
        return (String) value(SNAPSHOT_ID);
    }

    @Nullable
    private Object value(String name) {
        for (var property : properties) {
            if (property.stringValue(JsonProperty.class).orElse("").equals(name)) {
                return property.get(request);
            }
        }
        return null;
    }
}
