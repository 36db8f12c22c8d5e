package io.ecsimages.server.rpc;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.LastHttpContent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection that does not bring a whole request in time, however busily it trickles: the idle timeout sees only
 * silence. The time begins when the connection is made, and again with the end of each answer.
 */
@Singleton
final class RequestDeadline implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final Duration time;

    RequestDeadline(@Value("${ecs-images.request-timeout:30s}") Duration time) {
        this.time = time;
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new Customizer(null));
        return event.getBean();
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
            if (message instanceof LastHttpContent) {
                deadline.cancel(false);
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof LastHttpContent) {
                begin(context);
            }
            context.write(message, promise);
        }

        private void begin(ChannelHandlerContext context) {
            if (deadline != null) {
                deadline.cancel(false);
            }
            deadline = context.executor().schedule(() -> context.close(), time.toMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
