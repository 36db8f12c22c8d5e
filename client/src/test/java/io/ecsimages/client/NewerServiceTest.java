package io.ecsimages.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.Image;
import io.ecsimages.client.model.ImageOwnerAlias;
import io.ecsimages.client.model.ImageStatus;
import io.micronaut.context.ApplicationContext;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A service that is newer than the contract, or older, says and takes other things, and breaks nothing. */
class NewerServiceTest {

    private static final AccessKey KEY = AccessKey.of("id", "secret");

    private static Image answered(String image) {
        var page =
                StandIn.PAGE.replace("[]", "[" + image + "]").replace("{\"RequestId\"", "{\"New\":[1],\"RequestId\"");
        try (var service = StandIn.of(exchange -> StandIn.answer(exchange, 200, page));
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            return ecs.describeImages(new DescribeImagesRequest())
                    .getImages()
                    .getImage()
                    .get(0);
        }
    }

    @Test
    void unknownMembersAreIgnored() {
        var image = answered("{\"ImageId\":\"m-1\",\"Chips\":{\"Chip\":[{\"Name\":\"new\"}]},\"Level\":7}");
        assertEquals("m-1", image.getImageId());
    }

    @Test
    void unknownValuesAreThereAsTheyCame() {
        var image = answered("{\"ImageId\":\"m-1\",\"Status\":\"Frozen\",\"ImageOwnerAlias\":\"family\","
                + "\"Architecture\":\"riscv64\",\"OSType\":\"plan9\",\"Usage\":\"rented\"}");
        assertEquals("Frozen", image.getStatus());
        assertEquals("family", image.getImageOwnerAlias());
        assertEquals("riscv64", image.getArchitecture());
        assertEquals("plan9", image.getOsType());
        assertEquals("rented", image.getUsage());
    }

    @Test
    void whatIsNotAnsweredIsNotMadeUp() {
        var image = answered("{\"ImageId\":\"m-1\"}");
        assertNull(image.getStatus());
        assertNull(image.getProgress());
        assertNull(image.getIsCopied());
        assertNull(image.getSize());
        assertTrue(image.getTags().getTag().isEmpty());
    }

    @Test
    void aRequestMayAskForAValueThatTheContractDoesNotKnow() {
        try (var service = StandIn.of(exchange -> StandIn.answer(exchange, 200, StandIn.PAGE));
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            ecs.describeImages(new DescribeImagesRequest()
                    .status(List.of(ImageStatus.AVAILABLE, ImageStatus.of("Frozen")))
                    .imageOwnerAlias(ImageOwnerAlias.of("family")));
            assertEquals(List.of("ImageOwnerAlias=family&Status=Available%2CFrozen"), List.copyOf(service.queries()));
        }
    }

    @Test
    void anEnumerationIsReadAndWrittenAsItsValue() throws IOException {
        try (var context = ApplicationContext.run()) {
            var json = context.getBean(JsonMapper.class);
            assertEquals(ImageStatus.of("Frozen"), json.readValue("\"Frozen\"", ImageStatus.class));
            assertEquals(ImageStatus.AVAILABLE, json.readValue("\"Available\"", ImageStatus.class));
            assertEquals("\"Available\"", json.writeValueAsString(ImageStatus.AVAILABLE));
        }
    }

    @Test
    void anUnknownErrorKeepsItsCode() {
        var error = "{\"Code\":\"QuotaExceeded.New\",\"Message\":\"m\",\"RequestId\":\"R\",\"Advice\":{}}";
        try (var service = StandIn.of(exchange -> StandIn.answer(exchange, 418, error));
                var ecs = EcsImages.connect(service.endpoint(), KEY)) {
            var thrown = assertThrows(EcsImagesException.class, () -> ecs.describeImages(new DescribeImagesRequest()));
            assertEquals(418, thrown.status());
            assertEquals("QuotaExceeded.New", thrown.code());
            assertNull(thrown.hostId());
        }
    }
}
