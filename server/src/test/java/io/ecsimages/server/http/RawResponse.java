package io.ecsimages.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.xml.XmlMapper;
import io.ecsimages.server.api.ApiError;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpResponse;
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
    private static final int TIMEOUT_MILLIS = 10_000;

    public RawResponse {
        assertThat((head + body)).as("response contains a secret").doesNotContain(Signer.SAMPLE.secret());
    }

    /** Converts a response of the JDK's HTTP client. */
    public static RawResponse of(HttpResponse<String> response) {
        var head = new StringBuilder();
        response.headers()
                .map()
                .forEach((name, values) -> values.forEach(
                        value -> head.append(name).append(": ").append(value).append("\r\n")));
        return new RawResponse(response.statusCode(), head.toString(), response.body());
    }

    /** Sends bytes and returns the response; empty if the server closes the connection without one. */
    public static Optional<RawResponse> to(URI server, byte[] request) {
        return to(server, request, TIMEOUT_MILLIS);
    }

    /**
     * Sends bytes. After a timeout without a response, closes the output, so that the server does not wait for more bytes.
     */
    public static Optional<RawResponse> to(URI server, byte[] request, int timeoutMillis) {
        try (var socket = new Socket(server.getHost(), server.getPort())) {
            try {
                socket.getOutputStream().write(request);
            } catch (IOException e) {
                // The server rejected the request before its end. Its response can still be read.
            }
            socket.setSoTimeout(timeoutMillis);
            int first;
            try {
                first = socket.getInputStream().read();
            } catch (SocketTimeoutException e) {
                socket.shutdownOutput();
                socket.setSoTimeout(TIMEOUT_MILLIS);
                first = socket.getInputStream().read();
            }
            boolean hasBody = !new String(request, 0, Math.min(5, request.length)).equals("HEAD ");
            return read(socket, first, hasBody);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("no response, and the connection is open", e);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads the next response of a connection; empty if the connection ends. */
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

    /** Parses the body by its Content-Type, JSON or XML. */
    public JsonNode tree() {
        try {
            if (!isXml()) {
                assertThat(header("Content-Type")).isEqualTo("application/json;charset=utf-8");
            }
            return (isXml() ? XML : JSON).readTree(body);
        } catch (IOException e) {
            throw new AssertionError("body does not match its Content-Type: " + body, e);
        }
    }

    public String field(String name) {
        return tree().path(name).asText();
    }

    /** Returns whether the response contains data of the catalogue. */
    public boolean hasImages() {
        return status == 200 || body.contains("ImageId") || body.contains("TotalCount");
    }

    /** Expects a successful response with images. */
    public RawResponse assertImages() {
        assertThat(status).as(body).isEqualTo(200);
        assertThat(tree().path("TotalCount").asInt()).as(body).isPositive();
        assertThat(body).contains("ImageId");
        return this;
    }

    /** Expects a client error in the API's format, without data. */
    public RawResponse assertRefused() {
        assertThat(hasImages()).as(body).isFalse();
        assertThat(status >= 400 && status < 500).as(head + body).isTrue();
        assertErrorShape();
        return this;
    }

    /** Expects an error with its status, code and message, and with all fields of an error. */
    public RawResponse assertError(ApiError error) {
        return assertError(error, "");
    }

    /** Expects an error whose message is followed by a detail. */
    public RawResponse assertError(ApiError error, String detail) {
        assertThat(field("Code")).as(body).isEqualTo(error.code());
        assertThat(field("Message")).isEqualTo(error.message() + detail);
        assertThat(status).isEqualTo(error.status());
        assertThat(field("HostId")).isEqualTo("127.0.0.1");
        assertErrorShape();
        return this;
    }

    private void assertErrorShape() {
        assertThat(field("Code")).as(body).matches("[A-Za-z]+(\\.[A-Za-z]+)*");
        assertThat(field("Message").length()).as(body).isPositive();
        assertThat(field("RequestId")).as(body).matches("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");
        assertThat(header("x-acs-request-id")).isEqualTo(field("RequestId"));
        assertThat(field("Recommend"))
                .isEqualTo("https://api.aliyun.com/troubleshoot?q=" + field("Code") + "&product=Ecs&requestId="
                        + field("RequestId"));
    }
}
