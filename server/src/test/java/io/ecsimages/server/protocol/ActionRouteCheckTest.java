package io.ecsimages.server.protocol;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.CommonParameter;
import io.micronaut.context.exceptions.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The server does not start if no controller implements an action of the contract. */
@Tag("database-independent")
@ServerTest
class ActionRouteCheckTest {

    @Test
    void refusesAnActionWithoutController(TestServer server) {
        var check = server.bean(ActionRouteCheck.class);
        assertThatCode(() -> check.check(CommonParameter.ACTION.allowedValues()))
                .doesNotThrowAnyException();
        assertThatExceptionOfType(ConfigurationException.class)
                .isThrownBy(() -> check.check(List.of("DescribeImages", "DescribeDisks")))
                .withMessage("no controller implements the action DescribeDisks; write one that implements"
                        + " DescribeDisksApi, or remove the action from the contract");
    }
}
