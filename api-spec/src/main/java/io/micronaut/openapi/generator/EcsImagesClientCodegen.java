package io.micronaut.openapi.generator;

import io.ecsimages.apispec.Contract;
import io.ecsimages.apispec.GeneratedFiles;
import io.swagger.v3.oas.models.OpenAPI;
import java.util.Map;
import org.openapitools.codegen.model.ModelsMap;

/**
 * Generates the client: one Micronaut client for all calls, and the models.
 *
 * <p>It stands in this package because the constructor that it calls is visible nowhere else.
 */
public class EcsImagesClientCodegen extends JavaMicronautClientCodegen {

    @Override
    public void processOpts() {
        GeneratedFiles.options(additionalProperties);
        additionalProperties.putIfAbsent("useBeanValidation", "false");
        super.processOpts();
        GeneratedFiles.ofClient(this);
    }

    @Override
    public void preprocessOpenAPI(OpenAPI openApi) {
        new Contract(openApi).forClient(additionalProperties);
        super.preprocessOpenAPI(openApi);
    }

    @Override
    public Map<String, ModelsMap> postProcessAllModels(Map<String, ModelsMap> models) {
        var processed = super.postProcessAllModels(models);
        processed.values().forEach(GeneratedFiles::initialise);
        processed.values().forEach(GeneratedFiles::open);
        return processed;
    }

    @Override
    public void postProcess() {
        // The base class prints an appeal for donations on every build.
    }
}
