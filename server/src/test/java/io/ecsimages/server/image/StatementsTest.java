package io.ecsimages.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.TestServer;
import io.ecsimages.server.http.V1Request;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many statements the database is asked for a request: the numbers of docs/performance.md. */
class StatementsTest {

    private static final List<String> STATEMENTS = Collections.synchronizedList(new ArrayList<>());
    private static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

    /** Stands before the database, and writes down what it is asked, but for what is done from time to time. */
    @Singleton
    @Requires(property = "statements.written-down")
    static final class Proxy implements BeanCreatedEventListener<DataSource>, Ordered {

        /** Before the listener which hands out the connection of the current transaction. */
        @Override
        public int getOrder() {
            return HIGHEST_PRECEDENCE;
        }

        @Override
        public DataSource onCreated(BeanCreatedEvent<DataSource> event) {
            return ProxyDataSourceBuilder.create(event.getBean())
                    .afterQuery((execution, queries) -> {
                        if (!Thread.currentThread().getName().startsWith(TaskExecutors.SCHEDULED)) {
                            queries.forEach(query -> STATEMENTS.add(query.getQuery()));
                            THREADS.add(Thread.currentThread().getName());
                        }
                    })
                    .build();
        }
    }

    private static TestServer server;
    private static int editions;

    @BeforeEach
    void start() {
        if (server == null) {
            server = TestServer.withSample(Map.of("statements.written-down", true));
            // The first request of a key takes one round more, since its signature cannot be judged before.
            statements("PageSize=1");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    what is asked,                      first, again
                    PageSize=10,                            9, 2
                    PageNumber=1000,                        8, 2
                    ImageOwnerAlias=system,                 6, 2
                    ImageOwnerAlias=self&Tag.1.Key=env,     7, 2
                    ImageOwnerAlias=marketplace,            7, 2
                    ImageId=m-bp1rnmk3t80lqdubjvfd,         6, 2
                    ImageId=m-none,                         5, 2
                    ImageName=*web*,                        9, 2
                    RegionId=nowhere,                       7, 4
                    """, useHeadersInDisplayName = true)
    void aRequestCostsAsManyStatementsAsTheGuideSays(String asked, int first, int again) {
        newEdition();
        assertThat(statements(asked))
                .as(() -> asked + "\n" + String.join("\n", STATEMENTS))
                .isEqualTo(first);
        // What is asked for a second time is kept from then on.
        statements(asked);
        assertThat(statements(asked))
                .as(() -> asked + "\n" + String.join("\n", STATEMENTS))
                .isEqualTo(again);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    ImageOwnerAlias=system,         2
                    ImageOwnerAlias=marketplace,    2
                    """)
    void anotherPageOfImagesThatWereShownIsNotReadAgain(String asked, int another) {
        newEdition();
        statements(asked + "&PageSize=10");
        assertThat(statements(asked + "&PageSize=5"))
                .as(() -> String.join("\n", STATEMENTS))
                .isEqualTo(another);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ImageId=m-bp1rnmk3t80lqdubjvfd", "ImageId=m-none", "ImageName=web-*", "ImageName=none"})
    void whatWasListedIsNotAskedForAgainByIdOrName(String asked) {
        newEdition();
        statements("PageSize=100");
        assertThat(statements(asked)).as(() -> String.join("\n", STATEMENTS)).isEqualTo(2);
    }

    @Test
    void anAccountIsNotLookedForInARegionWhereItHasNothing() {
        newEdition();
        statements("PageSize=10");
        assertThat(statements("RegionId=cn-qingdao&ImageOwnerAlias=self"))
                .as(() -> String.join("\n", STATEMENTS))
                .isEqualTo(2);
    }

    @Test
    void aRequestWithoutASignatureAsksForTheEditionAlone() {
        var parameters = TestServer.parameters("PageSize", "7");
        server.get(parameters);
        server.get(parameters);
        STATEMENTS.clear();
        assertThat(server.get(parameters).statusCode()).isEqualTo(200);
        assertThat(STATEMENTS).as(() -> String.join("\n", STATEMENTS)).hasSize(1);
    }

    /** It would keep all other connections of that thread waiting, too. */
    @Test
    void noThreadOfAConnectionWaitsForTheDatabase() {
        THREADS.clear();
        for (int i = 0; i < 500; i++) {
            statements("ImageName=web" + i);
        }
        assertThat(THREADS).isNotEmpty();
        assertThat(THREADS.stream().noneMatch(name -> name.contains("EventLoop")))
                .as(THREADS::toString)
                .isTrue();
    }

    private static void newEdition() {
        server.sql("INSERT INTO catalogue_change VALUES (" + ++editions + ", CURRENT_TIMESTAMP)");
    }

    private static int statements(String asked) {
        var call = new V1Request("GET");
        for (String parameter : asked.split("&")) {
            call.with(parameter.substring(0, parameter.indexOf('=')), parameter.substring(parameter.indexOf('=') + 1));
        }
        STATEMENTS.clear();
        call.send(server.uri());
        return STATEMENTS.size();
    }
}
