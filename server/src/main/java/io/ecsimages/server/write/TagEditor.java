package io.ecsimages.server.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.Tag;
import io.ecsimages.server.model.Tags;
import io.ecsimages.server.store.ImageEntity;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiPredicate;

/** Changes the tags of images. */
@Singleton
public class TagEditor {

    private final ImageEditor editor;
    private final int quota;

    /** @param quota the greatest number of tags of an image */
    TagEditor(ImageEditor editor, @Value("${ecs-images.tag-quota:20}") int quota) {
        this.editor = editor;
        this.quota = quota;
    }

    /**
     * Adds tags, and replaces the values of existing ones.
     *
     * @param tags the values by key
     * @throws ApiException OperationDenied.QuotaExceed if the image gets too many tags
     */
    public void add(ImageEntity image, Map<String, String> tags) {
        editor.edit(image, document -> {
            var all = tags(document);
            all.putAll(tags);
            if (all.size() > quota) {
                throw new ApiException(ApiError.OPERATION_DENIED_QUOTA_EXCEED);
            }
            set(document, all);
        });
    }

    /** Removes the tags that a condition on key and value selects. */
    public void remove(ImageEntity image, BiPredicate<String, String> condition) {
        editor.edit(image, document -> {
            var all = tags(document);
            all.entrySet().removeIf(tag -> condition.test(tag.getKey(), tag.getValue()));
            set(document, all);
        });
    }

    private static Map<String, String> tags(ObjectNode document) {
        var tags = new LinkedHashMap<String, String>();
        for (JsonNode tag : document.path(Image.JSON_PROPERTY_TAGS).path(Tags.JSON_PROPERTY_TAG)) {
            tags.put(
                    tag.path(Tag.JSON_PROPERTY_TAG_KEY).asText(),
                    tag.path(Tag.JSON_PROPERTY_TAG_VALUE).asText());
        }
        return tags;
    }

    private static void set(ObjectNode document, Map<String, String> tags) {
        var list = document.putObject(Image.JSON_PROPERTY_TAGS).putArray(Tags.JSON_PROPERTY_TAG);
        tags.forEach((key, value) ->
                list.addObject().put(Tag.JSON_PROPERTY_TAG_KEY, key).put(Tag.JSON_PROPERTY_TAG_VALUE, value));
    }
}
