package io.ecsimages.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.Image;
import io.ecsimages.client.model.ImageOwnerAlias;
import io.ecsimages.client.model.ImageStatus;
import io.micronaut.context.ApplicationContext;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Fields, values and errors that the contract does not have. */
@Tag("contract")
class ForwardCompatibilityTest {

    private static final AccessKey KEY = AccessKey.of("id", "secret");

    private static Image read(String image) {
        var page = StubServer.PAGE
                .replace("[]", "[" + image + "]")
                .replace("{\"RequestId\"", "{\"New\":[1],\"RequestId\"");
        try (var service = StubServer.of(exchange -> StubServer.respond(exchange, 200, page));
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            return ecs.describeImages(new DescribeImagesRequest())
                    .getImages()
                    .getImage()
                    .get(0);
        }
    }

    @Test
    void ignoresUnknownFields() {
        var image = read("{\"ImageId\":\"m-1\",\"Chips\":{\"Chip\":[{\"Name\":\"new\"}]},\"Level\":7}");
        assertThat(image.getImageId()).isEqualTo("m-1");
    }

    @Test
    void keepsUnknownValues() {
        var image = read("{\"ImageId\":\"m-1\",\"Status\":\"Frozen\",\"ImageOwnerAlias\":\"family\","
                + "\"Architecture\":\"riscv64\",\"OSType\":\"plan9\",\"Usage\":\"rented\"}");
        assertThat(image.getStatus()).isEqualTo("Frozen");
        assertThat(image.getImageOwnerAlias()).isEqualTo("family");
        assertThat(image.getArchitecture()).isEqualTo("riscv64");
        assertThat(image.getOsType()).isEqualTo("plan9");
        assertThat(image.getUsage()).isEqualTo("rented");
    }

    @Test
    void missingFieldsAreNull() {
        var image = read("{\"ImageId\":\"m-1\"}");
        assertThat(image.getStatus()).isNull();
        assertThat(image.getProgress()).isNull();
        assertThat(image.getIsCopied()).isNull();
        assertThat(image.getSize()).isNull();
        assertThat(image.getTags().getTag()).isEmpty();
    }

    @Test
    void sendsUnknownValues() {
        try (var service = StubServer.of(exchange -> StubServer.respond(exchange, 200, StubServer.PAGE));
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            ecs.describeImages(new DescribeImagesRequest()
                    .status(List.of(ImageStatus.AVAILABLE, ImageStatus.of("Frozen")))
                    .imageOwnerAlias(ImageOwnerAlias.of("family")));
            assertThat(service.queries()).containsExactly("ImageOwnerAlias=family&Status=Available%2CFrozen");
        }
    }

    @Test
    void serializesAnEnumerationAsItsValue() throws IOException {
        try (var context = ApplicationContext.run()) {
            var json = context.getBean(JsonMapper.class);
            assertThat(json.readValue("\"Frozen\"", ImageStatus.class)).isEqualTo(ImageStatus.of("Frozen"));
            assertThat(json.readValue("\"Available\"", ImageStatus.class)).isEqualTo(ImageStatus.AVAILABLE);
            assertThat(json.writeValueAsString(ImageStatus.AVAILABLE)).isEqualTo("\"Available\"");
        }
    }

    @Test
    void keepsAnUnknownErrorCode() {
        var error = "{\"Code\":\"QuotaExceeded.New\",\"Message\":\"m\",\"RequestId\":\"R\",\"Advice\":{}}";
        try (var service = StubServer.of(exchange -> StubServer.respond(exchange, 418, error));
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            var thrown = catchThrowableOfType(
                    EcsImagesException.class, () -> ecs.describeImages(new DescribeImagesRequest()));
            assertThat(thrown.status()).isEqualTo(418);
            assertThat(thrown.code()).isEqualTo("QuotaExceeded.New");
            assertThat(thrown.hostId()).isNull();
        }
    }
}
