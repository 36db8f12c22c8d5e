package io.ecsimages.server.rpc;

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
 * Ends a request that is not whole in time, however busily it trickles: the idle timeout sees only silence. The time begins
 * when the connection is made, and again with the end of each answer. Where the headers are there, the request is cut off
 * and answered as {@link #passed passed}; where not even they are, there is nothing to answer, and the connection is closed.
 */
final class RequestDeadline extends ChannelDuplexHandler {

    private static final AttributeKey<Boolean> PASSED = AttributeKey.valueOf(RequestDeadline.class, "passed");

    private final Duration time;

    private Future<?> timer;

    /** By {@link System#nanoTime}. */
    private long deadline;

    /** Whether a request shall be whole by then. */
    private boolean waiting;

    /** Whether its headers are there. */
    private boolean begun;

    RequestDeadline(Duration time) {
        this.time = time;
    }

    /** Whether this request was cut off. */
    static boolean passed(HttpRequest<?> http) {
        return http instanceof NettyHttpRequest<?> request
                && request.getChannelHandlerContext().channel().hasAttr(PASSED);
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
        if (context.channel().hasAttr(PASSED)) {
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
            if (context.channel().hasAttr(PASSED)) {
                context.write(message, promise.unvoid()).addListener(ChannelFutureListener.CLOSE);
                return;
            }
            begin(context);
        }
        context.write(message, promise);
    }

    private void begin(ChannelHandlerContext context) {
        waiting = true;
        deadline = System.nanoTime() + time.toNanos();
        if (timer == null) {
            watch(context, time.toNanos());
        }
    }

    /** With one timer, which is set again if it rings too early: one for each request would cost more. */
    private void watch(ChannelHandlerContext context, long nanos) {
        timer = context.executor().schedule(() -> ring(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void ring(ChannelHandlerContext context) {
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
            context.channel().attr(PASSED).set(true);
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
            context.fireChannelReadComplete();
        } else {
            context.close();
        }
    }
}
