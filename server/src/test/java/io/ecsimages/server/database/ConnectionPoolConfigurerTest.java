package io.ecsimages.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ecsimages.server.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "ecs-images.database", matches = "mariadb|mysql")
class ConnectionPoolConfigurerTest {

    private static TestServer withOneConnection(String url) {
        return TestServer.empty(Map.of("datasources.default.url", url, "datasources.default.maximum-pool-size", 1));
    }

    /** The second column of the only row. */
    private static String ask(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(2);
        }
    }

    /** How many statements the connection has sent that set something, as the database counts them. */
    private static long settings(TestServer server) {
        return Long.parseLong(server.transactions()
                .executeRead(status -> ask(status.getConnection(), "SHOW SESSION STATUS LIKE 'Com_set_option'")));
    }

    @Test
    void aTransactionCostsNoTripsButThoseOfItsStatementsAndItsEnd() {
        try (var server = withOneConnection(Databases.create())) {
            server.get(TestServer.parameters());
            long before = settings(server);
            for (int i = 0; i < 3; i++) {
                server.get(TestServer.parameters("PageNumber", "" + (i + 2)));
            }
            assertThat(settings(server)).isEqualTo(before);
        }
    }

    @Test
    void aServerThatTakesOverIsAskedInTheSameWay() throws Exception {
        try (var first = Databases.startServer();
                var second = Databases.startServer()) {
            var url = first.create("catalogue")
                    .replace("://", ":sequential://")
                    .replace(first.address(), first.address() + "," + second.address());
            second.create("catalogue");
            try (var server = withOneConnection(url)) {
                var how = "SELECT 1, CONCAT(@@sql_mode, ' ', @@autocommit + 0)";
                var port = "SELECT 1, @@port";
                server.transactions().executeRead(status -> {
                    var connection = status.getConnection();
                    var before = ask(connection, how);
                    assertThat(before.contains("ANSI_QUOTES") && before.endsWith(" 0"))
                            .as(before)
                            .isTrue();
                    assertThat(first.address()).endsWith(":" + ask(connection, port));

                    // The pool does not notice: the driver connects to the other one by itself, and says so once.
                    first.kill();
                    assertThatExceptionOfType(SQLTransientConnectionException.class)
                            .isThrownBy(() -> ask(connection, how));
                    assertThat(ask(connection, how)).isEqualTo(before);
                    assertThat(second.address()).endsWith(":" + ask(connection, port));
                    return null;
                });
            }
        }
    }
}
