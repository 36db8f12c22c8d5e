package io.ecsimages.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.client.model.DescribeImagesRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reads fields of an image that the contract does not define. */
@Tag("contract")
class UnknownFieldsTest {

    @Test
    void returnsUnknownFields() {
        var image = "{\"ImageId\":\"m-1\",\"DeprecationTime\":\"2030-01-01T00:00:00Z\",\"Level\":7,"
                + "\"Chips\":{\"Chip\":[{\"Name\":\"new\"}]},\"Features\":{\"TpmSupport\":\"v2\"}}";
        var page = StubServer.PAGE.replace("[]", "[" + image + "]");
        try (var service = StubServer.of(exchange -> StubServer.respond(exchange, 200, page));
                var ecs = EcsImages.connect(service.endpoint(), AccessKey.of("id", "secret"))) {
            var read = ecs.describeImages(new DescribeImagesRequest())
                    .getImages()
                    .getImage()
                    .get(0);
            assertThat(read.unknownFields())
                    .isEqualTo(Map.of(
                            "DeprecationTime",
                            "2030-01-01T00:00:00Z",
                            "Level",
                            7,
                            "Chips",
                            Map.of("Chip", List.of(Map.of("Name", "new")))));
            assertThat(read.getFeatures().unknownFields()).isEqualTo(Map.of("TpmSupport", "v2"));
            assertThat(read.getImageId()).isEqualTo("m-1");
        }
    }
}
