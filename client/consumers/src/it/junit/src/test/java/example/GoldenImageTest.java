package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.junit.EcsImagesServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GoldenImageTest {

    @RegisterExtension
    static final EcsImagesServer SERVER = EcsImagesServer.withDumps(Path.of("src/test/resources/images.json"));

    @Test
    void findsTheNewestGoldenImage() {
        var golden = new DescribeImagesRequest().regionId("cn-hangzhou").imageName("golden-*");
        var newest = SERVER.client().listAll(golden).findFirst().orElseThrow();
        assertEquals("m-golden-2", newest.getImageId());
    }
}
