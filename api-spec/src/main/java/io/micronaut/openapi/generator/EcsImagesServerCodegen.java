package io.micronaut.openapi.generator;

import io.ecsimages.apispec.CodegenSettings;
import io.ecsimages.apispec.ContractPreprocessor;
import io.swagger.v3.oas.models.OpenAPI;
import java.util.Map;
import org.openapitools.codegen.CliOption;
import org.openapitools.codegen.model.ModelsMap;

/**
 * Generates the server code: one Micronaut interface per operation, the models, and the error catalogue.
 *
 * <p>It is in this package because the constructor of its superclass is package-private.
 */
public class EcsImagesServerCodegen extends JavaMicronautServerCodegen {

    /** The option for the type of the second parameter of every operation. Without it there is no second parameter. */
    private static final String REQUEST_CONTEXT_TYPE = "requestContextType";

    /** Declares the options, since the Maven plugin ignores undeclared ones. */
    public EcsImagesServerCodegen() {
        cliOptions.add(CliOption.newString(
                REQUEST_CONTEXT_TYPE, "The fully qualified name of the type of each operation's second parameter."));
    }

    @Override
    public void processOpts() {
        CodegenSettings.applyDefaults(additionalProperties);
        additionalProperties.putIfAbsent("useBeanValidation", "true");
        super.processOpts();
        CodegenSettings.configureServer(this);
    }

    @Override
    public void preprocessOpenAPI(OpenAPI openApi) {
        new ContractPreprocessor(openApi).prepareForServer(additionalProperties);
        super.preprocessOpenAPI(openApi);
    }

    @Override
    public Map<String, ModelsMap> postProcessAllModels(Map<String, ModelsMap> models) {
        var processed = super.postProcessAllModels(models);
        processed.values().forEach(CodegenSettings::initialiseRequiredObjects);
        return processed;
    }

    @Override
    public void postProcess() {
        // The superclass prints a request for donations on every build.
    }
}
