package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.TransportException;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.junit.EcsImagesServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several servers in one test, each with its own catalogue; none of their classes is on the class path. */
class IndependentServersTest {

    private static final DescribeImagesRequest REQUEST = new DescribeImagesRequest().regionId("cn-hangzhou");

    @RegisterExtension
    final EcsImagesServer serverOfEachTest = EcsImagesServer.withSample();

    private static int count(EcsImagesServer server) {
        return server.client().describeImages(REQUEST).getTotalCount();
    }

    @Test
    void runsServersInParallel() throws Exception {
        var threads = Executors.newFixedThreadPool(3);
        var images = Path.of("src/test/resources/images.json");
        Callable<Integer> counting = () -> {
            try (var server = EcsImagesServer.withDumps(images).start()) {
                return count(server);
            }
        };
        for (var counted : threads.invokeAll(List.of(counting, counting, counting))) {
            assertEquals(3, counted.get());
        }
        threads.shutdown();
        assertTrue(count(serverOfEachTest) > 3);
    }

    @Test
    void acceptsUnsignedRequestsAndRejectsWrongKeys() throws Exception {
        var uri = URI.create(serverOfEachTest.endpoint() + "/?Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON");
        var response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, response.statusCode());
        try (var ecs = EcsImages.connect(
                serverOfEachTest.endpoint(), AccessKey.of("testid", "wrong"))) {
            assertThrows(EcsImagesException.class, () -> ecs.describeImages(REQUEST));
        }
    }

    @Test
    void httpsEndpointOfAPlainServerSaysSo() {
        var withoutScheme = serverOfEachTest.endpoint().replace("http://", "");
        try (var ecs = EcsImages.connect(withoutScheme, serverOfEachTest.key())) {
            var thrown = assertThrows(TransportException.class, () -> ecs.describeImages(REQUEST));
            assertEquals(
                    "https://" + withoutScheme + " does not speak TLS: to connect without TLS, use the endpoint "
                            + serverOfEachTest.endpoint(),
                    thrown.getMessage());
        }
    }

    @Test
    void namesTheDumpThatCannotBeImported() {
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> EcsImagesServer.withDumps(Path.of("pom.xml")).start());
        assertTrue(thrown.getMessage().contains("pom.xml"), thrown.getMessage());
    }

    @Test
    void failsIfTheServerIsNotStarted() {
        assertThrows(IllegalStateException.class, () -> EcsImagesServer.withSample().endpoint());
    }

    @Test
    void hidesTheClassesOfTheServer() {
        Stream.of("io.ecsimages.server.Application", "org.h2.Driver", "org.flywaydb.core.Flyway")
                .forEach(name -> assertThrows(ClassNotFoundException.class, () -> Class.forName(name)));
    }
}
