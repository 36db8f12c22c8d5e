package io.ecsimages.client.protocol;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.ecsimages.client.api.RequestParameters;
import io.ecsimages.client.model.RepeatList;
import io.micronaut.core.beans.BeanIntrospection;
import io.micronaut.core.beans.BeanProperty;
import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.http.MutableHttpRequest;
import io.micronaut.http.client.bind.AnnotatedClientArgumentRequestBinder;
import io.micronaut.http.client.bind.ClientRequestUriContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Flattens a request object into named parameters: omits null, keeps empty strings. */
@Singleton
final class ParameterBinder implements AnnotatedClientArgumentRequestBinder<RequestParameters> {

    @Override
    public Class<RequestParameters> getAnnotationType() {
        return RequestParameters.class;
    }

    @Override
    public void bind(
            ArgumentConversionContext<Object> context,
            ClientRequestUriContext uriContext,
            Object value,
            MutableHttpRequest<?> request) {
        var parameters = new TreeMap<String, String>();
        add(parameters, "", value);
        var annotation = context.getAnnotationMetadata();
        new ActionRequest(
                        annotation
                                .stringValue(RequestParameters.class, "action")
                                .orElseThrow(),
                        annotation
                                .stringValue(RequestParameters.class, "version")
                                .orElseThrow(),
                        parameters)
                .attachTo(request);
    }

    @SuppressWarnings("unchecked")
    private static void add(Map<String, String> parameters, String prefix, Object bean) {
        var introspection = BeanIntrospection.getIntrospection((Class<Object>) bean.getClass());
        for (BeanProperty<Object, Object> property : introspection.getBeanProperties()) {
            var value = property.get(bean);
            var name = prefix + property.stringValue(JsonProperty.class).orElseThrow();
            if (value instanceof List<?> list && property.hasAnnotation(RepeatList.class)) {
                for (int i = 0; i < list.size(); i++) {
                    var itemName = name + "." + (i + 1);
                    if (list.get(i) instanceof String string) {
                        parameters.put(itemName, string);
                    } else {
                        add(parameters, itemName + ".", list.get(i));
                    }
                }
            } else if (value instanceof List<?> list) {
                parameters.put(name, list.stream().map(Object::toString).collect(Collectors.joining(",")));
            } else if (value != null) {
                parameters.put(name, value.toString());
            }
        }
    }
}
