package io.ecsimages.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.Image;
import io.ecsimages.client.model.ImageOwnerAlias;
import io.ecsimages.client.model.ImageStatus;
import io.ecsimages.client.model.ImageUsage;
import io.ecsimages.client.model.TagFilter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The generated client against the server, signed, over a socket. */
@Tag("extended")
class ClientRoundTripTest {

    private static final AccessKey KEY = AccessKey.of("testid", "testsecret");

    private static RunningServer server;

    @BeforeAll
    static void start() {
        server = RunningServer.withSample(RunningServer.signedOnly());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static EcsImages client(String signatureVersion) {
        return EcsImages.connect(
                server.uri().toString(), () -> KEY, Map.of("ecs-images.signature-version", signatureVersion));
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1", "V3"})
    void everyParameterReachesTheServerUnderEitherSignature(String version) {
        try (var client = client(version)) {
            var answer = client.describeImages(new DescribeImagesRequest()
                    .regionId("cn-hangzhou")
                    .imageId(List.of("m-bp1rnmk3t80lqdubjvfd", "m-bp1nh2nkisy3q09qosgr"))
                    .status(List.of(ImageStatus.AVAILABLE, ImageStatus.CREATING))
                    .snapshotId("s-bp1yem2vqr2mf710qwrn")
                    .imageName("web-prod*")
                    .imageOwnerAlias(ImageOwnerAlias.SELF)
                    .usage(ImageUsage.INSTANCE)
                    .tag(List.of(new TagFilter().key("env").value("prod"), new TagFilter().key("环境")))
                    .pageNumber(1)
                    .pageSize(5));
            assertEquals(1, answer.getTotalCount());
            assertEquals(5, answer.getPageSize());
            var image = answer.getImages().getImage().get(0);
            assertEquals("m-bp1rnmk3t80lqdubjvfd", image.getImageId());
            assertTrue(image.getTags().getTag().stream()
                    .anyMatch(tag -> tag.getTagKey().equals("环境")));
            assertEquals(
                    "s-bp1yem2vqr2mf710qwrn",
                    image.getDiskDeviceMappings().getDiskDeviceMapping().get(0).getSnapshotId());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1", "V3"})
    void anErrorIsTypedWhateverItsStatus(String version) {
        try (var client = client(version)) {
            var notFound = assertThrows(
                    EcsImagesException.class,
                    () -> client.describeImages(new DescribeImagesRequest().regionId("nowhere")));
            assertEquals(404, notFound.status());
            assertEquals("InvalidRegionId.NotFound", notFound.code());
            assertEquals("The specified RegionId does not exist.", notFound.errorMessage());
            assertEquals("127.0.0.1", notFound.hostId());
            assertTrue(notFound.requestId().matches("[0-9A-F-]{36}"));
            var missing =
                    assertThrows(EcsImagesException.class, () -> client.describeImages(new DescribeImagesRequest()));
            assertEquals(400, missing.status());
            assertEquals("MissingParameter", missing.code());
        }
    }

    @Test
    void anEmptyTagValueIsSentAndAnAbsentOneIsNot() {
        try (var client = client("V3")) {
            var request = new DescribeImagesRequest().regionId("cn-hangzhou").status(List.of(ImageStatus.ALL));
            var any = client.describeImages(request.tag(List.of(new TagFilter().key("env"))));
            var empty = client.describeImages(
                    request.tag(List.of(new TagFilter().key("env").value(""))));
            var backup = client.describeImages(
                    request.tag(List.of(new TagFilter().key("backup").value(""))));
            assertTrue(any.getTotalCount() > 0);
            assertEquals(0, empty.getTotalCount());
            assertTrue(backup.getTotalCount() > 0);
        }
    }

    @Test
    void aPlainProgramNeedsFiveLines() {
        // What the README shows.
        try (EcsImages ecs = EcsImages.connect(server.uri().toString(), AccessKey.of("testid", "testsecret"))) {
            for (Image image : ecs.describeImages(new DescribeImagesRequest().regionId("cn-hangzhou"))
                    .getImages()
                    .getImage()) {
                assertTrue(image.getImageId().length() > 0);
            }
        }
    }
}
