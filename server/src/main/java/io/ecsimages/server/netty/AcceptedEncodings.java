package io.ecsimages.server.netty;

import static io.netty.handler.codec.http.HttpHeaderNames.ACCEPT_ENCODING;
import static io.netty.handler.codec.http.HttpHeaderNames.AUTHORIZATION;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Replaces the wildcard in {@code Accept-Encoding} by gzip. The framework would choose Snappy, which HTTP clients cannot
 * decompress, although some send the wildcard.
 */
final class AcceptedEncodings extends ChannelInboundHandlerAdapter {

    private static final Pattern REFUSED = Pattern.compile(";\\s*q=0(\\.0*)?\\s*$");

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpRequest request) {
            replaceWildcard(request.headers());
        }
        context.fireChannelRead(message);
    }

    private static void replaceWildcard(HttpHeaders headers) {
        var accepted = headers.get(ACCEPT_ENCODING);
        if (accepted == null || !(accepted.contains("*") || accepted.contains("snappy")) || isSigned(headers)) {
            return;
        }
        var encodings = new HashMap<String, Boolean>();
        for (String encoding : String.join(",", headers.getAll(ACCEPT_ENCODING)).split(",")) {
            encodings.put(
                    encoding.replaceFirst(";.*", "").strip(),
                    !REFUSED.matcher(encoding).find());
        }
        var wildcard = encodings.getOrDefault("*", encodings.getOrDefault("*/*", false));
        if (encodings.getOrDefault("gzip", wildcard)) {
            headers.set(ACCEPT_ENCODING, "gzip");
        } else {
            headers.remove(ACCEPT_ENCODING);
        }
    }

    /** Whether the signature covers the header, which must then stay as it is. */
    private static boolean isSigned(HttpHeaders headers) {
        var authorization = headers.get(AUTHORIZATION);
        return authorization != null && authorization.toLowerCase(Locale.ROOT).contains(ACCEPT_ENCODING.toString());
    }
}
