package io.ecsimages.server.cli;

import static io.ecsimages.server.database.DatabaseKind.H2;
import static io.ecsimages.server.database.DatabaseKind.MARIADB;
import static io.ecsimages.server.database.DatabaseKind.MYSQL;
import static io.ecsimages.server.database.DatabaseKind.POSTGRESQL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ecsimages.server.database.Databases;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A catalogue in a database: how a command is told of it, and what is said where that cannot be. */
@Tag("extended")
class DatabaseOptionsTest {

    @TempDir
    private Path folder;

    private static CommandResult listKeys(String... options) {
        var arguments = new ArrayList<>(List.of("access-key", "list"));
        arguments.addAll(List.of(options));
        return CommandResult.of(arguments.toArray(String[]::new));
    }

    private static void refused(CommandResult outcome, String reason) {
        assertThat(outcome.status()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.err().lines().count()).as(outcome.err()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("ecs-images: " + reason);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://127.0.0.1/catalogue?user=a&password=geheim",
                "jdbc:postgresql://127.0.0.1/catalogue?PassWord=geheim",
                "jdbc:postgresql://127.0.0.1/catalogue?sslpassword=geheim",
                "jdbc:mariadb://127.0.0.1/catalogue?keyStorePassword =geheim",
                "jdbc:mariadb://a:geheim@127.0.0.1/catalogue",
                "jdbc:mysql://127.0.0.1/catalogue?password=geheim"
            })
    void aPasswordInTheUrlIsRefusedAndNotRepeated(String url) {
        var outcome = listKeys("--database", url);
        refused(outcome, "--database must not contain a password");
        assertThat(outcome.err()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb://127.0.0.1/catalogue?initSql=SET NAMES latin1",
                "jdbc:mysql://127.0.0.1/catalogue?user=a&initsql =SET NAMES latin1"
            })
    void aStatementInTheUrlIsRefused(String url) {
        refused(listKeys("--database", url), "--database must not contain initSql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"catalogue", "jdbc:oracle:thin:@127.0.0.1/catalogue", "jdbc:h2:mem:catalogue", "postgresql://x/y"
            })
    void anythingElseThanTheUrlOfAKnownDatabaseIsRefused(String url) {
        refused(
                listKeys("--database", url),
                "--database must be jdbc:postgresql://HOST/NAME, jdbc:mariadb://HOST/NAME or jdbc:mysql://HOST/NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--data x --database jdbc:mariadb://x/y", "--database-password-file x"})
    void aCatalogueIsInOnePlace(String options) {
        var outcome = listKeys(options.split(" "));
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.err()).contains("--data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql", "jdbc:mariadb", "jdbc:mysql"})
    void aServerThatIsNotThereIsSaid(String scheme) throws IOException {
        int nobody;
        try (var socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        refused(
                listKeys("--database", scheme + "://127.0.0.1:" + nobody + "/catalogue"),
                "the database cannot be reached: ");
    }

    private void passwordCannotBeRead(Path file, String reason) {
        refused(
                listKeys("--database", "jdbc:postgresql://127.0.0.1/x", "--database-password-file", file.toString()),
                file + ": the password cannot be read (" + reason);
    }

    @Test
    void aPasswordFileThatCannotBeReadIsSaid() throws IOException {
        passwordCannotBeRead(folder.resolve("missing"), "no such file)");
        passwordCannotBeRead(folder, "");
        var latin = Files.write(folder.resolve("latin"), "gehe\u00efm".getBytes(StandardCharsets.ISO_8859_1));
        passwordCannotBeRead(latin, "the file is not UTF-8)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--replica jdbc:postgresql://x/y | needs --database",
                "--data x --replica jdbc:postgresql://x/y | needs --database",
                "--database jdbc:mariadb://x/y --replica jdbc:postgresql://x/y | must be of the same kind",
                "--database jdbc:mariadb://x/y --replica jdbc:mysql://x/y | must be of the same kind",
                "--database jdbc:mariadb://x/y --replica jdbc:mariadb://x/y?password=z | must not contain a password"
            })
    void aReplicaIsThatOfTheDatabase(String options, String reason) {
        refused(CommandResult.of(("serve " + options).split(" ")), "--replica " + reason);
    }

    @Test
    void tablesOfANewerVersionAreLeftAlone() throws SQLException {
        assertThat(listKeys(Databases.option(folder)).status()).isEqualTo(0);
        try (var connection = Databases.connect(folder);
                var statement = connection.createStatement()) {
            statement.execute("UPDATE flyway_schema_history SET version = '999' WHERE version = '1'");
        }
        refused(listKeys(Databases.option(folder)), "the tables belong to a newer version of ecs-images");
    }

    @Test
    void timesMeanTheSameInEveryZone() throws Exception {
        var option = Databases.option(folder);
        var made = ChildProcess.start(
                List.of("-Duser.timezone=America/New_York"),
                "access-key",
                "create",
                option,
                "--account",
                "1",
                "--temporary",
                "PT1H");
        assertThat(made.waitFor()).isEqualTo(0);
        var end = Instant.parse(listKeys(option).out().replaceAll("(?s).* until (\\S+)\\R", "$1"));
        assertThat(end).as("until " + end).isAfter(Instant.now().plus(Duration.ofMinutes(55)));
        assertThat(end).as("until " + end).isBefore(Instant.now().plus(Duration.ofMinutes(61)));
    }

    /** What needs a real server. */
    @Nested
    class OnAServer {

        private static final String USER = "ECS_IMAGES_DATABASE_USER";
        private static final String PASSWORD = "ECS_IMAGES_DATABASE_PASSWORD";

        private String user;
        private String database;
        private String option;

        @BeforeEach
        void makeADatabaseAndItsUser() {
            assumeTrue(Databases.VENDOR != H2, "H2 has no server");
            var url = Databases.create().replaceFirst("\\?.*", "");
            database = url.replaceFirst(".*/", "");
            user = "user_of_" + database;
            // The first time, MySQL wants a password over TLS.
            option = "--database=" + url + (Databases.VENDOR == MYSQL ? "?sslMode=trust" : "");
            Databases.administer(
                    Databases.VENDOR == POSTGRESQL
                            ? "CREATE USER " + user + " PASSWORD 'good'"
                            : "CREATE USER " + user + "@'127.0.0.1' IDENTIFIED BY 'good'");
        }

        private void mayDoAnything() {
            Databases.administer(
                    Databases.VENDOR == POSTGRESQL
                            ? "ALTER DATABASE " + database + " OWNER TO " + user
                            : "GRANT ALL ON " + database + ".* TO " + user + "@'127.0.0.1'");
        }

        private void mayOnlyRead() {
            if (Databases.VENDOR != POSTGRESQL) {
                Databases.administer("GRANT SELECT ON " + database + ".* TO " + user + "@'127.0.0.1'");
            }
        }

        private CommandResult listKeys(Map<String, String> environment, String... options) throws Exception {
            var arguments = new ArrayList<>(List.of("access-key", "list"));
            arguments.addAll(List.of(options));
            var errors = folder.resolve("errors");
            var child = ChildProcess.start(environment, errors, arguments.toArray(String[]::new));
            return new CommandResult(child.waitFor(), "", Files.readString(errors));
        }

        /** In this program, whose environment cannot be changed: the user is in the URL, the password in a file. */
        private CommandResult listKeysAs(String user, String password) throws IOException {
            return DatabaseOptionsTest.listKeys(
                    option + (option.contains("?") ? "&" : "?") + "user=" + user,
                    "--database-password-file=" + file("password", password));
        }

        @Test
        void userAndPasswordAreInTheEnvironmentOrAFile() throws Exception {
            mayDoAnything();
            assertThat(listKeys(Map.of(USER, user, PASSWORD, "good"), option).status())
                    .isEqualTo(0);
            var good = "--database-password-file=" + file("good", "good\n");
            assertThat(listKeys(Map.of(USER, user, PASSWORD, "bad"), option, good)
                            .status())
                    .isEqualTo(0);
        }

        @Test
        void aWrongPasswordIsSaidAndNotRepeated() throws Exception {
            mayDoAnything();
            var outcome = listKeys(Map.of(USER, user, PASSWORD, "geheim"), option);
            refused(outcome, "the database rejects the user or the password: ");
            assertThat(outcome.err()).doesNotContain("geheim");
            refused(listKeysAs("nobody", "good"), "the database rejects the user");
        }

        @Test
        void aDatabaseThatIsNotThereIsSaid() {
            var missing = Databases.create().replace("catalogue_", "missing_");
            refused(DatabaseOptionsTest.listKeys("--database", missing), "the database does not exist: ");
        }

        @Test
        void aServerOfAnotherKindIsLeftAlone() {
            assumeTrue(Databases.VENDOR != POSTGRESQL, "no other database speaks its protocol");
            var other = Databases.VENDOR == MYSQL ? MARIADB : MYSQL;
            var url = Databases.create()
                    .replaceFirst("jdbc:\\w+", "jdbc:" + other.product().toLowerCase(Locale.ROOT));
            var outcome = DatabaseOptionsTest.listKeys("--database", url);
            refused(outcome, "the database is " + Databases.VENDOR.product() + " ");
            assertThat(outcome.err()).endsWith(", not " + other.product() + "\n");
        }

        @Test
        void aUserWhoMayNotMakeTheTablesIsToldSo() throws Exception {
            mayOnlyRead();
            refused(listKeysAs(user, "good"), "the tables cannot be created or migrated: ");
        }

        @Test
        void aDatabaseOfSomethingElseIsLeftAlone() throws SQLException {
            try (var connection = Databases.connect(folder);
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE something_else (id BIGINT)");
            }
            refused(DatabaseOptionsTest.listKeys(Databases.option(folder)), "the database contains other tables");
        }

        @Test
        void severalProgramsMayMakeTheTablesAtOnce() throws Exception {
            var children = new ArrayList<Process>();
            for (int i = 0; i < 3; i++) {
                children.add(ChildProcess.start(List.of(), "access-key", "list", Databases.option(folder)));
            }
            for (Process child : children) {
                assertThat(child.waitFor()).isEqualTo(0);
            }
        }
    }
}
