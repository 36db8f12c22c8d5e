package io.ecsimages.server.http;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An HTTP request that is sent without validation and without added headers. */
public final class RawRequest {

    private String method;
    private String target;
    private String protocol = "HTTP/1.1";
    private final List<Map.Entry<String, String>> headers = new ArrayList<>();
    private byte[] body = new byte[0];

    public RawRequest(String method, String target) {
        this.method = method;
        this.target = target;
    }

    /** Returns a copy, to be changed. */
    public RawRequest copy() {
        var copy = new RawRequest(method, target).protocol(protocol).body(body);
        copy.headers.addAll(headers);
        return copy;
    }

    public String method() {
        return method;
    }

    public RawRequest method(String other) {
        method = other;
        return this;
    }

    public String target() {
        return target;
    }

    public RawRequest target(String other) {
        target = other;
        return this;
    }

    public RawRequest protocol(String other) {
        protocol = other;
        return this;
    }

    /** Returns the headers, which may be repeated. The list can be changed. */
    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    /** Returns the first value of a header, or null. */
    public String header(String name) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Adds a header and keeps headers with the same name. */
    public RawRequest add(String name, String value) {
        headers.add(Map.entry(name, value));
        return this;
    }

    /** Sets a header and removes headers with the same name. */
    public RawRequest set(String name, String value) {
        return without(name).add(name, value);
    }

    public RawRequest without(String name) {
        headers.removeIf(header -> header.getKey().equalsIgnoreCase(name));
        return this;
    }

    public byte[] body() {
        return body;
    }

    /** Sets the body, but not Content-Length. */
    public RawRequest body(byte[] other) {
        body = other;
        return this;
    }

    /** Sets the body to a form, and Content-Length. */
    public RawRequest form(String form) {
        return body(form.getBytes(StandardCharsets.ISO_8859_1)).set("Content-Length", String.valueOf(form.length()));
    }

    /** Encodes the body in chunks of at most 20 bytes. */
    public RawRequest chunked() {
        var string = new String(body, StandardCharsets.ISO_8859_1);
        var chunks = new StringBuilder();
        for (int i = 0; i < string.length(); i += 20) {
            var chunk = string.substring(i, Math.min(i + 20, string.length()));
            chunks.append(Integer.toHexString(chunk.length()))
                    .append("\r\n")
                    .append(chunk)
                    .append("\r\n");
        }
        chunks.append("0\r\n\r\n");
        return body(chunks.toString().getBytes(StandardCharsets.ISO_8859_1))
                .without("Content-Length")
                .set("Transfer-Encoding", "chunked");
    }

    public byte[] bytes() {
        var head = new StringBuilder(method + " " + target + " " + protocol + "\r\n");
        headers.forEach(header -> head.append(header.getKey())
                .append(": ")
                .append(header.getValue())
                .append("\r\n"));
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        bytes.writeBytes(body);
        return bytes.toByteArray();
    }

    /** Sends the request and returns the response. */
    public RawResponse send(URI server) {
        return RawResponse.to(server, bytes()).orElseThrow(() -> new AssertionError("no response"));
    }
}
