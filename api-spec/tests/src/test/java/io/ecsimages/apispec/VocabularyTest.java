package io.ecsimages.apispec;

import static io.ecsimages.apispec.ContractText.ORIGINAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The build refuses a word that would have no effect, with one line that names file, line, place and remedy. */
class VocabularyTest {

    private static final String ROOT = "ecs-images.yaml";
    private static final String COMMON = "common.yaml";
    private static final String IMAGES = "describe-images.yaml";
    private static final String PAGE_SIZE = original(COMMON, "(?s).*?    PageSize:\n.*?(schema: \\{[^}]*}).*");
    private static final String TAG = original(
            IMAGES,
            "(?s).*(        maxItems: \\d+\n        items: \\{\\$ref: 'common.yaml#/components/schemas/TagFilter'}).*");
    private static final String PAGE_SIZE_AT = "/components/parameters/PageSize/schema";
    private static final String IMAGE_AT = "/components/schemas/Image/properties";
    private static final String SNAPSHOT = "      schema: {type: string}\n      example: s-bp17441ohwka0yuhx00h";
    private static final String SNAPSHOT_AT = "/pathItem/parameters/3";
    private static final String INSTANCE_TYPE = "'^ecs\\.[a-z][a-z0-9-]*(\\.[a-z0-9-]+)+$'";
    private static final String INSTANCE_TYPE_AT = "/pathItem/parameters/11/schema/pattern";

    @TempDir
    private Path folder;

    /** Returns the text of a document that the group of a regular expression matches, whatever its values are. */
    private static String original(String file, String regex) {
        return ORIGINAL.files().get(file).replaceFirst(regex, "$1");
    }

    /**
     * A change that the build refuses.
     *
     * @param string a string of the documents
     * @param replacement what replaces it
     * @param file the document that the message names
     * @param at a string that occurs once in the changed document, in the line that the message names
     * @param message the place and the text of the message
     */
    record Refused(String string, String replacement, String file, String at, String message) {

        @Override
        public String toString() {
            return message;
        }
    }

    private static Refused pageSize(String schema, String at, String message) {
        return new Refused(PAGE_SIZE, "schema: {" + schema + "}", COMMON, at, PAGE_SIZE_AT + message);
    }

    private static Refused snapshot(String parameter, String at, String message) {
        return new Refused(SNAPSHOT, SNAPSHOT.replace("schema: {type: string}", parameter), IMAGES, at, message);
    }

    private static Refused usage(String property, String message) {
        var original = "        Usage:\n          type: string\n          default: none\n";
        return new Refused(
                original, original + "          " + property + "\n", COMMON, property, IMAGE_AT + "/Usage/" + message);
    }

    private static Refused operation(String string, String replacement, String at, String message) {
        return new Refused(string, replacement, IMAGES, at, "/pathItem/get" + message);
    }

    private static Refused common(String name, String string, String replacement, String message) {
        return new Refused(
                string, replacement, ROOT, replacement.strip(), "/components/parameters/" + name + "/" + message);
    }

