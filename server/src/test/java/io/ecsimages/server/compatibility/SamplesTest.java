package io.ecsimages.server.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.CommonParameter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the code samples of the documentation with the port of this server. A sample whose tool is not on the PATH is skipped.
 * Samples that take minutes run only with the environment variable {@code SAMPLES=all}, which {@code .ci/samples} sets.
 */
@Tag("database-independent")
@ServerTest
class SamplesTest {

    private static final Path SAMPLES = Path.of("../api-spec/samples");
    private static final String OWN_IMAGE = "m-bp1rnmk3t80lqdubjvfd";

    private static final Map<String, TestServer> SERVERS = new HashMap<>();

    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
    }

    /** Copies a sample into a folder and replaces its port with that of this server. */
    private static Path sample(String name, Path folder) throws IOException {
        return sample(name, folder, server);
    }

    private static Path sample(String name, Path folder, TestServer target) throws IOException {
        var sample = Files.readString(SAMPLES.resolve(name));
        assertThat(sample).contains("127.0.0.1:8080");
        return Files.writeString(
                folder.resolve(Path.of(name).getFileName()),
                sample.replace("127.0.0.1:8080", target.uri().getAuthority()));
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        var output = Files.createTempFile("ecs-images-sample-", ".log");
        try {
            var process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            var status = process.waitFor();
            var printed = Files.readString(output);
            assertThat(status)
                    .as(() -> String.join(" ", command) + "\n" + printed)
                    .isEqualTo(0);
            return printed;
        } finally {
            Files.delete(output);
        }
    }

    private static void requires(String program) {
        var found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
        if (!found) {
            skip(program + " is not on the PATH: its samples are not run");
        }
    }

    private static void requiresAllSamples() {
        if (!"all".equals(System.getenv("SAMPLES"))) {
            skip("takes minutes: see .ci/samples");
        }
    }

    private static void skip(String reason) {
        System.out.println(reason);
        abort(reason);
    }

    /** The operations in an order in which each sample finds what it needs, with a part of the response. */
    static List<Arguments> operations() {
        return List.of(
                arguments("DescribeImages", OWN_IMAGE),
                arguments("DescribeImageFromFamily", "shop-web"),
                arguments("DescribeImageSharePermission", "Accounts"),
                arguments("DescribeImageSupportInstanceTypes", "ecs.g7.large"),
                arguments("DescribeRegions", "China (Hangzhou)"),
                arguments("DescribeSnapshots", "SnapshotId"),
                arguments("DescribeTags", "TagValue"),
                arguments("ListTagResources", "ResourceId"),
                arguments("CreateImage", "ImageId"),
                arguments("CopyImage", "ImageId"),
                arguments("CancelCopyImage", "RequestId"),
                arguments("ImportImage", "TaskId"),
                arguments("ExportImage", "TaskId"),
                arguments("DescribeTaskAttribute", "TaskStatus"),
                arguments("ModifyImageAttribute", "RequestId"),
                arguments("ModifyImageSharePermission", "RequestId"),
                arguments("TagResources", "RequestId"),
                arguments("UntagResources", "RequestId"),
                arguments("AddTags", "RequestId"),
                arguments("RemoveTags", "RequestId"),
                arguments("JoinResourceGroup", "RequestId"),
                arguments("DeleteImage", "RequestId"),
                arguments("DeleteSnapshot", "RequestId"));
    }

    /** The server of a tool, since its samples change the catalogue. Only CancelCopyImage needs copies that take time. */
    private static TestServer serverOf(String tool, String operation) {
        boolean slow = operation.equals("CancelCopyImage");
        return SERVERS.computeIfAbsent(
                tool + slow,
                key -> TestServer.withSample(slow ? Map.of("ecs-images.image-creation-time", "PT1H") : Map.of()));
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(TestServer::close);
    }

    @Test
    void eachOperationHasSamples() {
        assertThat(operations().stream().map(arguments -> arguments.get()[0]))
                .containsExactlyInAnyOrderElementsOf(CommonParameter.ACTION.allowedValues());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void curl(String operation, String expected) throws Exception {
        requires("curl");
        var sample = sample(operation + "/curl.sh", folder, serverOf("curl", operation));
        var response = run(folder, "sh", sample.toString());
        assertThat(response).contains(expected);
        assertThat(response).doesNotContain("\"Code\"");
    }

    @ParameterizedTest
    @MethodSource("operations")
    void aliyun(String operation, String expected) throws Exception {
        requires("aliyun");
        var sample = sample(operation + "/aliyun.sh", folder, serverOf("aliyun", operation));
        var response = run(folder, "sh", sample.toString());
        assertThat(response).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"ClientSample", "SdkSample"})
    void java(String program) throws Exception {
        var file = sample("DescribeImages/" + program + ".java", folder);
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var images = run(
                Path.of("."),
                java,
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                file.toString());
        assertThat(images).contains(OWN_IMAGE + " web-prod-20240601\n");
    }

    @Test
    void node() throws Exception {
        requires("node");
        requires("npm");
        NodeSdkTest.install();
        sample("DescribeImages/sample.mjs", NodeSdkTest.WORK);
        var images = run(NodeSdkTest.WORK, "node", "sample.mjs");
        assertThat(images).contains(OWN_IMAGE + " web-prod-20240601\n");
    }

    @Test
    void python() throws Exception {
        requiresAllSamples();
        requires("python3");
        sample("DescribeImages/sample.py", folder);
        run(folder, "python3", "-m", "venv", "venv");
        run(folder, "venv/bin/pip", "install", "--quiet", "alibabacloud_ecs20140526==7.11.8");
        var images = run(folder, "venv/bin/python", "sample.py");
        assertThat(images).contains(OWN_IMAGE + " web-prod-20240601\n");
    }

    @Test
    void go() throws Exception {
        requiresAllSamples();
        requires("go");
        sample("DescribeImages/sample.go", folder);
        run(folder, "go", "mod", "init", "sample");
        run(folder, "go", "get", "github.com/aliyun/alibaba-cloud-sdk-go/services/ecs@v1.63.107");
        var images = run(folder, "go", "run", ".");
        assertThat(images).contains(OWN_IMAGE + " web-prod-20240601\n");
    }

    @ParameterizedTest
    @CsvSource({"terraform.tf", "packer.pkr.hcl"})
    void terraformFormatIsCanonical(String name) throws Exception {
        requires("terraform");
        // Terraform formats only files named *.tf. Packer uses the same language.
        Files.copy(sample("DescribeImages/" + name, folder), folder.resolve("main.tf"));
        run(folder, "terraform", "fmt", "-check", "main.tf");
    }

    @Test
    void terraform() throws Exception {
        requiresAllSamples();
        requires("terraform");
        sample("DescribeImages/terraform.tf", folder);
        var init = new ProcessBuilder("terraform", "init")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("init.log").toFile())
                .start();
        if (init.waitFor() != 0) {
            skip("Terraform cannot get its provider alicloud: its sample is not run");
        }
        var applied = run(folder, "terraform", "apply", "-auto-approve", "-no-color");
        assertThat(applied).contains("image_id = \"m-");
    }

    @Test
    void packer() throws Exception {
        requiresAllSamples();
        requires("packer");
        sample("DescribeImages/packer.pkr.hcl", folder);
        run(folder, "packer", "init", ".");
        run(folder, "packer", "validate", ".");
    }
}
