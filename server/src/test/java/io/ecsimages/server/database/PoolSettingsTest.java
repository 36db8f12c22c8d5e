package io.ecsimages.server.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ecsimages.server.RunningServer;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(named = "ecs-images.database", matches = "mariadb|mysql")
class PoolSettingsTest {

    /** How many statements the connection has sent that set something, as the database counts them. */
    @SuppressWarnings("unchecked")
    private static long settings(RunningServer server) {
        var transactions = (TransactionOperations<Connection>) server.bean(TransactionOperations.class);
        return transactions.executeRead(status -> {
            try (var statement = status.getConnection().createStatement();
                    var rows = statement.executeQuery("SHOW SESSION STATUS LIKE 'Com_set_option'")) {
                rows.next();
                return rows.getLong(2);
            }
        });
    }

    @Test
    void aTransactionCostsNoTripsButThoseOfItsStatementsAndItsEnd() {
        try (var server = RunningServer.empty(Map.of("datasources.default.maximum-pool-size", 1))) {
            server.get(RunningServer.parameters());
            long before = settings(server);
            for (int i = 0; i < 3; i++) {
                server.get(RunningServer.parameters("PageNumber", "" + (i + 2)));
            }
            assertEquals(before, settings(server));
        }
    }
}