    static Refused[] unknownKeywords() {
        return new Refused[] {
            snapshot(
                    "schema: {type: string, multipleOf: 5}",
                    "multipleOf",
                    SNAPSHOT_AT + "/schema/multipleOf: is not supported here; only an integer can have it"),
            snapshot(
                    "schema: {type: string, exclusiveMinimum: true}",
                    "exclusiveMinimum",
                    SNAPSHOT_AT + "/schema/exclusiveMinimum: is not supported here; only an integer can have it"),
            pageSize(
                    "type: integer, format: int32, maximum: 1, exclusiveMaximum: 5",
                    "exclusiveMaximum",
                    "/exclusiveMaximum: only true is supported; write true, or remove it"),
            pageSize(
                    "type: integer, format: int32, enum: [1]",
                    "enum: [1]",
                    "/enum: is not supported here; use minimum and maximum"),
            pageSize(
                    "type: integer, format: int16",
                    "int16",
                    "/format: this format is not supported; write int32 or int64"),
            pageSize(
                    "type: number",
                    "type: number",
                    "/type: this type is not supported here; write string, integer, boolean or array, or refer to a schema"
                            + " under components/schemas"),
            pageSize(
                    "type: integer, format: int32, maximun: 5",
                    "maximun",
                    "/maximun: is unknown; did you mean maximum?"),
            snapshot(
                    "schema: {type: string, format: uuid}",
                    "uuid",
                    SNAPSHOT_AT + "/schema/format: is not supported here; use pattern"),
            snapshot(
                    "schema: {type: string, nullable: true}",
                    "nullable",
                    SNAPSHOT_AT
                            + "/schema/nullable: is not supported here; remove it; a field without a value is absent"),
            snapshot(
                    "schema: {type: string}\n      maxLength: 5",
                    "maxLength",
                    SNAPSHOT_AT + "/maxLength: is not supported here; put it into schema"),
            snapshot(
                    "schema: {type: string, deprecated: true}",
                    "deprecated",
                    SNAPSHOT_AT
                            + "/schema/deprecated: is not supported here; only an operation, a parameter or a property can have"
                            + " it"),
            snapshot(
                    "schema: {type: string}\n      x-also-caled: other",
                    "x-also-caled",
                    SNAPSHOT_AT
                            + "/x-also-caled: is not supported here; the keywords are deprecated, description, example, explode, in,"
                            + " name, required, schema, style, x-errors, x-evidence, x-own-image, x-style"),
            snapshot(
                    "schema: {type: string}\n      x-evidense: [own]",
                    "x-evidense",
                    SNAPSHOT_AT + "/x-evidense: is unknown; did you mean x-evidence?"),
            snapshot(
                    "schema: {type: string}\n      style: form",
                    "style: form\n      example: s-bp",
                    SNAPSHOT_AT + "/style: only a list has a style; remove it"),
            new Refused(
                    "      style: form\n      explode: false\n      x-errors: {maxItems: InvalidParameter.ImageId}",
                    "      style: pipeDelimited\n      explode: false\n      x-errors: {maxItems: InvalidParameter.ImageId}",
                    IMAGES,
                    "pipeDelimited",
                    "/pathItem/parameters/1/style: this style is not supported; write form with explode: false for one"
                            + " value with commas, or x-style: repeatList"),
            new Refused(
                    "        items: {type: string}\n      example: [suse11",
                    "        items: {type: string, maxLength: 5}\n      example: [suse11",
                    IMAGES,
                    "maxLength",
                    "/pathItem/parameters/1/schema/items/maxLength: is not supported on the items of a list; check the"
                            + " items in Java with an error of the operation"),
            new Refused(
                    "schema: {$ref: 'describe-images.yaml#/components/schemas/ImageUsage'}",
                    "schema: {$ref: 'describe-images.yaml#/components/schemas/ImageUsage', default: none}",
                    IMAGES,
                    "default: none",
                    "/pathItem/parameters/6/schema/default: is ignored beside $ref; put it into the schema to which $ref"
                            + " refers"),
            new Refused(
                    "    - name: SnapshotId\n      in: query",
                    "    - name: SnapshotId\n      in: header",
                    IMAGES,
                    "in: header",
                    SNAPSHOT_AT
                            + "/in: a parameter in a header or a cookie would not be part of the signature; write query"),
            new Refused(
                    "    - name: SnapshotId\n      in: query",
                    "    - name: SnapshotId\n      in: cookie",
                    IMAGES,
                    "in: cookie",
                    SNAPSHOT_AT
                            + "/in: a parameter in a header or a cookie would not be part of the signature; write query"),
            usage(
                    "writeOnly: true",
                    "writeOnly: is not supported here; remove it; a schema belongs to requests or to" + " responses"),
            usage("format: date-time", "format: is not supported here; use pattern"),
            usage(
                    "xml: {name: usage}",
                    "xml: is not supported here; remove it; an element has the name of its JSON field"),
            usage(
                    "enum: [none]",
                    "enum: is not supported here; define the values under components/schemas, and refer to"
                            + " them with allOf"),
            new Refused(
                    "        Usage:\n          type: string\n          default: none\n",
                    "        Usage:\n          oneOf: [{type: string}]\n",
                    COMMON,
                    "oneOf",
                    IMAGE_AT + "/Usage/oneOf: is not supported; write one type, and describe other forms in the"
                            + " description"),
            new Refused(
                    "        Features: {$ref: '#/components/schemas/Features'}",
                    "        Features: {type: object, xml: {name: F}, properties: {A: {type: string}}}",
                    COMMON,
                    "xml: {name: F}",
                    IMAGE_AT
                            + "/Features/type: this type is not supported here; write string, integer, boolean or array,"
                            + " or refer to a schema under components/schemas"),
            new Refused(
                    "additionalProperties: true\n      xml: {name: Tag}",
                    "additionalProperties: false\n      xml: {name: Tag}",
                    COMMON,
                    "additionalProperties: false",
                    "/components/schemas/Tag/additionalProperties: only true is supported; write true, or remove it"),
            operation(
                    "    operationId: DescribeImages\n",
                    "    operationId: DescribeImages\n    security: []\n",
                    "security: []",
                    "/security: is not supported here; remove it; the common parameters describe the signatures"),
            operation(
                    "      '200': {$ref: '#/components/responses/DescribeImages'}\n",
                    "      '204': {$ref: '#/components/responses/DescribeImages'}\n",
                    "'204'",
                    "/responses/204: is not the status of a success; write 200, 201 or 202, and define errors in"
                            + " x-operation-errors"),
            operation(
                    "    x-operation-errors:\n",
                    "    x-operation-errors:\n      Odd: {status: 200, message: m, cause: c, remedy: r, evidence: [own]}\n",
                    "      Odd:",
                    "/x-operation-errors/Odd/status: is not the status of an error; write 400 to 599"),
            operation(
                    "    x-operation-errors:\n",
                    "    x-operation-errors:\n      Odd: {status: 400, message: m, summary: c, cause: c, remedy: r, evidence: [own]}\n",
                    "      Odd:",
                    "/x-operation-errors/Odd/summary: is not supported here; write cause"),
            operation(
                    "    x-operation-errors:\n",
                    "    x-operation-errors:\n      Odd: share\n",
                    "      Odd:",
                    "/x-operation-errors/Odd: is not an error; write shared, or its status, message, cause, remedy and"
                            + " evidence"),
            new Refused(
                    "  get:\n    operationId: DescribeImages\n",
                    "  put: {}\n  get:\n    operationId: DescribeImages\n",
                    IMAGES,
                    "put: {}",
                    "/pathItem/put: is not supported here; use get; the build adds POST"),
            new Refused(
                    "x-ecs-images-ignored-parameters: {$ref: 'common.yaml#/components/headers/IgnoredParameters'}",
                    "x-ecs-images-ignored-parameters: {$ref: 'common.yaml#/components/headers/IgnoredParameters'}\n"
                            + "        x-ignored: {$ref: 'common.yaml#/components/headers/IgnoredParameters'}",
                    IMAGES,
                    "x-ignored:",
                    "/components/responses/DescribeImages/headers/x-ignored: is not a header that the server sets in a"
                            + " successful response; change the server first, then this vocabulary"),
            new Refused(
                    "openapi: 3.0.3",
                    "openapi: 3.1.0",
                    ROOT,
                    "openapi: 3.1.0",
                    "/openapi: this version of OpenAPI is not supported; write 3.0.3"),
            new Refused(
                    "  '/#Action=DescribeTags': {",
                    "  /tags: {",
                    ROOT,
                    "/tags:",
                    "/paths/~1tags: is not the path of an operation; write /#Action= and the operationId"),
            common(
                    "AccessKeyId",
                    "      schema: {type: string}\n      example: testid",
                    "      schema: {type: string, maxLength: 5}\n      example: testid",
                    "schema/maxLength: has no effect on this common parameter; remove it, or read it in the server first"
                            + " and extend this vocabulary"),
            common(
                    "SecurityToken",
                    "      schema: {type: string}\n      example: CAISexampletoken",
                    "      required: true\n      schema: {type: string}\n      example: CAISexampletoken",
                    "required: Action is the only common parameter that every request requires; remove it"),
            common(
                    "Format",
                    "schema: {type: string, default: XML}",
                    "schema: {type: string, default: YAML}",
                    "schema/default: the server does not have this format; write JSON or XML"),
            common(
                    "Format",
                    "schema: {type: string, default: XML}",
                    "schema: {type: string, default: XML, enum: [JSON, XML, YAML]}",
                    "schema/enum: has no effect on Format; the server has the formats JSON and XML, and ignores other"
                            + " values"),
            common(
                    "SignatureMethod",
                    "enum: [HMAC-SHA1, HMAC-SHA256]",
                    "enum: [HMAC-SHA1, HMAC-SHA256, HMAC-MD5]",
                    "schema/enum/2: the server does not have this algorithm; write HMAC-SHA1 or HMAC-SHA256"),
        };
    }

