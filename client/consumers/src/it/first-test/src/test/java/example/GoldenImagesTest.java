package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ecsimages.junit.EcsImagesServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GoldenImagesTest {

    @RegisterExtension
    static final EcsImagesServer SERVER = EcsImagesServer.withDumps(Path.of("src/test/resources/images.json"));

    @Test
    void findsTheNewestGoldenImage() {
        var newest = new GoldenImages(SERVER.client()).newest();
        assertEquals("m-golden-2", newest.getImageId());
    }
}
