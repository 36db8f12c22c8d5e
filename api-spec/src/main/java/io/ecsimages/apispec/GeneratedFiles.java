package io.ecsimages.apispec;

import java.util.Map;
import org.openapitools.codegen.SupportingFile;
import org.openapitools.codegen.languages.AbstractJavaCodegen;
import org.openapitools.codegen.model.ModelsMap;

/** Which files are generated beside the models. */
public final class GeneratedFiles {

    /** What our templates were made for, of the many things that the generator can do. */
    private static final Map<String, String> OPTIONS = Map.of(
            "dateLibrary", "string",
            "generateSwaggerAnnotations", "false",
            "generatedAnnotation", "false",
            "hideGenerationTimestamp", "true",
            "lombok", "false",
            "reactive", "false",
            "requiredPropertiesInConstructor", "false",
            "serializationLibrary", "MICRONAUT_SERDE_JACKSON",
            "useAuth", "false");

    private GeneratedFiles() {}

    /** Sets the options that nobody else has set. */
    public static void options(Map<String, Object> additionalProperties) {
        OPTIONS.forEach(additionalProperties::putIfAbsent);
    }

    /** The interfaces that the controllers implement, the error catalogue, and the annotations of requests. */
    public static void ofServer(AbstractJavaCodegen codegen) {
        interfaces(codegen, "ecs-images/server-interface.mustache");
        add(codegen, codegen.apiPackage(), "ApiError", "CommonParameter", "RequestParameters");
        add(codegen, codegen.modelPackage(), "Alias", "InvalidValue", "RepeatList", "XmlRootName");
    }

    /** The client interface, a class that calls it, open enumerations, codes of errors, and the annotations of requests. */
    public static void ofClient(AbstractJavaCodegen codegen) {
        interfaces(codegen, "ecs-images/client-interface.mustache");
        codegen.modelTemplateFiles().clear();
        codegen.modelTemplateFiles().put("ecs-images/client-model.mustache", ".java");
        add(codegen, codegen.apiPackage(), "EcsCalls", "RequestParameters");
        add(codegen, codegen.modelPackage(), "ErrorCode", "RepeatList");
    }

    private static void interfaces(AbstractJavaCodegen codegen, String template) {
        codegen.apiTemplateFiles().clear();
        codegen.apiTemplateFiles().put(template, ".java");
        codegen.apiTestTemplateFiles().clear();
        codegen.apiDocTemplateFiles().clear();
        codegen.modelTestTemplateFiles().clear();
        codegen.modelDocTemplateFiles().clear();
        codegen.supportingFiles().clear();
    }

    private static void add(AbstractJavaCodegen codegen, String javaPackage, String... names) {
        var folder = (codegen.getSourceFolder() + '/' + javaPackage).replace('.', '/');
        for (String name : names) {
            codegen.supportingFiles()
                    .add(new SupportingFile("ecs-images/" + name + ".mustache", folder, name + ".java"));
        }
    }

    /** An enumeration of the client is open: it can hold what only a newer service knows. */
    public static void open(ModelsMap models) {
        models.put("isOpenEnum", models.getModels().get(0).getModel().isEnum);
    }

    /** A required structure is never null: it begins empty, like a required list. */
    public static void initialise(ModelsMap models) {
        models.getModels().stream()
                .flatMap(model -> model.getModel().getVars().stream())
                .filter(property -> property.required && property.isModel)
                .forEach(property -> {
                    property.vendorExtensions.put("defaultValueInit", "new " + property.dataType + "()");
                    property.vendorExtensions.put("defaultValueIsNotNull", true);
                });
    }
}
