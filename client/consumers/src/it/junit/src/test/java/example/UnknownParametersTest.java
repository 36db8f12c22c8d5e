package example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.junit.EcsImagesServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server refuses unknown parameters, unless it is told to ignore them. */
class UnknownParametersTest {

    @RegisterExtension
    static final EcsImagesServer SERVER = EcsImagesServer.withSample().ignoringUnknownParameters();

    private static HttpResponse<String> misspelt(EcsImagesServer server) throws Exception {
        var query = "/?Action=DescribeImages&RegionId=cn-hangzhou&Format=JSON&imageName=none";
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.endpoint() + query)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void ignoresUnknownParameters() throws Exception {
        assertEquals(200, misspelt(SERVER).statusCode());
    }

    @Test
    void refusesUnknownParametersByDefault() throws Exception {
        try (var strict = EcsImagesServer.withSample().start()) {
            var response = misspelt(strict);
            assertEquals(400, response.statusCode());
            assertTrue(response.body().contains("imageName"), response.body());
        }
    }
}
