package io.ecsimages.client;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.DefaultApplicationContextBuilder;
import io.micronaut.inject.BeanDefinitionReference;
import java.util.List;

/** Builds an application context with the client's beans only: none of the program's beans or configuration. */
final class ClientContextBuilder extends DefaultApplicationContextBuilder {

    ClientContextBuilder() {
        enableDefaultPropertySources(false);
        deduceEnvironment(false);
        banner(false);
    }

    @Override
    protected ApplicationContext newApplicationContext() {
        return new DefaultApplicationContext(this) {

            @Override
            @SuppressWarnings("rawtypes") // as it is declared there
            protected List<BeanDefinitionReference> resolveBeanDefinitionReferences() {
                return super.resolveBeanDefinitionReferences().stream()
                        .filter(bean -> isClientBean(bean.getBeanDefinitionName()))
                        .toList();
            }
        };
    }

    private static boolean isClientBean(String name) {
        return name.startsWith("io.micronaut.") || name.startsWith("io.ecsimages.client.");
    }
}
