package io.ecsimages.client;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.DefaultApplicationContextBuilder;
import io.micronaut.inject.BeanDefinitionReference;
import java.util.List;

/** The client's beans alone, though the program around it may have beans and configuration of its own. */
final class ClientContext extends DefaultApplicationContextBuilder {

    ClientContext() {
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
                        .filter(bean -> isOurs(bean.getBeanDefinitionName()))
                        .toList();
            }
        };
    }

    private static boolean isOurs(String bean) {
        return bean.startsWith("io.micronaut.") || bean.startsWith("io.ecsimages.client.");
    }
}
