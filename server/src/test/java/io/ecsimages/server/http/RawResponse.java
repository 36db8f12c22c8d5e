package io.ecsimages.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A response, as it came over a socket. None may hold a secret: the secrets of all tests end in that of the sample.
 *
 * @param status the HTTP status
 * @param head the status line and the headers
 * @param body the body
 */
public record RawResponse(int status, String head, String body) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper XML = new XmlMapper();
    private static final int PATIENCE = 10_000;

    public RawResponse {
        assertThat((head + body)).as("a secret is told").doesNotContain(Signer.SAMPLE.secret());
    }

    /** Sends bytes, and waits for a response; empty if the server closes without one. */
    public static Optional<RawResponse> to(URI server, byte[] request) {
        return to(server, request, PATIENCE);
    }

    /**
     * Sends bytes. If no response comes for some milliseconds, the server may still be waiting for more of the request: it
     * is told that there is none.
     */
    public static Optional<RawResponse> to(URI server, byte[] request, int patience) {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            try {
                socket.getOutputStream().write(request);
            } catch (IOException e) {
                // Refused before it was sent to its end; what the server said to it is still to be read.
            }
            socket.setSoTimeout(patience);
            int first;
            try {
                first = socket.getInputStream().read();
            } catch (SocketTimeoutException e) {
                socket.shutdownOutput();
                socket.setSoTimeout(PATIENCE);
                first = socket.getInputStream().read();
            }
            boolean hasBody = !new String(request, 0, Math.min(5, request.length)).equals("HEAD ");
            return read(socket, first, hasBody);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("neither a response nor an end", e);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads the next response of a connection; empty if there is none before its end. */
    public static Optional<RawResponse> read(Socket socket) throws IOException {
        return read(socket, socket.getInputStream().read(), true);
    }

    private static Optional<RawResponse> read(Socket socket, int first, boolean hasBody) throws IOException {
        if (first < 0) {
            return Optional.empty();
        }
        var stream = socket.getInputStream();
        var head = new StringBuilder().append((char) first);
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append(next(stream));
        }
        var length = headerOf(head.toString(), "content-length");
        var body =
                !hasBody ? new byte[0] : length == null ? chunks(stream) : stream.readNBytes(Integer.parseInt(length));
        return Optional.of(new RawResponse(
                Integer.parseInt(head.substring(9, 12)), head.toString(), new String(body, StandardCharsets.UTF_8)));
    }

    private static byte[] chunks(InputStream stream) throws IOException {
        var body = new ByteArrayOutputStream();
        int size;
        do {
            var line = new StringBuilder();
            while (line.indexOf("\r\n") < 0) {
                line.append(next(stream));
            }
            size = Integer.parseInt(line.toString().strip(), 16);
            body.writeBytes(stream.readNBytes(size + 2));
        } while (size > 0);
        return body.toByteArray();
    }

    private static char next(InputStream stream) throws IOException {
        int b = stream.read();
        if (b < 0) {
            throw new EOFException();
        }
        return (char) b;
    }

    public String header(String name) {
        return headerOf(head, name);
    }

    private static String headerOf(String head, String name) {
        var found = Pattern.compile("(?im)^" + Pattern.quote(name) + ":\\s*(.*?)\\s*$")
                .matcher(head);
        return found.find() ? found.group(1) : null;
    }

    public boolean isXml() {
        return "text/xml;charset=utf-8".equals(header("Content-Type"));
    }

    /** The body, as its Content-Type says; only the two of the API are known. */
    public JsonNode tree() {
        try {
            if (!isXml()) {
                assertThat(header("Content-Type")).isEqualTo("application/json;charset=utf-8");
            }
            return (isXml() ? XML : JSON).readTree(body);
        } catch (IOException e) {
            throw new AssertionError("not what its Content-Type says: " + body, e);
        }
    }

    public String text(String member) {
        return tree().path(member).asText();
    }

    /** Whether it holds anything of the catalogue. */
    public boolean hasImages() {
        return status == 200 || body.contains("ImageId") || body.contains("TotalCount");
    }

    /** It is a response to a call that was let in. */
    public RawResponse assertImages() {
        assertThat(status).as(body).isEqualTo(200);
        assertThat(tree().path("TotalCount").asInt()).as(body).isPositive();
        assertThat(body).contains("ImageId");
        return this;
    }

    /** It is a response to a call that was not let in: an error of the caller, in the shape of the API. */
    public RawResponse assertRefused() {
        assertThat(hasImages()).as(body).isFalse();
        assertThat(status >= 400 && status < 500).as(head + body).isTrue();
        assertErrorShape();
        return this;
    }

    /** It is this error, whole: code, message, both request ids, host and recommendation. */
    public RawResponse assertError(int expected, String code, String message) {
        assertThat(text("Code")).as(body).isEqualTo(code);
        assertThat(text("Message")).isEqualTo(message);
        assertThat(status).isEqualTo(expected);
        assertThat(text("HostId")).isEqualTo("127.0.0.1");
        assertErrorShape();
        return this;
    }

    private void assertErrorShape() {
        assertThat(text("Code")).as(body).matches("[A-Za-z]+(\\.[A-Za-z]+)*");
        assertThat(text("Message").length()).as(body).isPositive();
        assertThat(text("RequestId")).as(body).matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
        assertThat(header("x-acs-request-id")).isEqualTo(text("RequestId"));
        assertThat(text("Recommend"))
                .isEqualTo("https://api.aliyun.com/troubleshoot?q=" + text("Code") + "&product=Ecs&requestId="
                        + text("RequestId"));
    }
}
