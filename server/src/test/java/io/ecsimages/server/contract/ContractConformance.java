package io.ecsimages.server.contract;

import io.ecsimages.server.netty.PipelineCustomizer;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Checks every response of a test server against the contract. */
@Singleton
@Requires(property = "ecs-images.test.conformance")
public final class ContractConformance implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

    private final Queue<String> problems = new ConcurrentLinkedQueue<>();
    private final AtomicInteger verified = new AtomicInteger();

    /** Returns the differences from the contract, each with its request and response. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Returns the number of verified responses. */
    int verified() {
        return verified.get();
    }

    @Override
    public NettyServerCustomizer.Registry onCreated(BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
        event.getBean().register(new PipelineCustomizer("conformance", Recorder::new));
        return event.getBean();
    }

    /** The received part of a request. */
    private record Request(HttpRequest head, ByteArrayOutputStream body) {}

    /** Records the requests and responses of one connection. A response belongs to the oldest pending request. */
    private final class Recorder extends ChannelDuplexHandler {

        private final ArrayDeque<Request> pending = new ArrayDeque<>();
        private final ByteArrayOutputStream responseBody = new ByteArrayOutputStream();
        private HttpResponse response;

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpRequest head) {
                pending.add(new Request(head, new ByteArrayOutputStream()));
            }
            if (message instanceof HttpContent content && !pending.isEmpty()) {
                pending.getLast().body.writeBytes(ByteBufUtil.getBytes(content.content()));
            }
            context.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
            if (message instanceof HttpResponse head && head.status().code() >= 200) {
                response = head;
                responseBody.reset();
            }
            if (response != null && message instanceof HttpContent content) {
                responseBody.writeBytes(ByteBufUtil.getBytes(content.content()));
                if (content instanceof LastHttpContent) {
                    verify();
                    response = null;
                }
            }
            context.write(message, promise);
        }

        private void verify() {
            verified.incrementAndGet();
            var request = pending.remove();
            var exchange = new Exchange(
                    request.head.method().name(),
                    request.head.uri(),
                    request.head.headers(),
                    request.body.toByteArray(),
                    response.status().code(),
                    response.headers(),
                    responseBody.toByteArray());
            for (String problem : exchange.problems()) {
                problems.add(problem + "\n" + request.head.method() + " " + request.head.uri() + "\n"
                        + request.body.toString(StandardCharsets.UTF_8) + "\n"
                        + response.status() + "\n" + responseBody.toString(StandardCharsets.UTF_8));
            }
        }
    }
}
