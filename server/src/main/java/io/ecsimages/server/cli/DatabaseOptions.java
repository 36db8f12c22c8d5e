package io.ecsimages.server.cli;

import io.ecsimages.server.database.DatabaseKind;
import io.micronaut.core.annotation.Nullable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options of a database. The password is not an argument, because other users of a machine can read arguments. */
final class DatabaseOptions {

    private static final String USER = "ECS_IMAGES_DATABASE_USER";
    private static final String PASSWORD = "ECS_IMAGES_DATABASE_PASSWORD";
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)password\\s*=|//[^/?]*:[^/?]*@");
    private static final Pattern INIT_SQL_IN_URL = Pattern.compile("(?i)" + DatabaseKind.FIRST_STATEMENT + "\\s*=");

    private static final List<String> SHARED_PROPERTIES = List.of(
            "dialect", "maximum-pool-size", "connection-timeout", "validation-timeout", "transaction-isolation");

    @Option(
            names = "--database",
            required = true,
            paramLabel = "JDBC-URL",
            description = {
                "The database of the catalogue: jdbc:postgresql://HOST/NAME, jdbc:mariadb://HOST/NAME or"
                        + " jdbc:mysql://HOST/NAME. Its tables are created or migrated.",
                "The environment variables " + USER + " and " + PASSWORD + " set user and password."
            })
    private String url;

    @Option(
            names = "--database-password-file",
            paramLabel = "FILE",
            description = "A file whose first line is the password.")
    @Nullable
    private Path passwordFile;

    /** Returns the properties of the database, after checking that it is reachable. */
    Map<String, Object> properties() {
        var kind = kindOf("--database", url);
        var login = login();
        check(kind, login);
        return pool("default", url, login);
    }

    /** Returns the properties of a replica, which may be unreachable at first; the pool settings are those of the database. */
    Map<String, Object> replica(String option, String replicaUrl) {
        if (kindOf(option, replicaUrl) != kindOf("--database", url)) {
            throw new CommandException(option + " must be of the same kind as --database");
        }
        var properties = pool("replica", replicaUrl, login());
        properties.put("datasources.replica.initialization-fail-timeout", -1);
        for (String name : SHARED_PROPERTIES) {
            properties.put("datasources.replica." + name, "${datasources.default." + name + "}");
        }
        return properties;
    }

    private static Map<String, Object> pool(String name, String url, Map<String, String> login) {
        var properties = new HashMap<String, Object>();
        properties.put("datasources." + name + ".url", url);
        login.forEach((key, value) -> properties.put("datasources." + name + "." + key, value));
        return properties;
    }

    private static DatabaseKind kindOf(String option, String url) {
        if (PASSWORD_IN_URL.matcher(url).find()) {
            throw new CommandException(
                    option + " must not contain a password; set " + PASSWORD + " or --database-password-file");
        }
        if (INIT_SQL_IN_URL.matcher(url).find()) {
            throw new CommandException(
                    option + " must not contain " + DatabaseKind.FIRST_STATEMENT + ", because ecs-images sets it");
        }
        return DatabaseKind.of(url)
                .filter(kind -> kind != DatabaseKind.H2)
                .orElseThrow(() -> new CommandException(option + " must be jdbc:postgresql://HOST/NAME,"
                        + " jdbc:mariadb://HOST/NAME or jdbc:mysql://HOST/NAME;"
                        + " for a catalogue in a folder, use --data"));
    }

    private Map<String, String> login() {
        var login = new HashMap<String, String>();
        var user = System.getenv(USER);
        if (user != null) {
            login.put("username", user);
        }
        var password = passwordFile == null ? System.getenv(PASSWORD) : firstLine(passwordFile);
        if (password != null) {
            login.put("password", password);
        }
        return login;
    }

    private static String firstLine(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            return Objects.requireNonNullElse(reader.readLine(), "");
        } catch (IOException e) {
            throw new CommandException(file + ": the password cannot be read (" + ErrorMessages.ofFile(e) + ")");
        }
    }

    /** Connects once to report errors before the application starts. */
    private void check(DatabaseKind kind, Map<String, String> login) {
        var properties = new Properties();
        properties.putAll(kind.driverProperties(url));
        login.forEach((name, value) -> properties.put(name.equals("username") ? "user" : name, value));
        try (var connection = DriverManager.getConnection(kind.driverUrl(url), properties)) {
            var database = connection.getMetaData();
            var found = database.getDatabaseProductName() + " " + database.getDatabaseProductVersion();
            if (!database.getDatabaseProductName().equals(kind.product())) {
                throw new CommandException("the database is " + found + ", not " + kind.product());
            } else if (kind.isTooOld(database.getDatabaseMajorVersion(), database.getDatabaseMinorVersion())) {
                throw new CommandException("the database is too old: it is " + found + "; " + kind.product() + " "
                        + kind.oldest() + " or newer is required");
            }
        } catch (SQLException e) {
            throw new CommandException(ErrorMessages.ofDatabase(e));
        }
    }

    @Override
    public String toString() {
        return url.replaceFirst("[?;].*", "");
    }
}
