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

    /** Runs a query, and returns the second column of its only row. */
    private static String query(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(2);
        }
    }

    /** The number of SET statements that the connection has sent, as the database counts them. */
    private static long setStatements(TestServer server) {
        return Long.parseLong(server.transactions()
                .executeRead(status -> query(status.getConnection(), "SHOW SESSION STATUS LIKE 'Com_set_option'")));
    }

    @Test
    void transactionsSendNoExtraStatements() {
        try (var server = withOneConnection(Databases.create())) {
            server.get(TestServer.parameters());
            long before = setStatements(server);
            for (int i = 0; i < 3; i++) {
                server.get(TestServer.parameters("PageNumber", "" + (i + 2)));
            }
            assertThat(setStatements(server)).isEqualTo(before);
        }
    }

    @Test
    void connectionKeepsSettingsAfterFailover() throws Exception {
        try (var first = Databases.startServer();
                var second = Databases.startServer()) {
            var url = first.create("catalogue")
                    .replace("://", ":sequential://")
                    .replace(first.address(), first.address() + "," + second.address());
            second.create("catalogue");
            try (var server = withOneConnection(url)) {
                var settings = "SELECT 1, CONCAT(@@sql_mode, ' ', @@autocommit + 0)";
                var port = "SELECT 1, @@port";
                server.transactions().executeRead(status -> {
                    var connection = status.getConnection();
                    var before = query(connection, settings);
                    assertThat(before.contains("ANSI_QUOTES") && before.endsWith(" 0"))
                            .as(before)
                            .isTrue();
                    assertThat(first.address()).endsWith(":" + query(connection, port));

                    // The driver reconnects to the other server by itself, without the pool, and throws one exception.
                    first.kill();
                    assertThatExceptionOfType(SQLTransientConnectionException.class)
                            .isThrownBy(() -> query(connection, settings));
                    assertThat(query(connection, settings)).isEqualTo(before);
                    assertThat(second.address()).endsWith(":" + query(connection, port));
                    return null;
                });
            }
        }
    }
}
