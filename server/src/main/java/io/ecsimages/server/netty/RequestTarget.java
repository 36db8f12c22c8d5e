package io.ecsimages.server.netty;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rewrites the target of each request so that the framework can parse it: the absolute form, which clients send to a proxy,
 * becomes the path and the query. A target that is too long or not well encoded becomes a failure of the request; its path and
 * query stay readable, because the error response depends on them.
 */
public final class RequestTarget extends ChannelInboundHandlerAdapter {

    private static final Pattern ABSOLUTE_FORM = Pattern.compile("(?i)https?://([^/?#]*)(.*)", Pattern.DOTALL);
    private static final Pattern AUTHORITY = Pattern.compile("([A-Za-z0-9._~-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{0,5})?");

    /** The characters of a path or query (RFC 3986) that need no percent-encoding. */
    private static final boolean[] UNENCODED = new boolean[256];

    static {
        Arrays.fill(UNENCODED, 'a', 'z' + 1, true);
        Arrays.fill(UNENCODED, 'A', 'Z' + 1, true);
        Arrays.fill(UNENCODED, '0', '9' + 1, true);
        "-._~!$&'()*+,;=:@/?".chars().forEach(c -> UNENCODED[c] = true);
    }

    private static final Pattern REQUEST_LINE =
            Pattern.compile("[A-Za-z]+ ([^\\r\\n]*?)( [A-Z]+/[^ \\r\\n]*)?[\\r\\n]");

    /** The headers that determine the form of an error response. */
    private static final List<CharSequence> HEADERS =
            List.of(HttpHeaderNames.HOST, HttpHeaderNames.ACCEPT, HttpHeaderNames.AUTHORIZATION);

    @SuppressWarnings("StaticAssignmentOfThrowable")
    private static final Exception INVALID = new IllegalArgumentException("invalid request target");

    private final HeadRecorder recorder = new HeadRecorder();
    private final int maxLength;

    /** @param maxLength the greatest length of a method and a target, in bytes */
    RequestTarget(int maxLength) {
        this.maxLength = maxLength;
    }

    /** Returns the host and port that a request names in its target; null unless it is in absolute form. */
    @Nullable
    public static String authority(io.micronaut.http.HttpRequest<?> http) {
        return http instanceof NettyHttpRequest<?> request
                        && request.getNativeRequest() instanceof AbsoluteFormRequest absolute
                ? absolute.authority
                : null;
    }

    /** A request that names its host in the target. The header Host stays as it is, because the client signed it. */
    private static final class AbsoluteFormRequest extends DefaultHttpRequest {

        private final String authority;

        AbsoluteFormRequest(HttpRequest request, String authority) {
            super(request.protocolVersion(), request.method(), "/", request.headers());
            this.authority = authority;
        }
    }

    /** Keeps the beginning of the current request, because the decoder drops a request line that it cannot parse. */
    private static final class HeadRecorder extends ChannelInboundHandlerAdapter {

        private static final int MAX_BYTES = 8192;

