package io.ecsimages.server.protocol;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.MediaType;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** A request on its way to the controller of its action; method, path, content type and Accept no longer matter. */
final class RoutedHttpRequest extends HttpRequestWrapper<Object> {

    private final URI uri;

    @SuppressWarnings("unchecked")
    RoutedHttpRequest(HttpRequest<?> http, String action) {
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
