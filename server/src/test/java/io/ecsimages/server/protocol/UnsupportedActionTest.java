package io.ecsimages.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.ecsimages.server.CapturedLog;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.http.RawResponse;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The log names the action of a request if the server does not have it. */
@Tag("database-independent")
@ServerTest
class UnsupportedActionTest {

    private static URI uri;

    @AutoClose
    private final CapturedLog log = new CapturedLog("io.ecsimages", Level.DEBUG);

    @BeforeAll
    static void start(TestServer started) {
        uri = started.loadSample().uri();
    }

    /** Waits for the line of the access log, which the server writes after the response. */
    private List<String> messages(RawResponse response) throws InterruptedException {
        var requestId = response.header("x-acs-request-id");
        for (int i = 0; i < 1000; i++) {
            var messages = log.messages().stream()
                    .filter(message -> message.contains(requestId))
                    .toList();
            if (messages.stream().anyMatch(message -> message.startsWith("requestId="))) {
                return messages;
            }
            Thread.sleep(5);
        }
        throw new AssertionError("no line of the access log for " + requestId);
    }

    @ParameterizedTest
    @CsvSource({
        "RunInstances,RunInstances",
        "describeimages,describeimages",
        "'x\nforged=1 y',x%0Aforged%3D1%20y",
        "镜像,%E9%95%9C%E5%83%8F"
    })
    void logsUnsupportedAction(String action, String logged) throws Exception {
        var version1 = new V1Request("GET").with("Action", action).send(uri).assertRefused();
        assertThat(messages(version1))
                .anyMatch(message -> message.contains(" action=" + logged + " "))
                .contains(version1.field("RequestId") + ": action " + logged + " is not supported");
        var forged = new V1Request("GET").with("Action", action).request(uri, "d3Jvbmc=");
        assertThat(messages(forged.send(uri).assertRefused()))
                .anyMatch(message -> message.contains(" action=" + logged + " "));
    }

    @Test
    void truncatesActionOfVersion3() throws Exception {
        var response = new V3Request("POST")
                .header("x-acs-action", "A".repeat(3000))
                .send(uri)
                .assertRefused();
        assertThat(messages(response))
                .anyMatch(message -> message.contains(" action=" + "A".repeat(64) + "... "))
                .noneMatch(message -> message.contains("A".repeat(65)));
    }

    @Test
    void doesNotReportSupportedAction() throws Exception {
        var messages = messages(new V1Request("GET").send(uri).assertImages());
        assertThat(messages).noneMatch(message -> message.contains("is not supported"));
        assertThat(messages).anyMatch(message -> message.contains(" action=DescribeImages "));
    }
}
