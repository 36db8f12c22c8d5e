package io.ecsimages.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A self-signed certificate with its private key, created by the JDK's keytool. */
record SelfSignedCertificate(Path folder, KeyStore store) {

    private static final String PASSWORD = "password";

    /** @param name the subject alternative name, in keytool's syntax: {@code ip:127.0.0.1} or {@code dns:name} */
    static SelfSignedCertificate of(String name, Path folder) throws Exception {
        var file = folder.resolve("key.p12");
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        var process = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=service",
                        "-ext",
                        "san=" + name,
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return new SelfSignedCertificate(folder, store);
    }

    /** Returns the TLS context of a server with this certificate. */
    SSLContext serverContext() throws GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Returns the options of a client that trusts this certificate. */
    Map<String, Object> trustOptions() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("service", store.getCertificate("mykey"));
        var file = folder.resolve("trust.p12");
        try (var out = Files.newOutputStream(file)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        return Map.of(
                "micronaut.http.services.ecs-images.ssl.trust-store.path",
                "file:" + file,
                "micronaut.http.services.ecs-images.ssl.trust-store.type",
                "PKCS12",
                "micronaut.http.services.ecs-images.ssl.trust-store.password",
                PASSWORD);
    }
}
