package io.ecsimages.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.Jazzer;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ecsimages.server.error.ApiException;
import io.ecsimages.server.http.RawRequest;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.core.convert.ConversionService;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.netty.body.NettyByteBodyFactory;
import io.micronaut.http.server.HttpServerConfiguration;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The decoder returns a request or throws an error of the API for any input. A build runs the seeds, and a fuzzer with a
 * limited number of inputs. {@code -Decs-images.fuzz.seconds=3600} runs the fuzzer longer.
 */
@Tag("database-independent")
class RequestDecoderFuzzTest {

    private static final String RUNS = "10000";
    private static final String SECONDS = "20";
    private static final Path WORK = Path.of("target", "fuzz").toAbsolutePath();
    private static final String TIME = "2026-01-01T00:00:00Z";
    private static final URI SERVER = URI.create("http://127.0.0.1:8080/");

    private static V1Request version1(String method) {
        return new V1Request(method).with("SignatureNonce", "nonce").with("Timestamp", TIME);
    }

    private static V3Request version3(String method) {
        return new V3Request(method).header("x-acs-signature-nonce", "nonce").header("x-acs-date", TIME);
    }

    static Stream<byte[]> requests() {
        return Stream.of(
                        version1("GET")
                                .with("Tag.1.Key", "环境")
                                .with("Tag.1.Value", "")
                                .request(SERVER),
                        version1("POST").with("SecurityToken", "token").inForm().request(SERVER),
                        version1("POST").inForm("RegionId").request(SERVER).chunked(),
                        version1("GET").request(SERVER, null),
                        version3("GET").with("Format", "xml").request(SERVER).add("Accept", "text/xml"),
                        version3("POST").form("ImageName", "a*~ b").request(SERVER),
                        version3("GET").header("x-acs-security-token", "token").request(SERVER),
                        new RawRequest("GET", "/?a=%zz&a=%ff&=&b").add("Host", ""))
                .map(RawRequest::bytes);
    }

    /** Instruments classes only in the JVM of the fuzzer, since other tests share this JVM. */
    @BeforeAll
    static void disableHooksUnlessFuzzing() {
        System.getProperties().putIfAbsent("jazzer.hooks", String.valueOf(System.getenv("JAZZER_FUZZ") != null));
    }

    @MethodSource("requests")
    @FuzzTest
    void decodesOrRejectsAnyRequest(byte[] bytes) {
        var channel = new EmbeddedChannel(new HttpRequestDecoder());
        try {
            channel.writeInbound(Unpooled.wrappedBuffer(bytes));
            if (channel.readInbound() instanceof io.netty.handler.codec.http.HttpRequest request
                    && request.decoderResult().isSuccess()) {
                decode(channel, request, body(channel));
            }
        } finally {
            channel.finishAndReleaseAll();
        }
    }

    /** Returns the decoded body, which may be incomplete. */
    private static byte[] body(EmbeddedChannel channel) {
        var body = new ByteArrayOutputStream();
        while (channel.readInbound() instanceof HttpContent content) {
            body.writeBytes(ByteBufUtil.getBytes(content.content()));
            content.release();
        }
        return body.toByteArray();
    }

    private static void decode(EmbeddedChannel channel, io.netty.handler.codec.http.HttpRequest request, byte[] body) {
        HttpRequest<?> http;
        try {
            http = new NettyHttpRequest<>(
                    request,
                    new NettyByteBodyFactory(channel).createEmpty(),
                    channel.pipeline().firstContext(),
                    ConversionService.SHARED,
                    new HttpServerConfiguration());
        } catch (IllegalArgumentException e) {
            // Micronaut rejects an invalid URI before the decoder.
            return;
        }
        for (boolean mustSign : new boolean[] {true, false}) {
            try {
                ResponseContext.update(http, body);
                var decoded = RequestDecoder.decode(http, body, mustSign);
                assertThat(decoded.response().requestId()).matches("[0-9A-F-]{36}");
                assertThat(decoded.action()).isNotEmpty();
                assertThat(!mustSign || decoded.signature() != null)
                        .as("signed, or signatures are optional")
                        .isTrue();
            } catch (ApiException rejected) {
                assertThat(rejected.error()).isNotNull();
            }
        }
    }

    /** Runs the fuzzer in its own JVM, whose classes it instruments. */
    @Test
    void fuzzerFindsNoOtherOutcome() throws IOException, InterruptedException {
        var corpus = Files.createDirectories(WORK.resolve("corpus"));
        var seconds = System.getProperty("ecs-images.fuzz.seconds");
        var log = WORK.resolve("fuzz.log");
        var fuzzer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        // C2 is worth its cost only in a long run.
                        "-XX:TieredStopAtLevel=" + (seconds == null ? 1 : 4),
                        "-Djava.io.tmpdir=" + WORK,
                        "-Djazzer.hooks=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Jazzer.class.getName(),
                        "--target_class=" + RequestDecoderFuzzTest.class.getName(),
                        "--instrumentation_includes=io.ecsimages.server.**",
                        "--reproducer_path=" + WORK,
                        "-artifact_prefix=" + WORK + "/",
                        "-seed=20140526",
                        "-max_len=8192",
                        "-runs=" + (seconds == null ? RUNS : "-1"),
                        "-max_total_time=" + (seconds == null ? SECONDS : seconds),
                        corpus.toString())
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        assertThat(fuzzer.waitFor()).as(() -> "see " + log).isEqualTo(0);
        try (var lines = Files.lines(log)) {
            lines.filter(line -> line.contains("DONE") || line.startsWith("Done"))
                    .forEach(System.out::println);
        }
    }
}
