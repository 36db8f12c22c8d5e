package io.ecsimages.apispec;

import java.util.Map;
import org.openapitools.codegen.SupportingFile;
import org.openapitools.codegen.languages.AbstractJavaCodegen;
import org.openapitools.codegen.model.ModelsMap;

/** The settings that the server and the client generator share: options, files and models. */
public final class CodegenSettings {

    /** The generator options that the templates in {@code ecs-images} require. */
    private static final Map<String, String> DEFAULT_OPTIONS = Map.of(
            "dateLibrary", "string",
            "generateSwaggerAnnotations", "false",
            "generatedAnnotation", "false",
            "hideGenerationTimestamp", "true",
            "lombok", "false",
            "reactive", "false",
            "requiredPropertiesInConstructor", "false",
            "serializationLibrary", "MICRONAUT_SERDE_JACKSON",
            "useAuth", "false");

    private CodegenSettings() {}

    /** Sets the options that the build does not set. */
    public static void applyDefaults(Map<String, Object> additionalProperties) {
        DEFAULT_OPTIONS.forEach(additionalProperties::putIfAbsent);
    }

    /** Selects the server's files: the interfaces of the controllers, the error catalogue, and the request annotations. */
    public static void configureServer(AbstractJavaCodegen codegen) {
        useInterfaceTemplate(codegen, "ecs-images/server-interface.mustache");
        addFiles(codegen, codegen.apiPackage(), "ApiError", "CommonParameter", "RequestParameters");
        addFiles(
                codegen,
                codegen.modelPackage(),
                "Alias",
                "InvalidValue",
                "MultipleOf",
                "OpenObject",
                "OwnImage",
                "RepeatList",
                "XmlRootName");
    }

    /** Selects the client's files: the HTTP interface, its facade, open enums, error codes, and the request annotations. */
    public static void configureClient(AbstractJavaCodegen codegen) {
        useInterfaceTemplate(codegen, "ecs-images/client-interface.mustache");
        codegen.modelTemplateFiles().clear();
        codegen.modelTemplateFiles().put("ecs-images/client-model.mustache", ".java");
        addFiles(codegen, codegen.apiPackage(), "EcsCalls", "RequestParameters");
        addFiles(codegen, codegen.modelPackage(), "ErrorCode", "OpenObject", "RepeatList");
    }

    private static void useInterfaceTemplate(AbstractJavaCodegen codegen, String template) {
        codegen.apiTemplateFiles().clear();
        codegen.apiTemplateFiles().put(template, ".java");
        codegen.apiTestTemplateFiles().clear();
        codegen.apiDocTemplateFiles().clear();
        codegen.modelTestTemplateFiles().clear();
        codegen.modelDocTemplateFiles().clear();
        codegen.supportingFiles().clear();
    }

    private static void addFiles(AbstractJavaCodegen codegen, String javaPackage, String... names) {
        var folder = (codegen.getSourceFolder() + '/' + javaPackage).replace('.', '/');
        for (String name : names) {
            codegen.supportingFiles()
                    .add(new SupportingFile("ecs-images/" + name + ".mustache", folder, name + ".java"));
        }
    }

    /** Marks the enums of the client as open: they accept values that only a newer service knows. */
    public static void markOpenEnums(ModelsMap models) {
        models.put("isOpenEnum", models.getModels().get(0).getModel().isEnum);
    }

    /** Makes the classes of schemas with additional properties extend OpenObject, which keeps unknown fields. */
    public static void extendOpenObject(ModelsMap models) {
        var model = models.getModels().get(0).getModel();
        if (model.vendorExtensions.containsKey(ContractPreprocessor.OPEN)) {
            model.parent = "OpenObject";
        }
    }

    /** Leaves the repeat lists of requests null, as the generator does with other parameters: a list that is not sent is missing. */
    public static void leaveRepeatListsNull(ModelsMap models) {
        models.getModels().stream()
                .flatMap(model -> model.getModel().getVars().stream())
                .filter(property -> String.valueOf(property.vendorExtensions.get(Constraints.FIELD_ANNOTATION))
                        .contains("@RepeatList"))
                .forEach(property -> property.vendorExtensions.put("defaultValueIsNotNull", false));
    }

    /** Initialises required objects with an empty object, as the generator does with required lists. */
    public static void initialiseRequiredObjects(ModelsMap models) {
        models.getModels().stream()
                .flatMap(model -> model.getModel().getVars().stream())
                .filter(property -> property.required && property.isModel)
                .forEach(property -> {
                    property.vendorExtensions.put("defaultValueInit", "new " + property.dataType + "()");
                    property.vendorExtensions.put("defaultValueIsNotNull", true);
                });
    }
}
