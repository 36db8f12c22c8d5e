package io.ecsimages.apispec;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openapitools.codegen.utils.ModelUtils;

/**
 * Checks {@code x-evidence}, the list of sources that show a constraint or an error.
 *
 * <p>Everything with {@code x-errors}, and every error, has at least one source. The root document defines the sources in
 * {@code x-evidence-sources}.
 */
final class Evidence {

    private final Collection<?> sources;

    private Evidence(OpenAPI document) {
        this.sources = ContractPreprocessor.extension(document.getExtensions(), "x-evidence-sources")
                        instanceof Map<?, ?> defined
                ? defined.keySet()
                : List.of();
    }

    /**
     * Checks all parameters, and all properties of structures in parameters.
     *
     * @throws InvalidContractException if a constraint has no evidence, or an unknown source
     */
    static void checkParameters(OpenAPI document) {
        var evidence = new Evidence(document);
        for (PathItem path : document.getPaths().values()) {
            for (Parameter reference : path.getParameters()) {
                var parameter = ModelUtils.getReferencedParameter(document, reference);
                evidence.checkConstraint("the parameter " + parameter.getName(), parameter.getExtensions());
            }
        }
        document.getComponents().getSchemas().forEach((name, schema) -> {
            if (schema.getProperties() != null) {
                Map<String, Schema> properties = schema.getProperties();
                properties.forEach((field, property) ->
                        evidence.checkConstraint("the property " + name + "." + field, property.getExtensions()));
            }
        });
    }

    /**
     * Checks the extensions of an error.
     *
     * @throws InvalidContractException if the error has no evidence, or an unknown source
     */
    static void checkError(OpenAPI document, String id, Map<String, Object> extensions) {
        new Evidence(document).check("the error " + id, extensions);
    }

    private void checkConstraint(String place, Map<String, Object> extensions) {
        if (ContractPreprocessor.extension(extensions, "x-errors") != null
                || ContractPreprocessor.extension(extensions, "x-evidence") != null) {
            check(place, extensions);
        }
    }

    private void check(String place, Map<String, Object> extensions) {
        var named = ContractPreprocessor.extension(extensions, "x-evidence");
        if (!(named instanceof List<?> list) || list.isEmpty()) {
            throw new InvalidContractException(place + " has no evidence; name its sources in x-evidence");
        }
        for (Object source : list) {
            if (!sources.contains(source)) {
                throw new InvalidContractException(
                        place + " names the source " + source + ", which x-evidence-sources does not define");
            }
        }
    }
}
