package io.ecsimages.server.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micronaut.core.annotation.Nullable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** A headless Chromium with a temporary profile. */
final class Browser implements AutoCloseable {

    private static final String INSTALL_MESSAGE =
            "there is no browser: install the packages chromium and chromium-driver, so that both are on the PATH";

    /** A name of this machine that the browser does not know as local, so that it restricts pages without TLS. */
    static final String INSECURE_HOST = "insecure.test";

    /** The logger of Selenium, which warns of each newer Chromium. */
    private static final Logger SELENIUM = Logger.getLogger("org.openqa.selenium");

    private final Path profile;
    private final ChromeDriver driver;

    private Browser(File chromium, File chromedriver) throws IOException {
        SELENIUM.setLevel(Level.SEVERE);
        profile = Files.createTempDirectory("ecs-images-browser-");
        var logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        var options = new ChromeOptions();
        options.setBinary(chromium);
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--window-size=1400,1000",
                "--host-resolver-rules=MAP " + INSECURE_HOST + " 127.0.0.1",
                "--user-data-dir=" + profile);
        var service = new ChromeDriverService.Builder()
                .usingDriverExecutable(chromedriver)
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
    }

    /** Starts a browser. Without one, the test fails if the environment variable CI is true, else it is skipped. */
    static Browser start() throws IOException {
        var chromium = onPath("chromium", "google-chrome", "chrome");
        var chromedriver = onPath("chromedriver");
        boolean found = chromium.isPresent() && chromedriver.isPresent();
        if ("true".equals(System.getenv("CI"))) {
            assertThat(found).as(INSTALL_MESSAGE).isTrue();
        }
        assumeTrue(found, INSTALL_MESSAGE);
        return new Browser(chromium.orElseThrow(), chromedriver.orElseThrow());
    }

    private static Optional<File> onPath(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .map(folder -> new File(folder, name)))
                .filter(File::canExecute)
                .findFirst();
    }

    /** Loads a page; {@link #requests} and {@link #warnings} then are of this page only. */
    void open(String address) {
        // The start page of the browser sends requests, too.
        driver.get("about:blank");
        requests();
        warnings();
        driver.get(address);
        await(By.tagName("h2"));
    }

    /** Waits up to 30 seconds until an element is displayed. */
    WebElement await(By selector) {
        var deadline = Instant.now().plusSeconds(30);
        while (Instant.now().isBefore(deadline)) {
            var displayed = firstDisplayed(find(selector));
            if (displayed != null) {
                return displayed;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError("the page does not show " + selector);
    }

    /** Returns the first element that is displayed, or null. (Selenium would send a script of 50 KB for each element.) */
    private @Nullable WebElement firstDisplayed(List<WebElement> elements) {
        return elements.isEmpty() ? null : (WebElement) run("""
                        return arguments[0].find(element => {
                            const shown = element.closest('select') ?? element;
                            const { width, height } = shown.getBoundingClientRect();
                            return width > 0 && height > 0
                                && shown.checkVisibility({ opacityProperty: true, visibilityProperty: true });
                        }) ?? null;""", elements);
    }

    List<WebElement> find(By selector) {
        return driver.findElements(selector);
    }

    String title() {
        return driver.getTitle();
    }

    /** Sets the width of the window, below 600 that of a phone, and the colour scheme, {@code light} or {@code dark}. */
    void emulate(int width, String colours) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 1000, "deviceScaleFactor", 1, "mobile", width < 600));
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", colours))));
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Replaces the text of a field, as a person would. */
    void type(By selector, String text) {
        await(selector).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, text);
    }

    /** Returns the text that an element has, also where the window does not show it. */
    String text(String id) {
        return String.valueOf(run("return document.getElementById('" + id + "').textContent"));
    }

    /** Waits up to 30 seconds until the element with an id has a text. */
    void awaitText(String id, String text) {
        var deadline = Instant.now().plusSeconds(30);
        while (!text(id).contains(text)) {
            if (Instant.now().isAfter(deadline)) {
                throw new AssertionError("the text of " + id + " is: " + text(id));
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    /** Clicks an element, wherever it is in the page. */
    void click(WebElement element) {
        driver.executeScript("arguments[0].click()", element);
    }

    /** Returns the time from the start of the navigation until the page shows its largest element, in milliseconds. */
    long largestContentfulPaint() {
        return ((Number) driver.executeAsyncScript("""
                const done = arguments[0];
                new PerformanceObserver(list => done(Math.round(list.getEntries().at(-1).startTime)))
                    .observe({ type: 'largest-contentful-paint', buffered: true });""")).longValue();
    }

    void screenshot(Path file) throws IOException {
        Files.write(file, driver.getScreenshotAs(OutputType.BYTES));
    }

    /** Returns the warnings and errors in the console. */
    List<String> warnings() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }

    /** Returns the URLs of all requests since the last call. */
    List<String> requests() {
        var json = new ObjectMapper();
        return driver.manage().logs().get(LogType.PERFORMANCE).getAll().stream()
                .map(entry -> read(json, entry.getMessage()).path("message"))
                .filter(message -> message.path("method").asText().equals("Network.requestWillBeSent"))
                .map(message -> message.at("/params/request/url").asText())
                .toList();
    }

    private static JsonNode read(ObjectMapper mapper, String json) {
        try {
            return mapper.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        driver.quit();
        try (var files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }
}
