package io.micronaut.openapi.generator;

import io.ecsimages.apispec.CodegenSettings;
import io.ecsimages.apispec.ContractPreprocessor;
import io.swagger.v3.oas.models.OpenAPI;
import java.util.Map;
import org.openapitools.codegen.model.ModelsMap;

/**
 * Generates the client code: one Micronaut HTTP client for all operations, and the models.
 *
 * <p>It is in this package because the constructor of its superclass is package-private.
 */
public class EcsImagesClientCodegen extends JavaMicronautClientCodegen {

    @Override
    public void processOpts() {
        CodegenSettings.applyDefaults(additionalProperties);
        additionalProperties.putIfAbsent("useBeanValidation", "false");
        super.processOpts();
        CodegenSettings.configureClient(this);
    }

    @Override
    public void preprocessOpenAPI(OpenAPI openApi) {
        new ContractPreprocessor(openApi).prepareForClient(additionalProperties);
        super.preprocessOpenAPI(openApi);
    }

    @Override
    public Map<String, ModelsMap> postProcessAllModels(Map<String, ModelsMap> models) {
        var processed = super.postProcessAllModels(models);
        processed.values().forEach(CodegenSettings::initialiseRequiredObjects);
        processed.values().forEach(CodegenSettings::extendOpenObject);
        processed.values().forEach(CodegenSettings::markOpenEnums);
        return processed;
    }

    @Override
    public void postProcess() {
        // The superclass prints a request for donations on every build.
    }
}
