package io.ecsimages.server.tag;

import io.ecsimages.server.image.Condition;
import io.micronaut.core.annotation.Nullable;
import java.util.List;

/** Conditions on a row of {@code image_tag}. */
final class TagConditions {

    private TagConditions() {}

    /** A tag without a value matches any value, an empty value only an empty one. */
    static Condition exactly(String key, @Nullable String value) {
        var ofKey = Condition.of("tag_key = ?", key);
        return value == null ? ofKey : ofKey.and(Condition.of("tag_value = ?", value));
    }

    /** A tag whose key and value may have wildcards; without values, any value matches. */
    static Condition like(String key, @Nullable List<String> values) {
        var ofKey = Condition.like("tag_key", key);
        return values == null
                ? ofKey
                : values.stream()
                        .map(value -> Condition.like("tag_value", value))
                        .reduce(Condition::or)
                        .map(ofKey::and)
                        .orElse(ofKey);
    }
}
