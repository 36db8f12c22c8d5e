package io.ecsimages.server.protocol;

import io.ecsimages.server.model.MultipleOf;
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
 * The constraints of OpenAPI that Bean Validation does not have, or counts otherwise.
 *
 * <p>{@code minLength} and {@code maxLength} count the code points of a string. Bean Validation counts UTF-16 code units, so
 * that an emoji would count twice. {@code multipleOf} has no counterpart.
 */
@Singleton
@Replaces(DefaultConstraintValidators.class)
final class ContractConstraintValidators extends DefaultConstraintValidators {

    private static final ConstraintValidator<Size, CharSequence> STRING_SIZE = (string, size, context) ->
            string == null || isWithin(size, string.codePoints().count());

    private static final ConstraintValidator<MultipleOf, Number> MULTIPLE_OF = (number, constraint, context) ->
            number == null || number.longValue() % constraint.longValue().orElseThrow() == 0;

    ContractConstraintValidators(BeanContext beanContext) {
        super(beanContext);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <A extends Annotation, T> Optional<ConstraintValidator<A, T>> findConstraintValidator(
            Class<A> constraintType, Class<T> targetType) {
        if (constraintType == Size.class && CharSequence.class.isAssignableFrom(targetType)) {
            return Optional.of((ConstraintValidator<A, T>) STRING_SIZE);
        } else if (constraintType == MultipleOf.class) {
            return Optional.of((ConstraintValidator<A, T>) MULTIPLE_OF);
        }
        return super.findConstraintValidator(constraintType, targetType);
    }

    private static boolean isWithin(AnnotationValue<Size> size, long codePoints) {
        return codePoints >= size.intValue("min").orElse(0)
                && codePoints <= size.intValue("max").orElse(Integer.MAX_VALUE);
    }
}
