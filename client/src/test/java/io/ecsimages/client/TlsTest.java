package io.ecsimages.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.client.model.DescribeImagesRequest;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the client trusts: against a server with a certificate that it signed itself. */
class TlsTest {

    private static final AccessKey KEY = AccessKey.of("id", "secret");

    @TempDir
    private Path folder;

    private static StandIn service(Certificate certificate) throws Exception {
        return StandIn.overTls(certificate.server(), exchange -> StandIn.answer(exchange, 200, StandIn.PAGE));
    }

    private static int ask(StandIn service, Map<String, Object> options) {
        // An endpoint without a scheme means HTTPS.
        try (var ecs = EcsImages.connect("127.0.0.1:" + service.port(), KEY, options)) {
            return ecs.describeImages(new DescribeImagesRequest()).getTotalCount();
        }
    }

    @Test
    void aCertificateOfATrustStoreIsTrusted() throws Exception {
        var certificate = Certificate.of("ip:127.0.0.1", folder);
        try (var service = service(certificate)) {
            assertEquals(7, ask(service, certificate.trust()));
        }
    }

    @Test
    void anUnknownCertificateIsNotTrusted() throws Exception {
        try (var service = service(Certificate.of("ip:127.0.0.1", folder))) {
            var thrown = assertThrows(NoAnswerException.class, () -> ask(service, Map.of()));
            assertTrue(thrown.getMessage().contains("certification path"), thrown.getMessage());
            assertEquals(0, service.queries().size());
        }
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsNotTrusted() throws Exception {
        var certificate = Certificate.of("ip:127.0.0.2", folder);
        try (var service = service(certificate)) {
            var thrown = assertThrows(NoAnswerException.class, () -> ask(service, certificate.trust()));
            assertTrue(thrown.getMessage().contains("127.0.0.1"), thrown.getMessage());
            assertEquals(0, service.queries().size());
        }
    }
}
