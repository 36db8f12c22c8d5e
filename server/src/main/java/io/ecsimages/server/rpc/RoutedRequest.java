package io.ecsimages.server.rpc;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.MediaType;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A call on its way to the operation that its Action names: the envelope is read, so nothing of it matters any more. */
final class RoutedRequest extends HttpRequestWrapper<Object> {

    private final URI uri;

    @SuppressWarnings("unchecked")
    RoutedRequest(HttpRequest<?> http, String action) {
        super((HttpRequest<Object>) http);
        this.uri = URI.create("/" + action);
    }

    @Override
    public HttpMethod getMethod() {
        return HttpMethod.GET;
    }

    @Override
    public String getMethodName() {
        return HttpMethod.GET.name();
    }

    @Override
    public URI getUri() {
        return uri;
    }

    @Override
    public String getPath() {
        return uri.getPath();
    }

    @Override
    public Collection<MediaType> accept() {
        return List.of(MediaType.ALL_TYPE);
    }

    @Override
    public Optional<MediaType> getContentType() {
        return Optional.empty();
    }
}
