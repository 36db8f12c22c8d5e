package io.ecsimages.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseKindTest {

    @ParameterizedTest
    @CsvSource({
        "POSTGRESQL, 14, 19, true",
        "POSTGRESQL, 15, 0, false",
        "POSTGRESQL, 18, 0, false",
        "MARIADB, 5, 7, true",
        "MARIADB, 10, 5, true",
        "MARIADB, 10, 6, false",
        "MARIADB, 11, 0, false",
        "MYSQL, 8, 0, true",
        "MYSQL, 8, 4, false",
        "MYSQL, 9, 7, false"
    })
    void rejectsVersionsOlderThanOldestSupported(DatabaseKind vendor, int major, int minor, boolean tooOld) {
        assertThat(vendor.isTooOld(major, minor)).isEqualTo(tooOld);
    }
}
