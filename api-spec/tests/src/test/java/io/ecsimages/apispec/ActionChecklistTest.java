package io.ecsimages.apispec;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every action of the contract is complete. An action that lacks something fails this test with a line for each file to write. */
@Tag("contract")
class ActionChecklistTest {

    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @Test
    void everyActionIsComplete() throws IOException {
        assertThat(ActionChecklist.missing(PROJECT)).isEmpty();
    }

    @Test
    void listsEverythingThatANewActionLacks() throws IOException {
        for (String copied : List.of(
                "README.md",
                "docs/reference/compatibility.md",
                "api-spec/lint.yaml",
                "server/src/test/java/io/ecsimages/server/compatibility/SamplesTest.java",
                "server/src/test/java/io/ecsimages/server/error/EveryErrorTest.java")) {
            var copy = folder.resolve(copied);
            Files.createDirectories(copy.getParent());
            Files.copy(PROJECT.resolve(copied), copy);
        }
        Files.createDirectories(folder.resolve("api-spec/overlays/zh-CN"));
        Files.createDirectories(folder.resolve("server/src/main/java"));
        var added = ContractSource.ORIGINAL
                .only("DescribeTags")
                .set("describe-tags.yaml#/pathItem/get/operationId", "DescribeLabels")
                .rename(
                        "describe-tags.yaml#/components/responses/DescribeTags/content/text~1xml/examples/DescribeTagsInXml",
                        "LabelsInXml")
                .remove("describe-tags.yaml#/components/responses/DescribeTags/content/application~1json/examples")
                .set("describe-tags.yaml#/pathItem/get/x-operation-errors", "{NewError: {status: 400}}");
        added.writeTo(folder.resolve("api-spec/openapi"));
        var tests = "server/src/test/java/io/ecsimages/server/";
        assertThat(ActionChecklist.missing(folder))
                .containsExactly(
                        "DescribeLabels has no texts in Chinese; write api-spec/overlays/zh-CN/describe-tags.yaml",
                        "DescribeLabels has no example in application/json; add it to components/examples of"
                                + " api-spec/openapi/describe-tags.yaml",
                        "DescribeLabels has an example in XML, which Spectral cannot check; add -"
                                + " \"**#/components/examples/LabelsInXml\" to api-spec/lint.yaml",
                        "DescribeLabels has no sample for curl; write api-spec/samples/DescribeLabels/curl.sh",
                        "DescribeLabels has no sample for aliyun; write api-spec/samples/DescribeLabels/aliyun.sh",
                        "DescribeLabels has no test of its samples; add it to operations() in " + tests
                                + "compatibility/SamplesTest.java",
                        "DescribeLabels has no test of the error NewError; add a request that provokes it to " + tests
                                + "error/EveryErrorTest.java",
                        "DescribeLabels has no class that implements it; write a @Controller that implements"
                                + " DescribeLabelsApi in a package of server/src/main/java",
                        "DescribeLabels has no test; write " + tests + "<package>/DescribeLabelsTest.java",
                        "DescribeLabels has no entry in the documentation; add it to README.md",
                        "DescribeLabels has no entry in the documentation; add it to docs/reference/compatibility.md");
    }
}
