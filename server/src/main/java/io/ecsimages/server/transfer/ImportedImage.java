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
 * One image of a dump, checked against the contract.
 *
 * @param image the image as the contract reads it
 * @param alias where it comes from, as the account of the dump sees it
 * @param creationTime when it was made, in UTC
 * @param document the image as the dump has it, with members that the contract does not know
 * @param place where it stands in the dump
 */
record ImportedImage(Image image, ImageOwnerAlias alias, LocalDateTime creationTime, String document, String place) {

    /** What a row can hold. */
    private static final int LARGEST = 1_000_000;

    private static final DateTimeFormatter WITH_SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");

    /** Reads and checks an image; refuses it with its place and the reason. */
    static ImportedImage read(ObjectNode node, String place, JsonMapper json, Validator validator) {
        new TypeCoercion(place).conform(node, Image.class);
        try {
            var image = json.readValue(node.toString(), Image.class);
            for (var violation : validator.validate(image)) {
                throw new ImportException(place + path(violation), violation.getMessage());
            }
            var alias = oneOf(place, "ImageOwnerAlias", image.getImageOwnerAlias(), ImageOwnerAlias::fromValue);
            var status = oneOf(place, "Status", image.getStatus(), ImageStatus::fromValue);
            if (status == ImageStatus.ALL) {
                throw new ImportException(place, "Status ALL is no state of an image");
            }
            oneOf(place, "Usage", image.getUsage(), ImageUsage::fromValue);
            var creationTime = time(place, image.getCreationTime());
            // Some clients read this as RFC 3339, which has seconds.
            node.put(Image.JSON_PROPERTY_CREATION_TIME, creationTime.format(WITH_SECONDS));
            var document = node.toString();
            if (document.length() > LARGEST) {
                throw new ImportException(place, "the image is larger than " + LARGEST + " characters");
            }
            return new ImportedImage(image, alias, creationTime, document, place);
        } catch (IOException e) {
            throw new ImportException(place, String.valueOf(e.getMessage()));
        }
    }

    /** The member that violates the contract, by the names of the API. */
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

    private static <T> T oneOf(String place, String member, @Nullable String value, Function<String, T> reader) {
        try {
            return reader.apply(value);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new ImportException(place, member + " has a value that the API does not know: " + value);
        }
    }

    private static LocalDateTime time(String place, String text) {
        try {
            return LocalDateTime.parse(text.substring(0, text.length() - 1));
        } catch (DateTimeException e) {
            throw new ImportException(place, "CreationTime is no time: " + text);
        }
    }
}
