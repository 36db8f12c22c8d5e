package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The table of nonces, also after lost and deleted rows. */
class NonceTableTest extends NonceStoreTest {

    NonceTableTest() {
        super("nonce");
    }

    @Override
    NonceTable store() {
        return new NonceTable(database.bean(JdbcOperations.class), transactions(), clock);
    }

    @Test
    void rejectsNonceOfLostRow() {
        var server = server();
        assertThat(claim(server, 1)).isEqualTo(CLAIMED);
        database.sql("DELETE FROM nonce");
        assertThat(claim(server, 1)).isEqualTo(USED);
        assertThat(claim(server, 2)).isEqualTo(CLAIMED);
    }

    @Test
    void deletesExpiredRows() {
        var server = server();
        assertThat(claim(server, 1)).isEqualTo(CLAIMED);
        clock.time = clock.time.plus(Duration.ofMinutes(10));
        assertThat(claim(server, 2)).isEqualTo(CLAIMED);
        clock.time = clock.time.plus(Duration.ofMinutes(7));
        store().deleteExpired();
        assertThat(claim(server(), 1)).isEqualTo(CLAIMED);
        assertThat(claim(server(), 2)).isEqualTo(USED);
    }
}
