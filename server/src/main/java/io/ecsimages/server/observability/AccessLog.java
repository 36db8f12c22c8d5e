package io.ecsimages.server.observability;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.context.event.HttpRequestTerminatedEvent;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line in logfmt for each request when it has ended; a field without a value is left out. */
@Singleton
final class AccessLog implements ApplicationEventListener<HttpRequestTerminatedEvent> {

    private static final Logger LOG = LoggerFactory.getLogger("io.ecsimages.access");

    private final WarmUpPort warmUpPort;

    AccessLog(WarmUpPort warmUpPort) {
        this.warmUpPort = warmUpPort;
    }

    @Override
    public void onApplicationEvent(HttpRequestTerminatedEvent event) {
        var http = event.getSource();
        if (LOG.isInfoEnabled() && !warmUpPort.received(http)) {
            RequestRecord.find(http).ifPresent(record -> LOG.info(line(http, record)));
        }
    }

    private static String line(HttpRequest<?> http, RequestRecord record) {
        var line = new StringBuilder(200).append("requestId=").append(record.requestId());
        var client = http.getRemoteAddress().getAddress();
        add(line, "client", client == null ? null : client.getHostAddress());
        add(line, "signature", record.signature());
        add(line, "account", record.account());
        add(line, "action", record.action() == null ? record.unsupportedAction() : record.action());
        add(line, "format", record.format());
        add(line, "status", record.status());
        add(line, "code", record.code());
        add(line, "rows", record.rows());
        add(line, "ms", BigDecimal.valueOf(record.duration().toNanos() / 1000, 3));
        return line.toString();
    }

    private static void add(StringBuilder line, String name, @Nullable Object value) {
        if (value != null) {
            line.append(' ').append(name).append('=').append(value);
        }
    }
}
