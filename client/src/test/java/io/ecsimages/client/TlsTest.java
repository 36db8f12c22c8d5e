package io.ecsimages.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ecsimages.client.model.DescribeImagesRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which certificates the client trusts; the server has a self-signed one. */
class TlsTest {

    private static final AccessKey KEY = AccessKey.of("id", "secret");

    @TempDir
    private Path folder;

    private static StubServer service(SelfSignedCertificate certificate) throws Exception {
        return StubServer.overTls(
                certificate.serverContext(), exchange -> StubServer.respond(exchange, 200, StubServer.PAGE));
    }

    private static int totalCount(StubServer service, Map<String, Object> options) {
        // An endpoint without a scheme is https.
        try (var ecs = EcsImages.connect("127.0.0.1:" + service.port(), KEY, options)) {
            return ecs.describeImages(new DescribeImagesRequest()).getTotalCount();
        }
    }

    @Test
    void trustsACertificateOfTheTrustStore() throws Exception {
        var certificate = SelfSignedCertificate.of("ip:127.0.0.1", folder);
        try (var service = service(certificate)) {
            assertThat(totalCount(service, certificate.trustOptions())).isEqualTo(7);
        }
    }

    @Test
    void rejectsAnUnknownCertificate() throws Exception {
        try (var service = service(SelfSignedCertificate.of("ip:127.0.0.1", folder))) {
            var thrown = catchThrowableOfType(TransportException.class, () -> totalCount(service, Map.of()));
            assertThat(thrown.getMessage()).contains("certification path");
            assertThat(service.queries()).hasSize(0);
        }
    }

    @Test
    void rejectsACertificateOfAnotherHost() throws Exception {
        var certificate = SelfSignedCertificate.of("ip:127.0.0.2", folder);
        try (var service = service(certificate)) {
            var thrown = catchThrowableOfType(
                    TransportException.class, () -> totalCount(service, certificate.trustOptions()));
            assertThat(thrown.getMessage()).contains("127.0.0.1");
            assertThat(service.queries()).hasSize(0);
        }
    }
}