    static Refused[] contradictions() {
        return new Refused[] {
            pageSize(
                    "type: integer, format: int32, minimum: 11, maximum: 9",
                    "minimum: 11",
                    "/minimum: 11 is above maximum, which is 9; correct one of both"),
            pageSize(
                    "type: integer, format: int32, minimum: 12, maximum: 99, default: 11",
                    "default: 11",
                    "/default: 11 is not between minimum and maximum; correct it"),
            pageSize(
                    "type: integer, format: int32, minimum: 1, maximum: 3000000000",
                    "3000000000",
                    "/maximum: 3000000000 does not fit into int32; correct it, or write format: int64"),
            snapshot(
                    "schema: {type: string, minLength: 3, maxLength: 2}"
                            + "\n      x-errors: {minLength: InvalidUsage, maxLength: InvalidUsage}\n      x-evidence: [own]",
                    "minLength: 3",
                    SNAPSHOT_AT + "/schema/minLength: 3 is above maxLength, which is 2; correct one of both"),
            snapshot(
                    "schema: {type: string, enum: [a, b], default: c}\n      x-errors: {enum: InvalidUsage}\n      x-evidence: [own]",
                    "default: c",
                    SNAPSHOT_AT + "/schema/default: \"c\" is none of the allowed values; write one of [\"a\",\"b\"]"),
            snapshot(
                    "required: true\n      schema: {type: string, default: a}\n      x-errors: {required: InvalidUsage}\n      x-evidence: [own]",
                    "default: a}",
                    SNAPSHOT_AT + "/schema/default: a required parameter needs no default; remove one of both"),
            new Refused(
                    "        default: [Available]",
                    "        default: [Available, Lost]",
                    IMAGES,
                    "Lost",
                    "/pathItem/parameters/2/schema/default: \"Lost\" is none of the allowed values; write one of"
                            + " [\"Creating\",\"Waiting\",\"Available\",\"UnAvailable\",\"CreateFailed\",\"Deprecated\","
                            + "\"ALL\"]"),
            new Refused(
                    INSTANCE_TYPE,
                    "'^(ecs$'",
                    IMAGES,
                    "'^(ecs$'",
                    INSTANCE_TYPE_AT + ": is no regular expression of Java: Unclosed group; correct it"),
            new Refused(
                    INSTANCE_TYPE,
                    "'^(?i)ecs$'",
                    IMAGES,
                    "'^(?i)ecs$'",
                    INSTANCE_TYPE_AT
                            + ": is no regular expression of JavaScript: SyntaxError: Invalid quantifier ?; correct it"),
            new Refused(
                    INSTANCE_TYPE,
                    "'^\\p{L}+$'",
                    IMAGES,
                    "'^\\p{L}+$'",
                    INSTANCE_TYPE_AT
                            + ": has an escape or a set that JavaScript reads otherwise; use \\d, \\w, \\s and plain sets"),
            new Refused(
                    INSTANCE_TYPE,
                    "'ecs.*'",
                    IMAGES,
                    "'ecs.*'",
                    INSTANCE_TYPE_AT
                            + ": the regular expression does not cover the whole value; begin it with ^ and end it with $"),
            operation(
                    "    tags: [Images]\n",
                    "    tags: [Pictures]\n",
                    "Pictures",
                    "/tags/0: Pictures is not declared; add it under tags of ecs-images.yaml"),
            operation(
                    "    x-operation-errors:\n",
                    "    x-operation-errors:\n      Odd: {status: 409, message: m, cause: c, remedy: r, evidence: [own]}\n",
                    "      Odd:",
                    "/x-operation-errors/Odd/status: the status has no response; add it under components/responses of"
                            + " ecs-images.yaml"),
            new Refused(
                    "    operationId: DescribeImages\n",
                    "    operationId: ListImages\n",
                    ROOT,
                    "'/#Action=DescribeImages':",
                    "/paths/~1#Action=DescribeImages: the operationId is ListImages; write /#Action=ListImages"),
            new Refused(
                    "{enum: InvalidUsage}",
                    "{enum: InvalidAcceptLanguage.NotFound}",
                    IMAGES,
                    "InvalidAcceptLanguage.NotFound",
                    "/pathItem/parameters/6/x-errors/enum: InvalidAcceptLanguage.NotFound is none of the errors of"
                            + " DescribeImages; correct the id, or add the error"),
            new Refused(
                    "{required: InvalidTag.Mismatch, minLength: InvalidTag.Mismatch}",
                    "{required: InvalidTag.Mismatch, minLength: InvalidParameter.PageNumber}",
                    COMMON,
                    "minLength: InvalidParameter.PageNumber",
                    "/components/schemas/TagFilter/properties/Key/x-errors/minLength: InvalidParameter.PageNumber is none of"
                            + " the errors of RemoveTags; correct the id, or add the error"),
            common(
                    "AccessKeyId",
                    "x-errors: {required: MissingAccessKeyId}",
                    "x-errors: {required: InvalidUsage}",
                    "x-errors/required: InvalidUsage is none of the common errors; correct the id, or add the error"),
            new Refused(
                    "    - $ref: 'common.yaml#/components/parameters/PageSize'\n",
                    "    - $ref: 'common.yaml#/components/parameters/PageSize'\n"
                            + "    - $ref: \"common.yaml#/components/parameters/PageSize\"\n",
                    IMAGES,
                    "\"common.yaml#/components/parameters/PageSize\"",
                    "/pathItem/parameters/24: the operation has PageSize already; remove one"),
            new Refused(
                    "schema: {$ref: 'describe-images.yaml#/components/schemas/ImageUsage'}",
                    "schema: {$ref: 'describe-images.yaml#/components/schemas/Usage'}",
                    IMAGES,
                    "schemas/Usage'",
                    "/pathItem/parameters/6/schema/$ref: describe-images.yaml#/components/schemas/Usage does not exist;"
                            + " correct the reference"),
            new Refused(
                    "    ImageUsage:\n",
                    "    ImageUse: {type: string, description: d, enum: [a]}\n    ImageUsage:\n",
                    IMAGES,
                    "ImageUse:",
                    "/components/schemas/ImageUse: nothing refers to it; remove it, or refer to it"),
            new Refused(
                    "      required: [Image]\n",
                    "      required: [Images]\n",
                    IMAGES,
                    "required: [Images]",
                    "/components/schemas/Images/required/0: the object has no property Images; correct the name"),
            new Refused(
                    "          xml: {wrapped: false}\n          items: {$ref: 'common.yaml#/components/schemas/Image'}",
                    "          maxItems: 100\n          items: {$ref: 'common.yaml#/components/schemas/Image'}",
                    IMAGES,
                    "maxItems: 100\n          items",
                    "/components/schemas/Images/properties/Image/maxItems: has no effect in this response; only the"
                            + " constraints of Image, which the import applies, do; remove it"),
            new Refused(
                    "        RegionId: {type: string, description: The region of the request.",
                    "        RegionId: {type: string, x-alias: regionId, description: The region of the request.",
                    IMAGES,
                    "x-alias: regionId",
                    "/components/schemas/DescribeImagesResponse/properties/RegionId/x-alias: has no effect in a response;"
                            + " remove it"),
            new Refused(
                    "      description: The features of the image.\n",
                    "      description: The features of the image.\n      xml: {name: Feature}\n",
                    COMMON,
                    "xml: {name: Feature}",
                    "/components/schemas/Features/xml/name: the element has the name of its property, Features; remove xml"),
        };
    }

