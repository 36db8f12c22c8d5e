package io.ecsimages.server.rpc;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import java.util.function.Supplier;

/** Puts a handler of its own behind the HTTP codec of every connection. */
public final class PerConnection implements NettyServerCustomizer {

    private final String name;
    private final Supplier<ChannelHandler> handlers;
    private final Channel connection;

    /** @param name the handler's in the pipeline */
    public PerConnection(String name, Supplier<ChannelHandler> handlers) {
        this(name, handlers, null);
    }

    private PerConnection(String name, Supplier<ChannelHandler> handlers, @Nullable Channel connection) {
        this.name = name;
        this.handlers = handlers;
        this.connection = connection;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
        return new PerConnection(name, handlers, channel);
    }

    @Override
    public void onStreamPipelineBuilt() {
        connection.pipeline().addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, name, handlers.get());
    }
}
