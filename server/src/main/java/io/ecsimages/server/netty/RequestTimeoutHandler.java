package io.ecsimages.server.netty;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a request that is not complete within a timeout, even if bytes keep arriving: the idle timeout only sees silence. The
 * timeout starts with the connection, and again after each response. If the headers are complete, the request is cut off and
 * answered with an error, see {@link #hasTimedOut}; otherwise the connection is closed.
 */
public final class RequestTimeoutHandler extends ChannelDuplexHandler {

    private static final AttributeKey<Boolean> TIMED_OUT =
            AttributeKey.valueOf(RequestTimeoutHandler.class, "timedOut");

    private final Duration timeout;

    @Nullable
    private Future<?> timer;

    /** By {@link System#nanoTime}. */
    private long deadline;

    /** Whether a request must be complete by the deadline. */
    private boolean waiting;

    /** Whether its headers are complete. */
    private boolean begun;

    RequestTimeoutHandler(Duration timeout) {
        this.timeout = timeout;
    }

    /** Whether this request was cut off. */
    public static boolean hasTimedOut(HttpRequest<?> http) {
        return http instanceof NettyHttpRequest<?> request
                && request.getChannelHandlerContext().channel().hasAttr(TIMED_OUT);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        begin(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        stop();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop();
        context.fireChannelInactive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (context.channel().hasAttr(TIMED_OUT)) {
            ReferenceCountUtil.release(message);
            return;
        }
        begun = !(message instanceof LastHttpContent);
        waiting = begun;
        context.fireChannelRead(message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof LastHttpContent) {
            if (context.channel().hasAttr(TIMED_OUT)) {
                context.write(message, promise.unvoid()).addListener(ChannelFutureListener.CLOSE);
                return;
            }
            begin(context);
        }
        context.write(message, promise);
    }

    private void begin(ChannelHandlerContext context) {
        waiting = true;
        deadline = System.nanoTime() + timeout.toNanos();
        if (timer == null) {
            watch(context, timeout.toNanos());
        }
    }

    /** Uses one timer for all requests of the connection, and starts it again if it fires too early. */
    private void watch(ChannelHandlerContext context, long nanos) {
        timer = context.executor().schedule(() -> onTimer(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void onTimer(ChannelHandlerContext context) {
        timer = null;
        if (waiting) {
            long left = deadline - System.nanoTime();
            if (left > 0) {
                watch(context, left);
            } else {
                end(context);
            }
        }
    }

    private void stop() {
        waiting = false;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    private void end(ChannelHandlerContext context) {
        waiting = false;
        if (begun) {
            context.channel().attr(TIMED_OUT).set(true);
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
            context.fireChannelReadComplete();
        } else {
            context.close();
        }
    }
}