    static Refused[] invalidYaml() {
        return new Refused[] {
            new Refused(
                    "  get:\n    operationId: DescribeImages\n",
                    "  get:\n   - operationId: DescribeImages\n",
                    IMAGES,
                    "    summary: \"DescribeImages: list",
                    "is not YAML: expected <block end>, but found '<block mapping start>'; check indentation and quotes"),
            new Refused(
                    "    operationId: DescribeImages\n",
                    "    operationId: DescribeImages\n    'operationId': Other\n",
                    IMAGES,
                    "'operationId': Other",
                    "/pathItem/get/operationId: is there twice; remove one"),
            new Refused(
                    "    operationId: DescribeImages\n",
                    "    operationId: Describe\bImages\n",
                    IMAGES,
                    "Describe\bImages",
                    "is not YAML: the character U+0008 is not allowed; remove it"),
        };
    }

    @ParameterizedTest
    @MethodSource({"unknownKeywords", "contradictions", "invalidYaml"})
    void refuses(Refused change) {
        var contract = ORIGINAL.replace(change.string(), change.replacement());
        var content = contract.files().get(change.file());
        assertThat(content).containsOnlyOnce(change.at());
        var line = content.substring(0, content.indexOf(change.at())).lines().count();
        if (!content.substring(0, content.indexOf(change.at())).endsWith("\n")) {
            line--;
        }
        var root = contract.writeTo(folder);
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> SourceCheck.check(root))
                .withMessage("The OpenAPI document is invalid: " + change.file() + ":" + (line + 1) + ": "
                        + change.message() + ".");
    }

    @Test
    void acceptsTheDocuments() {
        var root = ORIGINAL.writeTo(folder);
        assertThatCode(() -> SourceCheck.check(root)).doesNotThrowAnyException();
    }

    @Test
    void reportsEveryProblemInALineOfItsOwn() {
        var contract = ORIGINAL.replace(PAGE_SIZE, PAGE_SIZE.replace("default", "const"))
                .replace("    tags: [Images]\n", "    tags: [Images]\n    externalDocs: {}\n");
        var root = contract.writeTo(folder);
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> SourceCheck.check(root))
                .satisfies(error -> assertThat(error.getMessage().lines()).hasSize(2));
    }

    @Test
    void refusesARepeatListWithoutAMaximum() {
        var root = ORIGINAL.replace(TAG, "        items: {$ref: 'common.yaml#/components/schemas/TagFilter'}")
                .writeTo(folder);
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> SourceCheck.check(root))
                .withMessageContaining(
                        "/pathItem/parameters/21/schema: maxItems is missing; add it, since n of Name.n counts"
                                + " from 1 to it")
                .withMessageContaining("/pathItem/parameters/21/x-errors/maxItems: there is no such constraint");
    }

    @Test
    void refusesRenamedResponseHeader() {
        var root = ORIGINAL.replace("x-ecs-images-ignored-parameters: {$ref", "x-ignored: {$ref")
                .writeTo(folder);
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> SourceCheck.check(root))
                .withMessageContaining("headers: x-ecs-images-ignored-parameters is missing; add it")
                .withMessageContaining("headers/x-ignored: is not a header that the server sets");
    }

    @Test
    void refusesADocumentToWhichNoPathRefers() {
        var files = new TreeMap<>(ORIGINAL.files());
        files.put(
                "other.yaml",
                "pathItem: {parameters: [{$ref: 'common.yaml#/components/parameters/RegionId'}], get: {operationId: Other, summary: s, description: d, tags: [Images], responses: {'200': {$ref:"
                        + " 'describe-images.yaml#/components/responses/DescribeImages'}}}}");
        var root = new ContractText(Map.copyOf(files)).writeTo(folder);
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> SourceCheck.check(root))
                .withMessage(
                        "The OpenAPI document is invalid: other.yaml:1: /pathItem: no path refers to it; add it under"
                                + " paths of ecs-images.yaml.");
    }

    @Test
    void everyDocumentNamesTheVocabularyForEditors() {
        assertThat(ORIGINAL.files())
                .allSatisfy((name, content) -> assertThat(content)
                        .startsWith("# yaml-language-server: $schema="
                                + "../src/main/resources/META-INF/openapi/vocabulary.schema.json\n"));
    }

    @Test
    void namesTheLineOfTheKeyword() {
        var contract = ORIGINAL.replace("info:\n", "inf: 1\ninfo:\n");
        assertThat(contract.files().get(ROOT).lines().toList().get(2)).isEqualTo("inf: 1");
        var root = contract.writeTo(folder);
        assertThatExceptionOfType(InvalidContractException.class)
                .isThrownBy(() -> SourceCheck.check(root))
                .withMessageContaining(ROOT + ":3: /inf: is unknown; did you mean info?");
    }
}
