package io.ecsimages.server.protocol;

import io.ecsimages.server.api.CommonParameter;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import io.micronaut.web.router.Router;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.stream.Collectors;

/** Stops the start of the server if no controller implements an action of the contract. */
@Singleton
final class ActionRouteCheck implements ApplicationEventListener<ServerStartupEvent> {

    private final Router router;

    ActionRouteCheck(Router router) {
        this.router = router;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        check(CommonParameter.ACTION.allowedValues());
    }

    /**
     * Checks that each action has a controller.
     *
     * @throws ConfigurationException for the first action without one
     */
    void check(Collection<String> actions) {
        var paths = router.uriRoutes()
                .map(route -> route.getUriMatchTemplate().toPathString())
                .collect(Collectors.toSet());
        for (var action : actions) {
            if (!paths.contains("/" + action)) {
                throw new ConfigurationException("no controller implements the action " + action
                        + "; write one that implements " + action + "Api, or remove the action from the contract");
            }
        }
    }
}
