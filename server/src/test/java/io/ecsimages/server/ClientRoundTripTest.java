package io.ecsimages.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.Image;
import io.ecsimages.client.model.ImageOwnerAlias;
import io.ecsimages.client.model.ImageStatus;
import io.ecsimages.client.model.ImageUsage;
import io.ecsimages.client.model.TagFilter;
import io.ecsimages.server.api.ApiError;
import io.micronaut.context.annotation.Property;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signed requests of the generated client to the server. */
@Tag("contract")
@Tag("extended")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class ClientRoundTripTest {

    private static final AccessKey KEY = AccessKey.of("testid", "testsecret");

    private static TestServer server;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
    }

    private static EcsImages client(String signatureVersion) {
        return EcsImages.connect(
                server.uri().toString(), () -> KEY, Map.of("ecs-images.signature-version", signatureVersion));
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1", "V3"})
    void sendsEveryParameterWithEitherSignature(String version) {
        try (var client = client(version)) {
            var response = client.describeImages(new DescribeImagesRequest()
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
            assertThat(response.getTotalCount()).isEqualTo(1);
            assertThat(response.getPageSize()).isEqualTo(5);
            var image = response.getImages().getImage().get(0);
            assertThat(image.getImageId()).isEqualTo("m-bp1rnmk3t80lqdubjvfd");
            assertThat(image.getTags().getTag().stream()
                            .anyMatch(tag -> tag.getTagKey().equals("环境")))
                    .isTrue();
            assertThat(image.getDiskDeviceMappings()
                            .getDiskDeviceMapping()
                            .get(0)
                            .getSnapshotId())
                    .isEqualTo("s-bp1yem2vqr2mf710qwrn");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"V1", "V3"})
    void throwsTypedErrorOfAnyStatus(String version) {
        try (var client = client(version)) {
            var notFound = assertThatExceptionOfType(EcsImagesException.class)
                    .isThrownBy(() -> client.describeImages(new DescribeImagesRequest().regionId("nowhere")))
                    .actual();
            assertThat(notFound.status()).isEqualTo(ApiError.INVALID_REGION_ID_NOT_FOUND.status());
            assertThat(notFound.code()).isEqualTo(ApiError.INVALID_REGION_ID_NOT_FOUND.code());
            assertThat(notFound.errorMessage()).isEqualTo(ApiError.INVALID_REGION_ID_NOT_FOUND.message());
            assertThat(notFound.hostId()).isEqualTo("127.0.0.1");
            assertThat(notFound.requestId()).matches("[0-9A-F-]{36}");
            var missing = assertThatExceptionOfType(EcsImagesException.class)
                    .isThrownBy(() -> client.describeImages(new DescribeImagesRequest()))
                    .actual();
            assertThat(missing.status()).isEqualTo(ApiError.MISSING_PARAMETER_REGION_ID.status());
            assertThat(missing.code()).isEqualTo(ApiError.MISSING_PARAMETER_REGION_ID.code());
        }
    }

    @Test
    void sendsEmptyTagValueButNoAbsentOne() {
        try (var client = client("V3")) {
            var request = new DescribeImagesRequest().regionId("cn-hangzhou").status(List.of(ImageStatus.ALL));
            var any = client.describeImages(request.tag(List.of(new TagFilter().key("env"))));
            var empty = client.describeImages(
                    request.tag(List.of(new TagFilter().key("env").value(""))));
            var backup = client.describeImages(
                    request.tag(List.of(new TagFilter().key("backup").value(""))));
            assertThat(any.getTotalCount()).isPositive();
            assertThat(empty.getTotalCount()).isEqualTo(0);
            assertThat(backup.getTotalCount()).isPositive();
        }
    }

    @Test
    void readmeExampleListsImages() {
        // The example of the README.
        try (EcsImages ecs = EcsImages.connect(server.uri().toString(), AccessKey.of("testid", "testsecret"))) {
            for (Image image : ecs.describeImages(new DescribeImagesRequest().regionId("cn-hangzhou"))
                    .getImages()
                    .getImage()) {
                assertThat(image.getImageId().length()).isPositive();
            }
        }
    }
}
