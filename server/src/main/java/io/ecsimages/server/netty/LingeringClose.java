package io.ecsimages.server.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose request was answered before it was complete: the rest of the request is read and dropped, for at most
 * five seconds. Closed at once, the connection would be reset, and the client might never see the response.
 */
final class LingeringClose extends ChannelDuplexHandler {

    private static final int LONGEST_SECONDS = 5;

    /** Whether a request has begun and is not complete. */
    private boolean reading;

    private boolean closing;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof HttpObject part) {
            // The end of a malformed request is unknown.
            reading = !(message instanceof LastHttpContent)
                    || part.decoderResult().isFailure();
        }
        if (!closing) {
            context.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        if (!reading) {
            context.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (closing) {
            context.read();
        } else {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void close(ChannelHandlerContext context, ChannelPromise promise) {
        if (!closing && reading && context.channel().isActive() && context.channel() instanceof DuplexChannel channel) {
            closing = true;
            channel.closeFuture().addListener(closed -> promise.trySuccess());
            channel.shutdownOutput();
            context.executor().schedule(() -> context.close(), LONGEST_SECONDS, TimeUnit.SECONDS);
            context.read();
        } else {
            context.close(promise);
        }
    }
}
