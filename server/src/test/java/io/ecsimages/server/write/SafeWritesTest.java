package io.ecsimages.server.write;

import static io.ecsimages.server.TestServer.MAXIMUM_PAGE_SIZE;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.CapturedLog;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.database.Databases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes at the same time, repeated writes and dry runs, on two servers over one database. */
@Timeout(120)
class SafeWritesTest {

    private static final int THREADS = 6;

    private static String url;
    private static TestServer first;
    private static TestServer second;

    @BeforeAll
    static void start() {
        url = Databases.create();
        first = TestServer.empty(Map.of("datasources.default.url", url));
        second = TestServer.empty(Map.of("datasources.default.url", url));
    }

    @AfterAll
    static void stop() {
        first.close();
        second.close();
    }

    private static String create(TestServer server, String... pairs) {
        var parameters = new ArrayList<>(List.of("SnapshotId", "s-1"));
        parameters.addAll(List.of(pairs));
        var response = server.call("CreateImage", parameters.toArray(String[]::new));
        assertThat(response.path("ImageId").asText()).as(response.toString()).startsWith("m-bp1");
        return response.path("ImageId").asText();
    }

    private static JsonNode image(TestServer server, String imageId) {
        return server.describe("ImageId", imageId).at("/Images/Image/0");
    }

    private static int count(String name) {
        return first.describe("ImageName", name, "PageSize", MAXIMUM_PAGE_SIZE)
                .path("TotalCount")
                .asInt();
    }

    /** Runs tasks at the same time, and returns their error codes; an empty string is success. */
    private static List<String> atOnce(List<Callable<JsonNode>> tasks) throws Exception {
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var codes = new ArrayList<String>();
            for (var response : threads.invokeAll(tasks)) {
                codes.add(response.get().path("Code").asText());
            }
            return codes;
        } finally {
            threads.shutdown();
        }
    }

    private static TestServer server(int i) {
        return i % 2 == 0 ? first : second;
    }

    @Test
    void nextReadOnEachServerSeesWrite() {
        for (int i = 0; i < 10; i++) {
            var imageId = create(server(i));
            assertThat(image(server(i + 1), imageId).path("ImageId").asText()).isEqualTo(imageId);
            assertThat(server(i + 1)
                            .call("ModifyImageAttribute", "ImageId", imageId, "Description", "changed " + i)
                            .has("Code"))
                    .isFalse();
            assertThat(image(server(i), imageId).path("Description").asText()).isEqualTo("changed " + i);
        }
    }

    @Test
    void writersOfOneImageLoseNothing() throws Exception {
        var imageId = create(first);
        var tasks = new ArrayList<Callable<JsonNode>>();
        tasks.add(() -> first.call("ModifyImageAttribute", "ImageId", imageId, "Description", "described"));
        tasks.add(() -> second.call("ModifyImageAttribute", "ImageId", imageId, "ImageFamily", "family"));
        for (int i = 0; i < 10; i++) {
            var key = "key-" + i;
            var server = server(i);
            tasks.add(() ->
                    server.call("TagResources", "ResourceType", "image", "ResourceId.1", imageId, "Tag.1.Key", key));
        }
        assertThat(atOnce(tasks)).containsOnly("");
        var image = image(first, imageId);
        assertThat(image.path("Description").asText()).isEqualTo("described");
        assertThat(image.path("ImageFamily").asText()).isEqualTo("family");
        assertThat(StreamSupport.stream(image.at("/Tags/Tag").spliterator(), false)
                        .map(tag -> tag.path("TagKey").asText()))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "key-" + i).toList());
    }

    @Test
    void oneOfSeveralWritersGetsName() throws Exception {
        var tasks = IntStream.range(0, THREADS)
                .<Callable<JsonNode>>mapToObj(
                        i -> () -> server(i).call("CreateImage", "SnapshotId", "s-1", "ImageName", "only-one"))
                .toList();
        assertThat(atOnce(tasks).stream().filter(String::isEmpty)).hasSize(1);
        assertThat(count("only-one")).isEqualTo(1);
    }

    @Test
    void repetitionGetsFirstResponse() throws Exception {
        var token = UUID.randomUUID().toString();
        String[] request = {"SnapshotId", "s-1", "ImageName", "repeated", "ClientToken", token};
        var tasks = IntStream.range(0, THREADS)
                .<Callable<JsonNode>>mapToObj(i -> () -> server(i).call("CreateImage", request))
                .toList();
        assertThat(atOnce(tasks)).containsOnly("");
        assertThat(count("repeated")).isEqualTo(1);
        var imageId = first.describe("ImageName", "repeated")
                .at("/Images/Image/0/ImageId")
                .asText();
        try (var restarted = TestServer.empty(Map.of("datasources.default.url", url))) {
            var response = restarted.call("CreateImage", request);
            assertThat(response.path("ImageId").asText()).isEqualTo(imageId);
        }
        request[3] = "another";
        assertThat(second.call("CreateImage", request).path("Code").asText())
                .isEqualTo(ApiError.IDEMPOTENT_PARAMETER_MISMATCH.code());
        assertThat(count("another")).isZero();
    }

    @Test
    void failedRequestDoesNotUseUpClientToken() {
        var token = UUID.randomUUID().toString();
        var name = "failed-first";
        var other = create(first, "ImageName", name);
        String[] request = {"SnapshotId", "s-1", "ImageName", name, "ClientToken", token};
        assertThat(first.call("CreateImage", request).path("Code").asText())
                .isEqualTo(ApiError.INVALID_IMAGE_NAME_DUPLICATED.code());
        assertThat(first.call("DeleteImage", "ImageId", other).has("Code")).isFalse();
        assertThat(first.call("CreateImage", request).has("ImageId")).isTrue();
    }

    @Test
    void dryRunChangesNothing() {
        var imageId = create(first, "ImageName", "dry");
        assertThat(first.call("CreateImage", "SnapshotId", "s-1", "ImageName", "drier", "DryRun", "true")
                        .path("Code")
                        .asText())
                .isEqualTo(ApiError.DRY_RUN_OPERATION.code());
        assertThat(first.call("DeleteImage", "ImageId", imageId, "DryRun", "true")
                        .path("Code")
                        .asText())
                .isEqualTo(ApiError.DRY_RUN_OPERATION.code());
        assertThat(first.call("CreateImage", "SnapshotId", "s-1", "ImageName", "dry", "DryRun", "true")
                        .path("Code")
                        .asText())
                .isEqualTo(ApiError.INVALID_IMAGE_NAME_DUPLICATED.code());
        assertThat(count("dry")).isEqualTo(1);
        assertThat(count("drier")).isZero();
    }

    @Test
    void auditLogHasLineForEachWrite() {
        try (var log = new CapturedLog("io.ecsimages.audit", Level.INFO)) {
            var imageId = create(first);
            var deletion = first.call("DeleteImage", "ImageId", imageId);
            first.call("DeleteImage", "ImageId", imageId);
            first.describe();
            assertThat(log.messages()).hasSize(2);
            assertThat(log.messages().get(0))
                    .matches("requestId=[0-9A-F-]{36} account=" + TestServer.ACCOUNT
                            + " action=CreateImage region=cn-hangzhou snapshot=s-1 created=" + imageId);
            assertThat(log.messages().get(1))
                    .isEqualTo("requestId=" + deletion.path("RequestId").asText() + " account=" + TestServer.ACCOUNT
                            + " action=DeleteImage region=cn-hangzhou images=" + imageId);
        }
    }
}
