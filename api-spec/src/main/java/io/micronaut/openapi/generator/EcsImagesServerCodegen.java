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

    private static final String REQUEST_CONTEXT_TYPE = "requestContextType";
    private static final String READ_ANNOTATION = "readAnnotation";
    private static final String WRITE_ANNOTATION = "writeAnnotation";

    /** Declares the options of this generator: the Maven plugin passes on declared options only. */
    public EcsImagesServerCodegen() {
        cliOptions.add(CliOption.newString(
                REQUEST_CONTEXT_TYPE, "The type of the second parameter of each operation; without it there is none."));
        cliOptions.add(CliOption.newString(
                READ_ANNOTATION, "The annotation of each operation without x-writes; without it there is none."));
        cliOptions.add(CliOption.newString(
                WRITE_ANNOTATION, "The annotation of each operation with x-writes; without it there is none."));
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
        processed.values().forEach(CodegenSettings::leaveRepeatListsNull);
        processed.values().forEach(CodegenSettings::extendOpenObject);
        return processed;
    }

    @Override
    public void postProcess() {
        // The superclass prints a request for donations on every build.
    }
}
