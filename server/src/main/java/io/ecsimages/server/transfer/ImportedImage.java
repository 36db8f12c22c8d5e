package io.ecsimages.server.transfer;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ecsimages.server.model.Image;
import io.ecsimages.server.model.ImageOwnerAlias;
import io.ecsimages.server.model.ImageStatus;
import io.ecsimages.server.model.ImageUsage;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.validation.validator.Validator;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

/**
 * One image of a dump, validated against the contract.
 *
 * @param image the image as the generated class
 * @param alias its ImageOwnerAlias for the account of the dump
 * @param creationTime its creation time in UTC
 * @param document its JSON, including fields that the contract does not define
 * @param location its location in the dump, for error messages
 */
record ImportedImage(Image image, ImageOwnerAlias alias, LocalDateTime creationTime, String document, String location) {

    /** The maximum length of a document in characters. */
    private static final int MAX_LENGTH = 1_000_000;

    private static final DateTimeFormatter WITH_SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");

    /**
     * Parses and validates an image.
     *
     * @param parsed the image as the dump has it; may change
     * @throws ImportException if the image violates the contract
     */
    static ImportedImage read(ObjectNode parsed, String location, JsonMapper json, Validator validator) {
        var node = SdkNames.restore(parsed);
        new TypeCoercion(location).convertFields(node, Image.class);
        try {
            var image = json.readValue(node.toString(), Image.class);
            for (var violation : validator.validate(image)) {
                throw new ImportException(location + path(violation), violation.getMessage());
            }
            var alias = parseEnum(location, "ImageOwnerAlias", image.getImageOwnerAlias(), ImageOwnerAlias::fromValue);
            var status = parseEnum(location, "Status", image.getStatus(), ImageStatus::fromValue);
            if (status == ImageStatus.ALL) {
                throw new ImportException(location, "Status of an image must not be ALL");
            }
            parseEnum(location, "Usage", image.getUsage(), ImageUsage::fromValue);
            var creationTime = parseTime(location, image.getCreationTime());
            // Some clients parse CreationTime as RFC 3339, which requires seconds.
            node.put(Image.JSON_PROPERTY_CREATION_TIME, creationTime.format(WITH_SECONDS));
            var document = node.toString();
            if (document.length() > MAX_LENGTH) {
                throw new ImportException(location, "the image is larger than " + MAX_LENGTH + " characters");
            }
            return new ImportedImage(image, alias, creationTime, document, location);
        } catch (IOException e) {
            throw new ImportException(location, String.valueOf(e.getMessage()));
        }
    }

    /** Returns the JSON pointer of the field that violates the contract. */
    private static String path(ConstraintViolation<?> violation) {
        var path = new StringBuilder();
        Class<?> type = Image.class;
        for (Path.Node node : violation.getPropertyPath()) {
            var property = BeanIntrospection.getIntrospection(type)
                    .getProperty(node.getName())
                    .orElseThrow();
            if (node.getIndex() != null) {
                path.append('/').append(node.getIndex());
            }
            path.append('/').append(property.stringValue(JsonProperty.class).orElseThrow());
            type = property.asArgument()
                    .getFirstTypeVariable()
                    .<Class<?>>map(Argument::getType)
                    .orElse(property.getType());
        }
        return path.toString();
    }

    private static <T> T parseEnum(String location, String field, @Nullable String value, Function<String, T> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new ImportException(location, field + " has a value that the API does not define: " + value);
        }
    }

    private static LocalDateTime parseTime(String location, String text) {
        try {
            return LocalDateTime.parse(text.substring(0, text.length() - 1));
        } catch (DateTimeException e) {
            throw new ImportException(location, "CreationTime is not a valid time: " + text);
        }
    }
}
