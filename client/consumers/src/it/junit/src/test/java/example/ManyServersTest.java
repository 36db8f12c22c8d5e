package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.junit.EcsImagesServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers side by side, each with a catalogue of its own; nothing of them is on the class path. */
class ManyServersTest {

    private static final DescribeImagesRequest REQUEST = new DescribeImagesRequest().regionId("cn-hangzhou");

    @RegisterExtension
    final EcsImagesServer ofEachTest = EcsImagesServer.withSample();

    private static int count(EcsImagesServer server) {
        return server.client().describeImages(REQUEST).getTotalCount();
    }

    @Test
    void serversThatStartAtOnceDoNotMix() throws Exception {
        var threads = Executors.newFixedThreadPool(3);
        var images = Path.of("src/test/resources/images.json");
        Callable<Integer> counting = () -> {
            try (var server = EcsImagesServer.withDumps(images).start()) {
                return count(server);
            }
        };
        for (var counted : threads.invokeAll(java.util.List.of(counting, counting, counting))) {
            assertEquals(3, counted.get());
        }
        threads.shutdown();
        assertTrue(count(ofEachTest) > 3);
    }

    @Test
    void aRequestNeedNotBeSignedButAWrongKeyIsRefused() throws Exception {
        var uri = URI.create(ofEachTest.endpoint() + "/?Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON");
        var answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        try (var ecs = EcsImages.connect(
                ofEachTest.endpoint(), io.ecsimages.client.AccessKey.of("testid", "wrong"))) {
            assertThrows(EcsImagesException.class, () -> ecs.describeImages(REQUEST));
        }
    }

    @Test
    void aDumpThatCannotBeImportedSaysWhy() {
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> EcsImagesServer.withDumps(Path.of("pom.xml")).start());
        assertTrue(thrown.getMessage().contains("pom.xml"), thrown.getMessage());
    }

    @Test
    void aServerThatIsNotStartedSaysSo() {
        assertThrows(IllegalStateException.class, () -> EcsImagesServer.withSample().endpoint());
    }

    @Test
    void noClassOfTheServerIsSeenByTheTest() {
        Stream.of("io.ecsimages.server.Application", "org.h2.Driver", "org.flywaydb.core.Flyway")
                .forEach(name -> assertThrows(ClassNotFoundException.class, () -> Class.forName(name)));
    }
}
