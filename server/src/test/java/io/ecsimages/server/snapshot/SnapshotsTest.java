package io.ecsimages.server.snapshot;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static io.ecsimages.server.contract.ContractDocument.CONTRACT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DescribeSnapshots and DeleteSnapshot: snapshots of images, saved snapshots, each condition with a near miss, and pages. */
@Tag("contract")
@ServerTest
class SnapshotsTest {

    private static final Map<String, Object> DATABASE_DISKS = Map.of(
            "DiskDeviceMapping",
            List.of(
                    Map.of("Device", "/dev/xvda", "Size", "40", "SnapshotId", "s-system"),
                    Map.of("Device", "/dev/xvdb", "Size", "100", "SnapshotId", "s-data", "Type", "data"),
                    Map.of("Device", "/dev/xvdc", "Size", "200", "SnapshotId", "s-encrypted", "Encrypted", true)));

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump(
                        "cn-hangzhou",
                        image("database", "CreationTime", "2024-02-01T00:00:00Z", "DiskDeviceMappings", DATABASE_DISKS),
                        image(
                                "newer",
                                "CreationTime",
                                "2024-03-01T10:20:30Z",
                                "DiskDeviceMappings",
                                disks("s-data", "s-new")),
                        image(
                                "creating",
                                "CreationTime",
                                "2024-04-01T00:00:00Z",
                                "Status",
                                "Creating",
                                "Progress",
                                "32%",
                                "DiskDeviceMappings",
                                disks("s-creating", "s-new"))),
                TestServer.ACCOUNT);
        save("s-named", "web-prod", "2024-01-15T00:00:00");
        save("s-new", "", "2023-01-01T00:00:00");
        server.importDump(dump("cn-hangzhou", image("theirs", "DiskDeviceMappings", disks("s-theirs"))), 2);
        server.importDump(
                dump("cn-beijing", image("north", "DiskDeviceMappings", disks("s-north"))), TestServer.ACCOUNT);
        server.importDump(
                dump(
                        "many",
                        IntStream.range(0, 25)
                                .mapToObj(i -> image(
                                        "many-" + i,
                                        "CreationTime",
                                        "2024-01-01T00:00:%02dZ".formatted(i / 4),
                                        "DiskDeviceMappings",
                                        disks("s-%02d".formatted(i))))
                                .toArray(Map[]::new)),
                TestServer.ACCOUNT);
    }

    private static void save(String snapshotId, String name, String creationTime) {
        server.transactions()
                .executeWrite(status -> server.bean(SnapshotRepository.class)
                        .save(new Snapshot(
                                null,
                                "cn-hangzhou",
                                snapshotId,
                                TestServer.ACCOUNT,
                                name,
                                "saved",
                                "60",
                                "data",
                                false,
                                "i-1",
                                "",
                                LocalDateTime.parse(creationTime))));
    }

    private static String ids(JsonNode response) {
        return StreamSupport.stream(response.at("/Snapshots/Snapshot").spliterator(), false)
                .map(snapshot -> snapshot.path("SnapshotId").asText())
                .collect(Collectors.joining(" "));
    }

    private static String describe(String... pairs) {
        var response = server.succeed("DescribeSnapshots", pairs);
        assertThat(response.path("TotalCount").asInt())
                .isEqualTo(response.at("/Snapshots/Snapshot").size());
        return ids(response);
    }

    private static JsonNode one(String snapshotId) {
        return server.succeed("DescribeSnapshots", "SnapshotIds", "[\"" + snapshotId + "\"]")
                .at("/Snapshots/Snapshot/0");
    }

    @Test
    void listsOwnSnapshotsOfRegionNewestFirst() {
        assertThat(describe()).isEqualTo("s-creating s-data s-encrypted s-system s-named s-new");
        assertThat(describe("RegionId", "cn-beijing")).isEqualTo("s-north");
        assertThat(describe("RegionId", "cn-shanghai")).isEmpty();
        server.fail(ApiError.INVALID_REGION_ID_NOT_FOUND, "DescribeSnapshots", "RegionId", "cn-nowhere");
    }

    @Test
    void snapshotOfImageHasAttributesOfOldestDisk() {
        var snapshot = one("s-data");
        assertThat(snapshot.path("CreationTime").asText()).isEqualTo("2024-02-01T00:00:00Z");
        assertThat(snapshot.path("SourceDiskSize").asText()).isEqualTo("100");
        assertThat(snapshot.path("SourceDiskType").asText()).isEqualTo("data");
        assertThat(snapshot.path("Status").asText()).isEqualTo("accomplished");
        assertThat(snapshot.path("Progress").asText()).isEqualTo("100%");
        assertThat(snapshot.path("Available").asBoolean()).isTrue();
        assertThat(snapshot.path("Usage").asText()).isEqualTo("image");
        assertThat(snapshot.path("RegionId").asText()).isEqualTo("cn-hangzhou");
        assertThat(snapshot.has("SnapshotName")).isFalse();
        assertThat(one("s-system").path("SourceDiskType").asText()).isEqualTo("system");
    }

    @Test
    void savedSnapshotHasItsOwnAttributes() {
        var named = one("s-named");
        assertThat(named.path("SnapshotName").asText()).isEqualTo("web-prod");
        assertThat(named.path("Description").asText()).isEqualTo("saved");
        assertThat(named.path("Usage").asText()).isEqualTo("none");
        var ofImage = one("s-new");
        assertThat(ofImage.path("CreationTime").asText()).isEqualTo("2023-01-01T00:00:00Z");
        assertThat(ofImage.path("SourceDiskSize").asText()).isEqualTo("60");
        assertThat(ofImage.path("Usage").asText()).isEqualTo("image");
    }

    @Test
    void snapshotProgressesWithItsImage() {
        var snapshot = one("s-creating");
        assertThat(snapshot.path("Status").asText()).isEqualTo("progressing");
        assertThat(snapshot.path("Progress").asText()).isEqualTo("32%");
        assertThat(snapshot.path("Available").asBoolean()).isFalse();
        assertThat(one("s-new").path("Status").asText()).isEqualTo("accomplished");
    }

    @Test
    void snapshotOfNewImageIsAccomplishedWithIt() throws InterruptedException {
        try (var slow = TestServer.empty(Map.of("ecs-images.image-creation-time", "PT2S"))) {
            slow.succeed("CreateImage", "InstanceId", "i-1");
            String[] progressing = {"Status", "progressing", "InstanceId", "i-1"};
            assertThat(slow.succeed("DescribeSnapshots", progressing)
                            .path("TotalCount")
                            .asInt())
                    .isEqualTo(1);
            var progress = slow.succeed("DescribeSnapshots", progressing)
                    .at("/Snapshots/Snapshot/0/Progress")
                    .asText();
            assertThat(progress).matches("\\d{1,2}%");
            // Whether the response changes by the passage of time alone.
            while (slow.succeed("DescribeSnapshots", progressing)
                            .path("TotalCount")
                            .asInt()
                    > 0) {
                Thread.sleep(100);
            }
            assertThat(slow.succeed("DescribeSnapshots", "Status", "accomplished")
                            .at("/Snapshots/Snapshot/0/Progress")
                            .asText())
                    .isEqualTo("100%");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SnapshotIds | [\"s-data\",\"s-named\",\"s-theirs\",\"s-nothing\"] | s-data s-named",
                "SnapshotIds | [ \"s-named\" ] | s-named",
                "SnapshotIds | [] | s-creating s-data s-encrypted s-system s-named s-new",
                "SnapshotName | web-prod | s-named",
                "SnapshotName | web-pro | ''",
                "SnapshotName | Web-prod | ''",
                "Status | all | s-creating s-data s-encrypted s-system s-named s-new",
                "Status | progressing | s-creating",
                "Status | accomplished | s-data s-encrypted s-system s-named s-new",
                "Status | failed | ''",
                "SnapshotType | user | s-creating s-data s-encrypted s-system s-named s-new",
                "SnapshotType | all | s-creating s-data s-encrypted s-system s-named s-new",
                "SnapshotType | auto | ''",
                "Usage | image | s-creating s-data s-encrypted s-system s-new",
                "Usage | none | s-named",
                "Usage | disk | ''",
                "Usage | image_disk | ''",
                "SourceDiskType | System | s-creating s-system",
                "SourceDiskType | DATA | s-data s-encrypted s-named s-new",
                "Encrypted | true | s-encrypted",
                "Encrypted | false | s-creating s-data s-system s-named s-new",
                "Category | standard | s-creating s-data s-encrypted s-system s-named s-new",
                "Category | Standard | s-creating s-data s-encrypted s-system s-named s-new",
                "Category | flash | ''",
                "InstanceId | i-1 | s-named s-new",
                "InstanceId | i-2 | ''",
                "DiskId | d-1 | ''",
                "ResourceGroupId | rg-1 | ''",
                "KMSKeyId | key | ''",
                "Tag.1.Key | env | ''"
            })
    void parameterSelectsSnapshots(String name, String value, String expected) {
        assertThat(describe(name, value)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "CreationStartTime, 2024-02-01T00:00Z, s-creating s-data s-encrypted s-system",
        "CreationStartTime, 2024-02-01T00:01Z, s-creating",
        "CreationEndTime, 2024-01-15T00:00Z, s-named s-new",
        "CreationEndTime, 2024-01-14T23:59Z, s-new"
    })
    void filterSelectsByCreationTime(String key, String value, String expected) {
        assertThat(describe("Filter.1.Key", key, "Filter.1.Value", value)).isEqualTo(expected);
    }

    @Test
    void conditionsMustAllHold() {
        assertThat(describe(
                        "Filter.1.Key",
                        "CreationStartTime",
                        "Filter.1.Value",
                        "2024-01-01T00:00Z",
                        "Filter.2.Key",
                        "CreationEndTime",
                        "Filter.2.Value",
                        "2024-02-01T00:00:00Z",
                        "SourceDiskType",
                        "data",
                        "Usage",
                        "image"))
                .isEqualTo("s-data s-encrypted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s-data", "{}", "[s-data]", "[\"s-data\",]", "[\"\\x\"]", "[1]", "[[]]"})
    void refusesMalformedSnapshotIds(String value) {
        server.fail(ApiError.INVALID_SNAPSHOT_IDS_MALFORMED, "DescribeSnapshots", "SnapshotIds", value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"today", "2024-02-30T00:00Z", "2024-02-01T00:00"})
    void refusesInvalidTimes(String value) {
        server.fail(
                ApiError.DESCRIBE_SNAPSHOTS_INVALID_FILTER_VALUE,
                "DescribeSnapshots",
                "Filter.1.Key",
                "CreationStartTime",
                "Filter.1.Value",
                value);
    }

    @Test
    void refusesSnapshotChainsAndDryRun() {
        server.fail(ApiError.INVALID_SNAPSHOT_LINK_ID_NOT_FOUND, "DescribeSnapshots", "SnapshotLinkId", "sl-1");
        server.fail(ApiError.DRY_RUN_OPERATION, "DescribeSnapshots", "DryRun", "true");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 25, 26})
    void pagesContainWholeList(int pageSize) {
        var all = new ArrayList<String>();
        for (int page = 1; page <= (25 + pageSize - 1) / pageSize; page++) {
            var response = server.succeed(
                    "DescribeSnapshots", "RegionId", "many", "PageSize", "" + pageSize, "PageNumber", "" + page);
            assertThat(response.path("TotalCount").asInt()).isEqualTo(25);
            assertThat(response.path("PageNumber").asInt()).isEqualTo(page);
            assertThat(response.path("PageSize").asInt()).isEqualTo(pageSize);
            assertThat(response.has("NextToken")).isEqualTo(page * pageSize < 25);
            all.addAll(List.of(ids(response).split(" ")));
        }
        assertThat(all).containsExactlyElementsOf(wholeList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 25, 26})
    void nextTokensLeadThroughWholeList(int maxResults) {
        var all = new ArrayList<String>();
        var token = "";
        do {
            var response = server.succeed(
                    "DescribeSnapshots",
                    "RegionId",
                    "many",
                    "MaxResults",
                    "" + maxResults,
                    "NextToken",
                    token,
                    "PageSize",
                    "3",
                    "PageNumber",
                    "4");
            assertThat(response.path("TotalCount").asInt()).isEqualTo(25);
            assertThat(response.path("PageNumber").asInt()).isEqualTo(1);
            assertThat(response.path("PageSize").asInt()).isEqualTo(maxResults);
            all.addAll(List.of(ids(response).split(" ")));
            token = response.path("NextToken").asText("");
        } while (!token.isEmpty());
        assertThat(all).containsExactlyElementsOf(wholeList());
    }

    /** Newest first, then by SnapshotId: four snapshots have the same creation time. */
    private static List<String> wholeList() {
        return IntStream.iterate(6, time -> time >= 0, time -> time - 1)
                .boxed()
                .flatMap(time ->
                        IntStream.range(4 * time, Math.min(25, 4 * time + 4)).mapToObj("s-%02d"::formatted))
                .toList();
    }

    @Test
    void nextTokenOfPageContinuesBehindIt() {
        var first = server.succeed("DescribeSnapshots", "RegionId", "many", "PageNumber", "2", "PageSize", "5");
        var token = first.path("NextToken").asText();
        assertThat(ids(server.succeed("DescribeSnapshots", "RegionId", "many", "NextToken", token, "PageSize", "5")))
                .isEqualTo(String.join(" ", wholeList().subList(10, 15)));
        assertThat(server.succeed("DescribeSnapshots", "RegionId", "many", "NextToken", token)
                        .path("PageSize")
                        .asInt())
                .isEqualTo(CONTRACT.limit("DescribeSnapshots", "PageSize", "default"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "!", "AAA", "YWJj", "eABz"})
    void refusesUnknownNextToken(String token) {
        server.fail(ApiError.INVALID_PARAMETER_NEXT_TOKEN, "DescribeSnapshots", "NextToken", token);
    }

    @Test
    void deletesSnapshotThatNoImageHas() {
        server.succeed("CreateImage", "RegionId", "cn-qingdao", "InstanceId", "i-1");
        var snapshotId = ids(server.succeed("DescribeSnapshots", "RegionId", "cn-qingdao"));
        server.fail(ApiError.SNAPSHOT_CREATED_IMAGE, "DeleteSnapshot", "SnapshotId", snapshotId, "Force", "true");
        var imageId = server.describe("RegionId", "cn-qingdao")
                .at("/Images/Image/0/ImageId")
                .asText();
        server.succeed("DeleteImage", "RegionId", "cn-qingdao", "ImageId", imageId);
        assertThat(describe("RegionId", "cn-qingdao")).isEqualTo(snapshotId);
        server.succeed("DeleteSnapshot", "SnapshotId", snapshotId, "RegionId", "cn-nowhere");
        assertThat(describe("RegionId", "cn-qingdao")).isEmpty();
        server.fail(ApiError.DELETE_SNAPSHOT_INVALID_SNAPSHOT_ID_NOT_FOUND, "DeleteSnapshot", "SnapshotId", snapshotId);
    }

    @ParameterizedTest
    @CsvSource({
        "s-nothing, DELETE_SNAPSHOT_INVALID_SNAPSHOT_ID_NOT_FOUND",
        "s-theirs, DELETE_SNAPSHOT_INVALID_SNAPSHOT_ID_NOT_FOUND",
        "s-data, SNAPSHOT_CREATED_IMAGE",
        "s-north, SNAPSHOT_CREATED_IMAGE"
    })
    void refusesToDeleteOtherSnapshots(String snapshotId, ApiError error) {
        server.fail(error, "DeleteSnapshot", "SnapshotId", snapshotId);
    }
}
