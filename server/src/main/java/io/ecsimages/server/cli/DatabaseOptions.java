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

/** A database that holds a catalogue. The password is never an argument, for everybody on a machine can read those. */
final class DatabaseOptions {

    private static final String USER = "ECS_IMAGES_DATABASE_USER";
    private static final String PASSWORD = "ECS_IMAGES_DATABASE_PASSWORD";
    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(?i)password\\s*=|//[^/?]*:[^/?]*@");
    private static final Pattern STATEMENT_IN_URL = Pattern.compile("(?i)" + DatabaseKind.FIRST_STATEMENT + "\\s*=");

    private static final List<String> LIKE_THE_DATABASE = List.of(
            "dialect", "maximum-pool-size", "connection-timeout", "validation-timeout", "transaction-isolation");

    @Option(
            names = "--database",
            required = true,
            paramLabel = "JDBC-URL",
            description = {
                "The database of the catalogue: jdbc:postgresql://HOST/NAME, jdbc:mariadb://HOST/NAME or"
                        + " jdbc:mysql://HOST/NAME. Its tables are made, or brought up to date.",
                "User and password are in the environment: " + USER + ", " + PASSWORD + "."
            })
    private String url;

    @Option(
            names = "--database-password-file",
            paramLabel = "FILE",
            description = "The file whose first line is the password.")
    @Nullable
    private Path passwordFile;

    /** The database, which answers. */
    Map<String, Object> properties() {
        var vendor = vendor("--database", url);
        var login = login();
        check(vendor, login);
        return pool("default", url, login);
    }

    /** A replica of the database, which may not answer yet; it is used as the database is. */
    Map<String, Object> replica(String option, String replicaUrl) {
        if (vendor(option, replicaUrl) != vendor("--database", url)) {
            throw new CommandException(option + " must be of the same kind as --database");
        }
        var properties = pool("replica", replicaUrl, login());
        properties.put("datasources.replica.initialization-fail-timeout", -1);
        for (String name : LIKE_THE_DATABASE) {
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

    private static DatabaseKind vendor(String option, String url) {
        if (PASSWORD_IN_URL.matcher(url).find()) {
            throw new CommandException(option + " must not hold a password: put it into " + PASSWORD
                    + ", or into a file that --database-password-file names");
        }
        if (STATEMENT_IN_URL.matcher(url).find()) {
            throw new CommandException(option + " must not hold " + DatabaseKind.FIRST_STATEMENT
                    + ", which ecs-images needs to have its own statements understood");
        }
        return DatabaseKind.of(url)
                .filter(vendor -> vendor != DatabaseKind.H2)
                .orElseThrow(() -> new CommandException(option + " takes jdbc:postgresql://HOST/NAME,"
                        + " jdbc:mariadb://HOST/NAME or jdbc:mysql://HOST/NAME;"
                        + " for a catalogue in a folder there is --data"));
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

    /** Connects once, for a clear word before anything is started. */
    private void check(DatabaseKind vendor, Map<String, String> login) {
        var properties = new Properties();
        properties.putAll(vendor.driverProperties(url));
        login.forEach((name, value) -> properties.put(name.equals("username") ? "user" : name, value));
        try (var connection = DriverManager.getConnection(vendor.driverUrl(url), properties)) {
            var database = connection.getMetaData();
            var found = database.getDatabaseProductName() + " " + database.getDatabaseProductVersion();
            if (!database.getDatabaseProductName().equals(vendor.product())) {
                throw new CommandException("the database is " + found + ", not " + vendor.product());
            } else if (vendor.isTooOld(database.getDatabaseMajorVersion(), database.getDatabaseMinorVersion())) {
                throw new CommandException("the database is too old: it is " + found + ", and " + vendor.product() + " "
                        + vendor.oldest() + " or newer is needed");
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
