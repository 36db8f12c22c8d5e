package io.ecsimages.server.image;

import static io.ecsimages.server.TestImages.disks;
import static io.ecsimages.server.TestImages.dump;
import static io.ecsimages.server.TestImages.image;
import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.micronaut.context.annotation.Property;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With declared resources, a request can name only these, and the snapshots that the server knows. */
@Property(name = "ecs-images.declared-resources", value = "i-declared,s-declared,bucket-declared,rg-declared")
@Tag("extended")
@ServerTest
class DeclaredResourcesTest {

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started;
        server.importDump(
                dump("cn-hangzhou", image("m-own", "DiskDeviceMappings", disks("s-own"))), TestServer.ACCOUNT);
        server.importDump(dump("cn-hangzhou", image("m-theirs", "DiskDeviceMappings", disks("s-theirs"))), 2);
    }

    /** Each request is an action and its parameters; the error is empty if it succeeds. */
    @ParameterizedTest
    @CsvSource({
        "CreateImage InstanceId=i-declared, ",
        "CreateImage InstanceId=i-other, INVALID_INSTANCE_ID_NOT_FOUND",
        "CreateImage InstanceId=I-declared, INVALID_INSTANCE_ID_NOT_FOUND",
        "CreateImage SnapshotId=s-declared, ",
        "CreateImage SnapshotId=s-own, ",
        "CreateImage SnapshotId=s-own RegionId=cn-beijing, INVALID_SNAPSHOT_ID_NOT_FOUND",
        "CreateImage SnapshotId=s-theirs, INVALID_SNAPSHOT_ID_NOT_FOUND",
        "CreateImage InstanceId=i-declared SnapshotId=s-other, ",
        "CreateImage DiskDeviceMapping.1.SnapshotId=s-own DiskDeviceMapping.2.SnapshotId=s-declared "
                + "DiskDeviceMapping.2.DiskType=data, ",
        "CreateImage DiskDeviceMapping.1.SnapshotId=s-other DiskDeviceMapping.2.DiskType=system, "
                + "INVALID_SNAPSHOT_ID_NOT_FOUND",
        "CreateImage InstanceId=i-declared ResourceGroupId=rg-declared, ",
        "CreateImage InstanceId=i-declared ResourceGroupId=rg-other, INVALID_RESOURCE_GROUP_NOT_FOUND",
        "CopyImage ImageId=m-own DestinationRegionId=cn-beijing ResourceGroupId=rg-declared, ",
        "CopyImage ImageId=m-own DestinationRegionId=cn-beijing ResourceGroupId=rg-other, "
                + "INVALID_RESOURCE_GROUP_NOT_FOUND",
        "ImportImage DiskDeviceMapping.1.OSSBucket=bucket-declared DiskDeviceMapping.1.OSSObject=o, ",
        "ImportImage DiskDeviceMapping.1.OSSBucket=bucket-other DiskDeviceMapping.1.OSSObject=o, "
                + "INVALID_OSS_BUCKET_NOT_FOUND",
        "ImportImage DiskDeviceMapping.1.OSSBucket=bucket-declared DiskDeviceMapping.1.OSSObject=o "
                + "DiskDeviceMapping.2.OSSBucket=bucket-other DiskDeviceMapping.2.OSSObject=o, "
                + "INVALID_OSS_BUCKET_NOT_FOUND",
        "ExportImage ImageId=m-own OSSBucket=bucket-declared, ",
        "ExportImage ImageId=m-own OSSBucket=bucket-other, INVALID_OSS_BUCKET_NOT_FOUND"
    })
    void requestNamesDeclaredResources(String request, ApiError error) {
        var words = request.split("[ =]");
        var pairs = new String[words.length - 1];
        System.arraycopy(words, 1, pairs, 0, pairs.length);
        var response = server.call(words[0], pairs);
        assertThat(response.path("Code").asText()).as(response.toString()).isEqualTo(error == null ? "" : error.code());
    }

    @Test
    void snapshotThatServerCreatedIsKnown() {
        var imageId = server.call("CreateImage", "InstanceId", "i-declared")
                .path("ImageId")
                .asText();
        var snapshotId = server.describe("ImageId", imageId)
                .at("/Images/Image/0/DiskDeviceMappings/DiskDeviceMapping/0/SnapshotId")
                .asText();
        server.change("DELETE FROM image WHERE image_id = '" + imageId + "'");
        assertThat(server.call("CreateImage", "SnapshotId", snapshotId).has("ImageId"))
                .isTrue();
    }
}
