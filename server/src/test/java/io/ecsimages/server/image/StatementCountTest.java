package io.ecsimages.server.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.http.V1Request;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.core.order.Ordered;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of SQL statements for a request, as docs/performance.md lists them. */
@ServerTest
@Property(name = "statements.recorded", value = "true")
@Property(name = "ecs-images.change-interval", value = "1h")
class StatementCountTest {

    private static final List<String> STATEMENTS = Collections.synchronizedList(new ArrayList<>());
    private static final Set<String> THREADS = ConcurrentHashMap.newKeySet();

    /** Records the statements that the server sends, except those of scheduled tasks. */
    @Singleton
    @Requires(property = "statements.recorded")
    static final class Recorder implements BeanCreatedEventListener<DataSource>, Ordered {

        /** Before the listener that returns the connection of the current transaction. */
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
    private static int versions;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        // The first request of a key needs more statements, because the server does not know its secret yet.
        statements("PageSize=1");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    parameters,                         first, repeated
                    PageSize=10,                           11, 2
                    PageNumber=1000,                       10, 2
                    ImageOwnerAlias=system,                 8, 2
                    ImageOwnerAlias=self&Tag.1.Key=env,    10, 2
                    ImageOwnerAlias=marketplace,            9, 2
                    ImageId=m-bp1rnmk3t80lqdubjvfd,         8, 2
                    ImageId=m-none,                         7, 2
                    ImageName=*web*,                       11, 2
                    RegionId=nowhere,                       9, 4
                    """, useHeadersInDisplayName = true)
    void requestNeedsDocumentedNumberOfStatements(String parameters, int first, int repeated) {
        addVersion();
        assertThat(statements(parameters))
                .as(() -> parameters + "\n" + String.join("\n", STATEMENTS))
                .isEqualTo(first);
        // The second equal request fills the cache.
        statements(parameters);
        assertThat(statements(parameters))
                .as(() -> parameters + "\n" + String.join("\n", STATEMENTS))
                .isEqualTo(repeated);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    ImageOwnerAlias=system,         2
                    ImageOwnerAlias=marketplace,    2
                    """)
    void otherPageOfCachedListIsNotReadAgain(String parameters, int expected) {
        addVersion();
        statements(parameters + "&PageSize=10");
        assertThat(statements(parameters + "&PageSize=5"))
                .as(() -> String.join("\n", STATEMENTS))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ImageId=m-bp1rnmk3t80lqdubjvfd", "ImageId=m-none", "ImageName=web-*", "ImageName=none"})
    void listedImagesAreNotReadAgainByIdOrName(String parameters) {
        addVersion();
        statements("PageSize=" + TestServer.MAXIMUM_PAGE_SIZE);
        assertThat(statements(parameters))
                .as(() -> String.join("\n", STATEMENTS))
                .isEqualTo(2);
    }

    @Test
    void tagsAreNotReadAgainForAnotherTag() {
        addVersion();
        statements("ImageOwnerAlias=self&PageSize=" + TestServer.MAXIMUM_PAGE_SIZE);
        statements("ImageOwnerAlias=self&Tag.1.Key=none");
        assertThat(statements("ImageOwnerAlias=self&Tag.1.Key=env"))
                .as(() -> String.join("\n", STATEMENTS))
                .isEqualTo(2);
    }

    @Test
    void ownImagesAreNotSearchedInRegionWithoutAny() {
        addVersion();
        statements("PageSize=10");
        assertThat(statements("RegionId=cn-qingdao&ImageOwnerAlias=self"))
                .as(() -> String.join("\n", STATEMENTS))
                .isEqualTo(2);
    }

    /** The cost of a change does not grow with the catalogue: to read its version takes two entries of an index. */
    @Test
    @DisabledIfSystemProperty(named = "ecs-images.database", matches = ".+", disabledReason = "the plan is H2's")
    void newVersionIsReadWithoutLookingThroughAllImages() {
        addVersion();
        statements("PageSize=10");
        var sql = STATEMENTS.stream()
                .filter(statement -> statement.contains("ORDER BY available_from"))
                .findFirst()
                .orElseThrow();
        for (int year : List.of(2000, 2026, 2026, 9999)) {
            sql = sql.replaceFirst("[?]", "TIMESTAMP '" + year + "-01-01 00:00:00'");
        }
        var plan = explain(sql);
        assertThat(plan).contains("scanCount");
        assertThat(Pattern.compile("scanCount: (\\d+)")
                        .matcher(plan)
                        .results()
                        .mapToInt(scan -> Integer.parseInt(scan.group(1))))
                .allMatch(entries -> entries <= 2);
    }

    @Test
    void unsignedRequestReadsOnlyCatalogueVersion() {
        var parameters = TestServer.parameters("PageSize", "7");
        server.get(parameters);
        server.get(parameters);
        STATEMENTS.clear();
        assertThat(server.get(parameters).statusCode()).isEqualTo(200);
        assertThat(STATEMENTS).as(() -> String.join("\n", STATEMENTS)).hasSize(1);
    }

    /** A waiting event loop would delay all its other connections. */
    @Test
    void eventLoopNeverCallsDatabase() {
        THREADS.clear();
        for (int i = 0; i < 500; i++) {
            statements("ImageName=web" + i);
        }
        assertThat(THREADS).isNotEmpty();
        assertThat(THREADS.stream().noneMatch(name -> name.contains("EventLoop")))
                .as(THREADS::toString)
                .isTrue();
    }

    private static String explain(String sql) {
        return server.transactions().executeRead(status -> {
            try (var rows = status.getConnection().createStatement().executeQuery("EXPLAIN ANALYZE " + sql)) {
                rows.next();
                return rows.getString(1);
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static void addVersion() {
        server.sql("INSERT INTO catalogue_change (stamp, made) VALUES (" + ++versions + ", CURRENT_TIMESTAMP)");
    }

    private static int statements(String parameters) {
        var request = new V1Request("GET");
        for (String parameter : parameters.split("&")) {
            request.with(
                    parameter.substring(0, parameter.indexOf('=')), parameter.substring(parameter.indexOf('=') + 1));
        }
        STATEMENTS.clear();
        request.send(server.uri());
        return STATEMENTS.size();
    }
}
