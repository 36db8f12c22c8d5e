package io.ecsimages.server.compatibility;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The code samples of the documentation, each run as it stands, but for the port, with its own tool where that is on the
 * PATH. Those that take minutes to install or to compile run only if the environment says {@code SAMPLES=all}, which
 * {@code .ci/samples} does.
 */
@Tag("database-independent")
@ServerTest
class SamplesTest {

    private static final Path SAMPLES = Path.of("../api-spec/samples");
    private static final String OWN_IMAGE = "m-bp1rnmk3t80lqdubjvfd";

    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
    }

    /** Puts a sample into a folder, with this server's port for that of the documentation. */
    private static Path sample(String name, Path folder) throws IOException {
        var text = Files.readString(SAMPLES.resolve(name));
        assertThat(text).contains("127.0.0.1:8080");
        return Files.writeString(
                folder.resolve(Path.of(name).getFileName()),
                text.replace("127.0.0.1:8080", server.uri().getAuthority()));
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

    private static void needs(String program) {
        var found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
        if (!found) {
            skip(program + " is not on the PATH: its samples are not run");
        }
    }

    private static void takesMinutes() {
        if (!"all".equals(System.getenv("SAMPLES"))) {
            skip("takes minutes: see .ci/samples");
        }
    }

    private static void skip(String why) {
        System.out.println(why);
        abort(why);
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeImages, " + OWN_IMAGE,
        "DescribeImageFromFamily, shop-web",
        "DescribeImageSharePermission, Accounts",
        "DescribeRegions, China (Hangzhou)",
        "DescribeTags, TagValue",
        "ListTagResources, ResourceId"
    })
    void curl(String call, String expected) throws Exception {
        needs("curl");
        var response = run(folder, "sh", sample(call + "/curl.sh", folder).toString());
        assertThat(response).contains(expected);
        assertThat(response).doesNotContain("\"Code\"");
    }

    @ParameterizedTest
    @CsvSource({
        "DescribeImages, " + OWN_IMAGE,
        "DescribeImageFromFamily, shop-web",
        "DescribeImageSharePermission, Accounts",
        "DescribeRegions, China (Hangzhou)",
        "DescribeTags, TagValue",
        "ListTagResources, ResourceId"
    })
    void aliyun(String call, String expected) throws Exception {
        needs("aliyun");
        var response = run(folder, "sh", sample(call + "/aliyun.sh", folder).toString());
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
        needs("node");
        needs("npm");
        NodeSdkTest.install();
        sample("DescribeImages/sample.mjs", NodeSdkTest.WORK);
        var images = run(NodeSdkTest.WORK, "node", "sample.mjs");
        assertThat(images).contains(OWN_IMAGE + " web-prod-20240601\n");
    }

    @Test
    void python() throws Exception {
        takesMinutes();
        needs("python3");
        sample("DescribeImages/sample.py", folder);
        run(folder, "python3", "-m", "venv", "venv");
        run(folder, "venv/bin/pip", "install", "--quiet", "alibabacloud_ecs20140526==7.11.8");
        var images = run(folder, "venv/bin/python", "sample.py");
        assertThat(images).contains(OWN_IMAGE + " web-prod-20240601\n");
    }

    @Test
    void go() throws Exception {
        takesMinutes();
        needs("go");
        sample("DescribeImages/sample.go", folder);
        run(folder, "go", "mod", "init", "sample");
        run(folder, "go", "get", "github.com/aliyun/alibaba-cloud-sdk-go/services/ecs@v1.63.107");
        var images = run(folder, "go", "run", ".");
        assertThat(images).contains(OWN_IMAGE + " web-prod-20240601\n");
    }

    @ParameterizedTest
    @CsvSource({"terraform.tf", "packer.pkr.hcl"})
    void terraformFindsNothingToMend(String name) throws Exception {
        needs("terraform");
        // It goes by the end of the name; the language is the same.
        Files.copy(sample("DescribeImages/" + name, folder), folder.resolve("main.tf"));
        run(folder, "terraform", "fmt", "-check", "main.tf");
    }

    @Test
    void terraform() throws Exception {
        takesMinutes();
        needs("terraform");
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
        takesMinutes();
        needs("packer");
        sample("DescribeImages/packer.pkr.hcl", folder);
        run(folder, "packer", "init", ".");
        run(folder, "packer", "validate", ".");
    }
}
