package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The log of nonces, also after lost and deleted rows. */
class NonceLogTest extends NonceStoreTest {

    NonceLogTest() {
        super("nonce_log");
    }

    @Override
    NonceLog store() {
        return new NonceLog(database.bean(JdbcOperations.class), transactions(), clock);
    }

    @Test
    void sequencesHaveNoGaps() throws Exception {
        concurrentServersClaimEachNonceOnce();
        var sequences = sequences();
        assertThat(sequences)
                .isEqualTo(LongStream.range(0, sequences.size()).boxed().toList());
    }

    @Test
    void rejectsNonceOfLostAndOfReplacingRow() {
        var server = server();
        assertThat(claim(server, 1)).isEqualTo(CLAIMED);
        assertThat(claim(server, 2)).isEqualTo(CLAIMED);
        database.sql("DELETE FROM nonce_log WHERE sequence = 2");
        var another = server();
        assertThat(claim(another, 3)).isEqualTo(CLAIMED);
        assertThat(sequences()).containsExactly(0L, 1L, 2L);
        assertThat(claim(server, 2)).isEqualTo(USED);
        assertThat(claim(server, 3)).isEqualTo(USED);
        assertThat(claim(another, 4)).isEqualTo(CLAIMED);
        assertThat(claim(server, 4)).isEqualTo(USED);
        assertThat(claim(server, 1)).isEqualTo(USED);
        assertThat(claim(server, 5)).isEqualTo(CLAIMED);
        assertThat(claim(another, 5)).isEqualTo(USED);
    }

    @Test
    void acceptsNoncesAfterLogIsDeleted() {
        var server = server();
        assertThat(claim(server, 1)).isEqualTo(CLAIMED);
        database.sql("DELETE FROM nonce_log");
        assertThat(claim(server, 2)).isEqualTo(CLAIMED);
        assertThat(claim(server, 1)).isEqualTo(USED);
        assertThat(claim(server(), 2)).isEqualTo(USED);
    }

    @Test
    void deletesExpiredRowsExceptTheNewest() {
        var server = server();
        assertThat(claim(server, 1)).isEqualTo(CLAIMED);
        clock.time = clock.time.plus(Duration.ofMinutes(10));
        assertThat(claim(server, 2)).isEqualTo(CLAIMED);
        deleteExpired();
        assertThat(sequences()).containsExactly(1L, 2L);
        clock.time = clock.time.plus(Duration.ofMinutes(7));
        deleteExpired();
        assertThat(sequences()).containsExactly(2L);
        assertThat(claim(server, 1)).isEqualTo(CLAIMED);
        assertThat(claim(server, 2)).isEqualTo(USED);
        clock.time = clock.time.plus(Duration.ofHours(1));
        deleteExpired();
        assertThat(sequences()).containsExactly(3L);
        assertThat(claim(server(), 1)).isEqualTo(CLAIMED);
        assertThat(claim(server, 1)).isEqualTo(USED);
        assertThat(claim(server, 2)).isEqualTo(CLAIMED);
    }

    @Test
    void idleServerRereadsLogAfterItsLastRowIsDeleted() {
        var idle = server();
        assertThat(claim(idle, 1)).isEqualTo(CLAIMED);
        clock.time = clock.time.plus(Duration.ofHours(1));
        var busy = server();
        assertThat(claim(busy, 2)).isEqualTo(CLAIMED);
        assertThat(claim(busy, 3)).isEqualTo(CLAIMED);
        deleteExpired();
        assertThat(sequences()).containsExactly(2L, 3L);
        assertThat(claim(idle, 2)).isEqualTo(USED);
        assertThat(claim(idle, 3)).isEqualTo(USED);
        assertThat(claim(idle, 4)).isEqualTo(CLAIMED);
    }

    @Test
    void neverReusesSequenceAfterLongLivedRow() {
        var idle = server();
        assertThat(outcome(idle, new Nonce(1, clock.instant().plus(Duration.ofMinutes(30)))))
                .isEqualTo(CLAIMED);
        var busy = server();
        assertThat(claim(busy, 2)).isEqualTo(CLAIMED);
        clock.time = clock.time.plus(Duration.ofMinutes(17));
        assertThat(claim(busy, 3)).isEqualTo(CLAIMED);
        deleteExpired();
        assertThat(sequences()).containsExactly(1L, 2L, 3L);
        assertThat(claim(idle, 3)).isEqualTo(USED);
        assertThat(claim(idle, 1)).isEqualTo(USED);
    }

    private static List<Long> sequences() {
        return transactions().executeRead(status -> {
            try (var rows = status.getConnection()
                    .createStatement()
                    .executeQuery("SELECT sequence FROM nonce_log ORDER BY sequence")) {
                var sequences = new ArrayList<Long>();
                while (rows.next()) {
                    sequences.add(rows.getLong(1));
                }
                return sequences;
            }
        });
    }

    private void deleteExpired() {
        transactions().executeWrite(status -> {
            store().deleteExpired();
            return null;
        });
    }

    @ParameterizedTest
    @EnumSource(names = "DONE", mode = EnumSource.Mode.EXCLUDE)
    void recoversFromConnectionLossOnFirstNonce(Commit failure) {
        assertThat(claimTwice(server(), 1, failure)).isEqualTo(CLAIMED);
        assertThat(claim(server(), 1)).isEqualTo(USED);
    }
}
