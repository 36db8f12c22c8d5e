package io.ecsimages.server.protocol;

import io.micronaut.context.BeanContext;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.core.annotation.AnnotationValue;
import io.micronaut.validation.validator.constraints.ConstraintValidator;
import io.micronaut.validation.validator.constraints.DefaultConstraintValidators;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.Optional;

/**
 * Counts the code points of a string for its minimum and maximum length, as {@code minLength} and {@code maxLength} in OpenAPI do.
 * Bean Validation counts UTF-16 code units, so that an emoji would count twice.
 */
@Singleton
@Replaces(DefaultConstraintValidators.class)
final class CodePointSizeValidator extends DefaultConstraintValidators {

    private static final ConstraintValidator<Size, CharSequence> STRING_SIZE = (string, size, context) ->
            string == null || isWithin(size, string.codePoints().count());

    CodePointSizeValidator(BeanContext beanContext) {
        super(beanContext);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends Annotation, T> Optional<ConstraintValidator<A, T>> findConstraintValidator(
            Class<A> constraintType, Class<T> targetType) {
        return constraintType == Size.class && CharSequence.class.isAssignableFrom(targetType)
                ? Optional.of((ConstraintValidator<A, T>) STRING_SIZE)
                : super.findConstraintValidator(constraintType, targetType);
    }

    private static boolean isWithin(AnnotationValue<Size> size, long codePoints) {
        return codePoints >= size.intValue("min").orElse(0)
                && codePoints <= size.intValue("max").orElse(Integer.MAX_VALUE);
    }
}
