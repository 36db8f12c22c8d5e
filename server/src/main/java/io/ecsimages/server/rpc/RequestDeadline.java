package io.ecsimages.server.rpc;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a request that is not whole in time, however busily it trickles: the idle timeout sees only silence. The time begins
 * when the connection is made, and again with the end of each answer. Where the headers are there, the request is cut off
 * and answered as {@link #passed passed}; where not even they are, there is nothing to answer, and the connection is closed.
 */
@Singleton
final class RequestDeadline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private static final AttributeKey<Boolean> PASSED = AttributeKey.valueOf(RequestDeadline.class, "passed");

    private final Duration time;

    RequestDeadline(@Value("${ecs-images.request-timeout:30s}") Duration time) {
        this.time = time;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(null));
        return event.getBean();
    }

    /** Whether this request was cut off. */
    static boolean passed(HttpRequest<?> http) {
        return http instanceof NettyHttpRequest<?> request
                && request.getChannelHandlerContext().channel().hasAttr(PASSED);
    }

    private final class Customizer implements NettyServerCustomizer {

        private final Channel connection;

        Customizer(Channel connection) {
            this.connection = connection;
        }

        @Override
        public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
            return new Customizer(channel);
        }

        @Override
        public void onStreamPipelineBuilt() {
            connection
                    .pipeline()
                    .addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, "request-deadline", new Handler());
        }
    }

    private final class Handler extends ChannelDuplexHandler {

        private Future<?> deadline;
        private boolean begun;

        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            begin(context);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext context) {
            deadline.cancel(false);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            deadline.cancel(false);
            context.fireChannelInactive();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (context.channel().hasAttr(PASSED)) {
                ReferenceCountUtil.release(message);
                return;
            }
            begun = !(message instanceof LastHttpContent);
            if (!begun) {
                deadline.cancel(false);
            }
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
            if (deadline != null) {
                deadline.cancel(false);
            }
            deadline = context.executor().schedule(() -> end(context), time.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void end(ChannelHandlerContext context) {
            if (begun) {
                context.channel().attr(PASSED).set(true);
                context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
                context.fireChannelReadComplete();
            } else {
                context.close();
            }
        }
    }
}