        private final ByteArrayOutputStream head = new ByteArrayOutputStream(1024);

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ByteBuf bytes) {
                record(bytes);
            }
            context.fireChannelRead(message);
        }

        private void record(ByteBuf bytes) {
            try {
                bytes.getBytes(bytes.readerIndex(), head, Math.min(bytes.readableBytes(), MAX_BYTES - head.size()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns the beginning of the request, one character for each byte. */
        String text() {
            return head.toString(StandardCharsets.ISO_8859_1);
        }

        void reset() {
            head.reset();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.pipeline().addBefore(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "request-head", recorder);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var normalized = message;
        if (message instanceof HttpRequest request) {
            normalized = request.decoderResult().isFailure()
                    ? restore(request, recorder.text())
                    : normalize(request, request.uri());
        }
        if (message instanceof LastHttpContent) {
            recorder.reset();
        }
        context.fireChannelRead(normalized);
    }

    /** Restores what the decoder dropped because it could not parse the request line or a header. */
    private HttpRequest restore(HttpRequest request, String head) {
        for (var name : HEADERS) {
            var header = Pattern.compile("(?im)^" + name + ":[ \t]*([ -~]*)").matcher(head);
            if (!request.headers().contains(name) && header.find()) {
                request.headers().set(name, header.group(1).strip());
            }
        }
        var line = REQUEST_LINE.matcher(head + "\n");
        fail(request, INVALID);
        boolean lost = request instanceof FullHttpRequest;
        return normalize(request, lost && line.lookingAt() ? line.group(1) : request.uri());
    }

    private HttpRequest normalize(HttpRequest request, String target) {
        if (request.method().name().length() + target.length() > maxLength) {
            fail(request, new TooLongHttpLineException());
        }
        var absolute = target.startsWith("/") ? null : ABSOLUTE_FORM.matcher(target);
        if (absolute == null || !absolute.matches()) {
            return encode(request, target);
        }
        var authority = absolute.group(1);
        var origin = absolute.group(2).startsWith("/") ? absolute.group(2) : "/" + absolute.group(2);
        if (!AUTHORITY.matcher(authority).matches()) {
            fail(request, INVALID);
            return encode(request, origin);
        }
        if (request instanceof FullHttpRequest) {
            request.headers().set(HttpHeaderNames.HOST, authority);
            return encode(request, origin);
        }
        var normalized = new AbsoluteFormRequest(request, authority);
        normalized.setDecoderResult(request.decoderResult());
        return encode(normalized, origin);
    }

    /** Sets the target, with the characters percent-encoded that a URI does not allow. The request fails if there are any. */
    private static HttpRequest encode(HttpRequest request, String target) {
        var encoded = target;
        if (encoded.startsWith("//")) {
            // A URI would take the first segment of this path for a host.
            encoded = "/%2F" + encoded.substring(2);
        }
        if (!isWellEncoded(encoded)) {
            fail(request, INVALID);
            encoded = encode(encoded);
        }
        if (!encoded.startsWith("/") && !isPath(encoded)) {
            fail(request, INVALID);
            encoded = "/" + encoded;
        }
        return encoded.equals(request.uri()) ? request : request.setUri(encoded);
    }

    private static boolean isWellEncoded(String target) {
        int query = target.indexOf('?');
        for (int i = 0; i < target.length(); i++) {
            if (!isAllowed(target, i, query)) {
                return false;
            }
        }
        return true;
    }

    private static String encode(String target) {
        int query = target.indexOf('?');
        var encoded = new StringBuilder(target.length() + 100);
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (isAllowed(target, i, query)) {
                encoded.append(c);
            } else {
                encoded.append("%%%02X".formatted(c & 0xFF));
            }
        }
        return encoded.toString();
    }

    /** @param query the index of the first question mark, or -1 */
    private static boolean isAllowed(String target, int index, int query) {
        char c = target.charAt(index);
        return switch (c) {
            case '%' ->
                index + 2 < target.length()
                        && isHexDigit(target.charAt(index + 1))
                        && isHexDigit(target.charAt(index + 2));
            case '[', ']' -> query >= 0 && index > query;
            default -> c < UNENCODED.length && UNENCODED[c];
        };
    }

    private static boolean isHexDigit(char c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }

    /** Whether the framework can parse a target that does not begin with a slash, such as an asterisk. */
    private static boolean isPath(String target) {
        try {
            return URI.create(target).getPath() != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void fail(HttpRequest request, Exception cause) {
        if (request.decoderResult().isSuccess()) {
            request.setDecoderResult(DecoderResult.failure(cause));
        }
        if (request.method().equals(HttpMethod.HEAD)) {
            // The framework would omit the headers of the error response. The codec still omits its body.
            request.setMethod(HttpMethod.GET);
        }
    }
}
