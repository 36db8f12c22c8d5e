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

/** The options that select a database, and their errors. */
@Tag("extended")
class DatabaseOptionsTest {

    @TempDir
    private Path folder;

    private static CommandResult listKeys(String... options) {
        var arguments = new ArrayList<>(List.of("access-key", "list"));
        arguments.addAll(List.of(options));
        return CommandResult.of(arguments.toArray(String[]::new));
    }

    private static void assertRejected(CommandResult result, String message) {
        assertThat(result.status()).as(result.err()).isEqualTo(1);
        assertThat(result.err().lines().count()).as(result.err()).isEqualTo(1);
        assertThat(result.err()).startsWith("ecs-images: " + message);
    }

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
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
    void rejectsPasswordInUrlWithoutRepeatingIt(String url) {
        var result = listKeys("--database", url);
        assertRejected(result, "--database must not contain a password");
        assertThat(result.err()).doesNotContain("geheim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mariadb://127.0.0.1/catalogue?initSql=SET NAMES latin1",
                "jdbc:mysql://127.0.0.1/catalogue?user=a&initsql =SET NAMES latin1"
            })
    void rejectsInitSqlInUrl(String url) {
        assertRejected(listKeys("--database", url), "--database must not contain initSql");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"catalogue", "jdbc:oracle:thin:@127.0.0.1/catalogue", "jdbc:h2:mem:catalogue", "postgresql://x/y"
            })
    void rejectsUrlOfUnsupportedDatabase(String url) {
        assertRejected(
                listKeys("--database", url),
                "--database must be jdbc:postgresql://HOST/NAME, jdbc:mariadb://HOST/NAME or jdbc:mysql://HOST/NAME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--data x --database jdbc:mariadb://x/y", "--database-password-file x"})
    void requiresExactlyOneCatalogue(String options) {
        var result = listKeys(options.isEmpty() ? new String[0] : options.split(" "));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--data");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:postgresql", "jdbc:mariadb", "jdbc:mysql"})
    void reportsUnreachableServer(String scheme) throws IOException {
        int port;
        try (var socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        assertRejected(
                listKeys("--database", scheme + "://127.0.0.1:" + port + "/catalogue"),
                "the database cannot be reached: ");
    }

    private void assertPasswordUnreadable(Path file, String message) {
        assertRejected(
                listKeys("--database", "jdbc:postgresql://127.0.0.1/x", "--database-password-file", file.toString()),
                file + ": the password cannot be read (" + message);
    }

    @Test
    void reportsUnreadablePasswordFile() throws IOException {
        assertPasswordUnreadable(folder.resolve("missing"), "no such file)");
        assertPasswordUnreadable(folder, "");
        var latin1 = Files.write(folder.resolve("latin1"), "gehe\u00efm".getBytes(StandardCharsets.ISO_8859_1));
        assertPasswordUnreadable(latin1, "the file is not UTF-8)");
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
    void rejectsReplicaThatDoesNotFitDatabase(String options, String message) {
        assertRejected(CommandResult.of(("serve " + options).split(" ")), "--replica " + message);
    }

    @Test
    void rejectsTablesOfNewerVersion() throws SQLException {
        var created = CommandResult.of("access-key", "create", Databases.option(folder), "--account", "1");
        assertThat(created.status()).as(created.err()).isEqualTo(0);
        try (var connection = Databases.connect(folder);
                var statement = connection.createStatement()) {
            statement.execute("UPDATE flyway_schema_history SET version = '999' WHERE version = '1'");
        }
        assertRejected(listKeys(Databases.option(folder)), "the tables belong to a newer version of ecs-images");
    }

    @Test
    void timesDoNotDependOnTimeZone() throws Exception {
        var option = Databases.option(folder);
        var process = ChildProcess.start(
                List.of("-Duser.timezone=America/New_York"),
                "access-key",
                "create",
                option,
                "--account",
                "1",
                "--temporary",
                "PT1H");
        assertThat(process.waitFor()).isEqualTo(0);
        var end = Instant.parse(listKeys(option).out().replaceAll("(?s).* until (\\S+)\\R", "$1"));
        assertThat(end).as("until " + end).isAfter(Instant.now().plus(Duration.ofMinutes(55)));
        assertThat(end).as("until " + end).isBefore(Instant.now().plus(Duration.ofMinutes(61)));
    }

    /** Tests that need a database server. */
    @Nested
    class OnAServer {

        private static final String USER = "ECS_IMAGES_DATABASE_USER";
        private static final String PASSWORD = "ECS_IMAGES_DATABASE_PASSWORD";

        private String user;
        private String database;
        private String option;

        @BeforeEach
        void createDatabaseAndUser() {
            assumeTrue(Databases.VENDOR != H2, "H2 has no server");
            var url = Databases.create().replaceFirst("\\?.*", "");
            database = url.replaceFirst(".*/", "");
            user = "user_of_" + database;
            // MySQL accepts the first login of a user over TLS only.
            option = "--database=" + url + (Databases.VENDOR == MYSQL ? "?sslMode=trust" : "");
            Databases.administer(
                    Databases.VENDOR == POSTGRESQL
                            ? "CREATE USER " + user + " PASSWORD 'good'"
                            : "CREATE USER " + user + "@'127.0.0.1' IDENTIFIED BY 'good'");
        }

        private void grantAll() {
            Databases.administer(
                    Databases.VENDOR == POSTGRESQL
                            ? "ALTER DATABASE " + database + " OWNER TO " + user
                            : "GRANT ALL ON " + database + ".* TO " + user + "@'127.0.0.1'");
        }

        private void grantSelect() {
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

        /** Runs in this process, whose environment is fixed: the user is in the URL, the password in a file. */
        private CommandResult listKeysAs(String user, String password) throws IOException {
            return DatabaseOptionsTest.listKeys(
                    option + (option.contains("?") ? "&" : "?") + "user=" + user,
                    "--database-password-file=" + file("password", password));
        }

        @Test
        void readsUserAndPasswordFromEnvironmentOrFile() throws Exception {
            grantAll();
            assertThat(listKeys(Map.of(USER, user, PASSWORD, "good"), option).status())
                    .isEqualTo(0);
            var good = "--database-password-file=" + file("good", "good\n");
            assertThat(listKeys(Map.of(USER, user, PASSWORD, "bad"), option, good)
                            .status())
                    .isEqualTo(0);
        }

        @Test
        void reportsWrongPasswordWithoutRepeatingIt() throws Exception {
            grantAll();
            var result = listKeys(Map.of(USER, user, PASSWORD, "geheim"), option);
            assertRejected(result, "the database rejects the user or the password: ");
            assertThat(result.err()).doesNotContain("geheim");
            assertRejected(listKeysAs("nobody", "good"), "the database rejects the user");
        }

        @Test
        void reportsMissingDatabase() {
            var missing = Databases.create().replace("catalogue_", "missing_");
            assertRejected(DatabaseOptionsTest.listKeys("--database", missing), "the database does not exist: ");
        }

        @Test
        void rejectsServerOfAnotherKind() {
            assumeTrue(Databases.VENDOR != POSTGRESQL, "no other database speaks its protocol");
            var other = Databases.VENDOR == MYSQL ? MARIADB : MYSQL;
            var url = Databases.create()
                    .replaceFirst("jdbc:\\w+", "jdbc:" + other.product().toLowerCase(Locale.ROOT));
            var result = DatabaseOptionsTest.listKeys("--database", url);
            assertRejected(result, "the database is " + Databases.VENDOR.product() + " ");
            assertThat(result.err()).endsWith(", not " + other.product() + "\n");
        }

        @Test
        void reportsMissingPermissionToCreateTables() throws Exception {
            grantSelect();
            assertRejected(listKeysAs(user, "good"), "the tables cannot be created or migrated: ");
        }

        @Test
        void rejectsDatabaseWithOtherTables() throws SQLException {
            try (var connection = Databases.connect(folder);
                    var statement = connection.createStatement()) {
                statement.execute("CREATE TABLE something_else (id BIGINT)");
            }
            assertRejected(
                    DatabaseOptionsTest.listKeys(Databases.option(folder)), "the database contains other tables");
        }

        @Test
        void processesCreateTablesConcurrently() throws Exception {
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
