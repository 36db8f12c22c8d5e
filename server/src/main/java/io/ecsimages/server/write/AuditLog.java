package io.ecsimages.server.write;

import io.ecsimages.server.auth.PercentEncoding;
import io.ecsimages.server.protocol.RequestContext;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.core.beans.BeanIntrospection;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs one line in logfmt for each write that was committed; a field without a value is left out. */
final class AuditLog {

    private static final Logger LOG = LoggerFactory.getLogger("io.ecsimages.audit");

    private AuditLog() {}

    static void log(WriteRequest request, Object response, RequestContext context) {
        if (!LOG.isInfoEnabled()) {
            return;
        }
        var line = new StringBuilder(200).append("requestId=").append(context.requestId());
        var signature = context.request().signature();
        add(line, "account", context.account());
        add(line, "key", signature == null ? null : PercentEncoding.encode(signature.accessKeyId()));
        add(line, "action", context.request().action());
        add(line, "region", PercentEncoding.encode(request.regionId()));
        add(
                line,
                "images",
                request.imageIds().stream().map(PercentEncoding::encode).collect(Collectors.joining(",")));
        add(line, "snapshot", request.snapshotId() == null ? null : PercentEncoding.encode(request.snapshotId()));
        created(response, line, "imageId", "created");
        created(response, line, "taskId", "task");
        LOG.info(line.toString());
    }

    private static void created(Object response, StringBuilder line, String property, String name) {
        BeanIntrospection.getIntrospection((Class<Object>) response.getClass())
                .getProperty(property)
                .ifPresent(id -> add(line, name, id.get(response)));
    }

    private static void add(StringBuilder line, String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty()) {
            line.append(' ').append(name).append('=').append(value);
        }
    }
}
