package io.ecsimages.server.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.yaml.snakeyaml.Yaml;

/** The documentation in a browser: its content, layout and requests. */
@Tag("database-independent")
@ServerTest
class DocsPageTest {

    private static final String OPERATION = "tag/Images/operation/DescribeImages";
    private static final String DARK = "rgb(27, 31, 35)";
    private static final By SEARCH = By.cssSelector("[role=search] input");

    private static TestServer server;
    private static Browser browser;
    private static long paintMilliseconds;
    private static long completeMilliseconds;
    private static List<String> requests;
    private static List<String> warnings;

    /** Opens the English page in a wide window, which the tests outside the nested classes share. */
    @BeforeAll
    static void open(TestServer started) throws IOException {
        browser = Browser.start();
        server = started.loadSample();
        browser.emulate(1400, "light");
        openPage(server.uri() + "docs/");
        paintMilliseconds = browser.largestContentfulPaint();
        completeMilliseconds =
                ((Number) browser.run("return performance.getEntriesByName('complete')[0].startTime")).longValue();
        requests = browser.requests();
        warnings = browser.warnings();
    }

    @AfterAll
    static void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    /** Loads a page and waits until all operations are rendered. */
    private static void openPage(String address) {
        browser.open(address);
        browser.await(By.cssSelector("#redoc[data-complete]"));
    }

    private static By inOperation(String css) {
        return By.cssSelector("[id='" + OPERATION + "'] " + css);
    }

    /** Returns the OpenAPI document that the server serves. */
    private static Map<String, Object> contract() {
        return new Yaml().load(DocsTest.get(server, "openapi.yaml").body());
    }

    /** Returns the names of the parameters of DescribeImages: its own, or the common parameters. */
    private static List<String> parameterNames(boolean common) {
        var contract = new ObjectMapper().valueToTree(contract());
        var names = new ArrayList<String>();
        for (JsonNode reference : contract.at("/paths/~1#Action=DescribeImages/parameters")) {
            var parameter = reference.has("$ref")
                    ? contract.at(reference.get("$ref").asText().substring(1))
                    : reference;
            if (parameter.has("x-common-parameter") == common) {
                names.add(parameter.get("name").asText());
            }
        }
        return names;
    }

    @Test
    void showsHeadingOfOperation() {
        assertThat(browser.await(inOperation("h2")).getText())
                .isEqualTo("DescribeImages: list the images that you can use");
        assertThat(browser.title()).isEqualTo("ECS image APIs");
    }

    @Test
    void showsParametersOfOperation() {
        var names = parameterNames(false);
        assertThat(names).contains("RegionId", "Tag", "PageSize").doesNotContain("SecurityToken");
        assertThat(browser.find(inOperation("table:first-of-type td[title]")).stream()
                        .map(cell -> cell.getDomAttribute("title"))
                        .limit(names.size())
                        .toList())
                .isEqualTo(names);
        assertThat(browser.find(inOperation("td:is([title='RegionID'], [title='SecurityToken'])")))
                .isEmpty();
    }

    @Test
    void showsCommonParametersOnce() {
        var names = parameterNames(true);
        assertThat(names).contains("Action", "SecurityToken").doesNotContain("RegionId");
        assertThat(browser.find(By.cssSelector("[id='tag/CommonParameters'] td[title]")).stream()
                        .map(cell -> cell.getDomAttribute("title"))
                        .toList())
                .isEqualTo(names);
    }

    @Test
    void showsOneEntryPerOperation() {
        var operations = browser.find(By.cssSelector("[id*='/operation/']")).stream()
                .map(section -> section.getDomAttribute("id").replaceFirst(".*/", ""))
                .toList();
        assertThat(operations)
                .containsExactlyInAnyOrderElementsOf(((Map<?, ?>) contract().get("paths"))
                        .keySet().stream()
                                .map(path -> path.toString().replace("/#Action=", ""))
                                .toList());
        assertThat(browser.await(inOperation("[type=get] + span")).getText()).isEqualTo("/?Action=DescribeImages");
    }

    @Test
    void showsSerializationOfListOfObjects() {
        var tag = browser.await(inOperation("td[title='Tag']")).findElement(By.xpath(".."));
        assertThat(tag.getText()).contains("Tag.1.Key=env&Tag.1.Value=prod");
    }

    @Test
    void showsExampleOfEachError() throws IOException {
        browser.await(inOperation("li[role=tab]"));
        var tab = browser.find(inOperation("li[role=tab]")).stream()
                .filter(label -> label.getText().equals("400"))
                .findFirst()
                .orElseThrow();
        // From here, the browser scrolls the tab to the lower edge, and not under the bar at the top.
        browser.run("scrollTo(0, 0)");
        tab.click();
        var samples = tab.findElement(By.xpath("ancestor::div[1]"));
        var selected = By.cssSelector(".react-tabs__tab-panel--selected");
        var choices = samples.findElement(selected).findElements(By.cssSelector("select.dropdown-select"));
        assertThat(choices).as("lists of formats and of errors").hasSize(2);
        var errors = choices.get(1).findElements(By.tagName("option"));
        var ids = errors.stream().map(WebElement::getText).toList();
        assertThat(ids).contains("InvalidTagCount");
        errors.get(ids.indexOf("InvalidTag.Mismatch")).click();

        var panel = samples.findElement(selected).getText();
        assertThat(panel).contains(ApiError.INVALID_TAG_MISMATCH.message());
        assertThat(panel).contains("\"Code\": \"" + ApiError.INVALID_TAG_MISMATCH.code() + "\"");
        browser.screenshot(Path.of("target", "docs-page.png"));
    }

    @Test
    void showsEachCodeSampleInATab() {
        browser.await(inOperation("li[role=tab]"));
        var tabs = browser.find(inOperation("li[role=tab]")).stream()
                .map(WebElement::getText)
                .toList();
        var languages =
                List.of("curl", "aliyun", "Terraform", "Packer", "Java", "Java (SDK)", "Python", "Go", "Node.js");
        assertThat(tabs.subList(0, languages.size())).isEqualTo(languages);
    }

    @Test
    void showsVersionOfContractAndServer() throws IOException {
        var version = contract().get("info") instanceof Map<?, ?> info ? info.get("version") : null;
        assertThat(browser.await(By.tagName("h1")).getText()).isEqualTo("ECS image APIs (" + version + ")");
        var properties = new Properties();
        properties.load(DocsPageTest.class.getResourceAsStream("/version.properties"));
        assertThat(browser.await(By.cssSelector("nav span")).getText())
                .isEqualTo("ecs-images " + properties.getProperty("version"));
    }

    /** Returns the first cell of an error: its id, its status, and its code if that differs from the id. */
    private static String error(ApiError error) {
        return error.id() + error.status() + (error.code().equals(error.id()) ? "" : " " + error.code());
    }

    @Test
    void showsCauseAndRemedyOfEachError() throws IOException {
        var row = browser.await(By.cssSelector("[id='tag/Errors'] tr:has([id='error/InvalidUsage'])"));
        assertThat(row.findElements(By.tagName("td")).stream()
                        .map(cell -> cell.getDomProperty("textContent"))
                        .toList())
                .containsExactly(
                        error(ApiError.INVALID_USAGE),
                        ApiError.INVALID_USAGE.message(),
                        "Usage is none of its allowed values.",
                        "Use one of the allowed values, in the same letter case. (The misspelling in the message is Alibaba Cloud's.)",
                        "page-2015, page-2018, page-2025");
    }

    /** Waits until the row of an error is in the window, below the bar at the top. */
    private static void awaitRow(String id) {
        var shown = browser.await(By.cssSelector("a[id='error/" + id + "']"));
        for (int i = 0; i < 100; i++) {
            var top = ((Number) browser.run(
                            "return document.getElementById('error/" + id + "').getBoundingClientRect().top"))
                    .doubleValue();
            if (top > 30 && top < 900) {
                return;
            }
            LockSupport.parkNanos(50_000_000);
        }
        throw new AssertionError(shown.getText() + " is not in the window");
    }

    @Test
    void linksErrorOfParameterToItsRow() {
        browser.run("scrollTo(0, 0)");
        var usage = browser.await(inOperation("td[title='Usage']")).findElement(By.xpath(".."));
        browser.click(usage.findElement(By.linkText("InvalidUsage")));
        awaitRow("InvalidUsage");
    }

    @Test
    void everyLinkToAnErrorHasATarget() {
        assertThat((List<?>) browser.run("""
                return [...document.querySelectorAll("a[href^='#error/']")]
                    .map(link => decodeURIComponent(link.hash.slice(1)))
                    .filter(id => !document.getElementById(id));""")).isEmpty();
        assertThat(browser.find(inOperation("details a[href='#error/InvalidTag.Mismatch']")))
                .hasSize(1);
    }

    @Test
    void linksOperationToPageThatSendsIt() {
        var links = browser.find(inOperation("a[href='try/#DescribeImages']"));
        assertThat(links).hasSize(1);
        assertThat(links.get(0).getText()).isEqualTo("Try DescribeImages");
    }

    @Test
    void searchFindsParametersAndErrors() {
        assertSearchFindsParametersAndErrors();
    }

    private static void assertSearchFindsParametersAndErrors() {
        assertFinds("IsSupportCloudinit", OPERATION);
        assertFinds("InvalidUsage", OPERATION);
        assertFinds("InvalidUsage", "tag/Errors");
        assertFinds("SignatureNonce", "tag/CommonParameters");
        browser.await(SEARCH).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
    }

    private static void assertFinds(String words, String section) {
        browser.await(SEARCH).sendKeys(Keys.chord(Keys.CONTROL, "a"), words);
        browser.await(By.cssSelector("[role=search] li[data-item-id='" + section + "']"));
    }

    @Test
    void printsLengthAndRenderingTime() {
        var length = (Long) inWholePage("document.documentElement.scrollHeight");
        assertThat(length).isPositive();
        assertThat(paintMilliseconds).as("the operations are rendered in turn").isBetween(1L, completeMilliseconds - 1);
        System.out.println("documentation page: " + length + " px long, shown after " + paintMilliseconds
                + " ms, all operations after " + completeMilliseconds + " ms");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Usage | Errors: InvalidUsage Evidence: page-2015, page-2018, page-2025",
                "PageSize | Errors: InvalidParameter.PageSize Evidence: page-2015",
                "ActionType | Evidence: programs"
            })
    void showsErrorsAndEvidenceOfParameter(String name, String expected) {
        var row = browser.await(inOperation("td[title='" + name + "']")).findElement(By.xpath(".."));
        assertThat(row.getText().lines().toList()).contains(expected);
        assertThat(browser.find(inOperation("td[title='ImageName'] + td a"))).isEmpty();
    }

    @Test
    void blocksInlineScriptsAndStyles() {
        browser.warnings();
        browser.run("""
                const script = document.createElement('script');
                script.textContent = 'window.injected = true';
                const style = document.createElement('style');
                style.textContent = 'h1 { position: fixed }';
                document.head.append(script, style);""");
        assertThat(browser.run("return window.injected")).isEqualTo(null);
        assertThat(browser.run("return getComputedStyle(document.querySelector('h1')).position"))
                .isEqualTo("static");
        browser.run("document.head.lastChild.remove(); document.head.lastChild.remove();");
        for (String warning : browser.warnings()) {
            assertThat(warning.contains("inline script") || warning.contains("inline style"))
                    .as(warning)
                    .isTrue();
        }
    }

    @Test
    void loadsWithoutWarningsFromThisServerOnly() {
        assertThat(requests).contains(server.uri() + "docs/openapi.json");
        for (String request : requests) {
            assertThat(request).matches("(blob:|data:|\\Q" + server.uri() + "\\E).*");
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void fitsWindow() throws IOException {
        assertFits(1400, "desktop");
    }

    /** Checks that the page, in light colours, is not wider than a window of this width. */
    private static void assertFits(int width, String file) throws IOException {
        browser.emulate(width, "light");
        assertFits(width, "rgb(255, 255, 255)", file);
    }

    private static void assertFits(int width, String background, String file) throws IOException {
        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(background);
        assertThat((Long) inWholePage("document.documentElement.scrollWidth"))
                .as("page width")
                .isLessThanOrEqualTo(width);
        browser.screenshot(Path.of("target", "docs-" + file + ".png"));
    }

    /** Returns the value of an expression while the browser renders all sections, also those outside the window. */
    private static Object inWholePage(String expression) {
        return browser.run("""
                const sections = [...document.querySelectorAll('[data-section-id]')];
                sections.forEach(section => section.style.contentVisibility = 'visible');
                const value = %s;
                sections.forEach(section => section.style.contentVisibility = '');
                return value;""".formatted(expression));
    }

    private static void scrollToErrors() {
        browser.run("document.getElementById('tag/Errors').scrollIntoView()");
    }

    @Nested
    class InChinese {

        @BeforeAll
        static void open() {
            browser.emulate(1400, "light");
            openPage(server.uri() + "docs/zh/#error/InvalidUsage");
            awaitRow("InvalidUsage");
        }

        @Test
        void showsChinesePageInChinese() {
            assertThat(browser.await(inOperation("h2")).getText()).isEqualTo("DescribeImages：查询可以使用的镜像");
            assertThat(browser.title()).isEqualTo("ECS 镜像 API");
            var text = inWholePage("document.body.innerText").toString();
            for (String word : List.of("请求参数", "必需", "默认值", "取值范围", "返回示例", "错误码", "标签键。")) {
                assertThat(text).as(word).contains(word);
            }
            var lines = text.lines().map(String::strip).toList();
            for (String word : List.of("QUERY PARAMETERS", "required", "Response samples", "Copy", "Content type")) {
                assertThat(lines).as(word).doesNotContain(word);
            }
            assertThat(browser.warnings()).isEmpty();
        }

        @Test
        void searchFindsParametersAndErrors() {
            assertSearchFindsParametersAndErrors();
        }

        @Test
        void fitsWindow() throws IOException {
            scrollToErrors();
            assertFits(1400, "desktop-errors");
            browser.run("scrollTo(0, 0)");
            assertFits(390, "phone");
            browser.emulate(1400, "light");
        }
    }

    @Nested
    class OnAPhone {

        @BeforeAll
        static void open() {
            browser.emulate(390, "light");
            openPage(server.uri() + "docs/#error/InvalidUsage");
            awaitRow("InvalidUsage");
        }

        @Test
        void labelsCellsOfErrors() {
            assertThat((List<?>) browser.run("""
                    const row = document.getElementById('error/InvalidUsage').closest('tr');
                    return [...row.cells].map(cell => getComputedStyle(cell, '::before').content);"""))
                    .isEqualTo(List.of("none", "\"Message \"", "\"Cause \"", "\"Remedy \"", "\"Evidence \""));
        }

        @Test
        void fitsWindow() throws IOException {
            scrollToErrors();
            assertFits(390, "phone-errors");
        }
    }

    /** Each test loads a page. */
    @Nested
    class Loaded {

        @Test
        void inDarkColours() throws IOException {
            browser.emulate(1400, "dark");
            openPage(server.uri() + "docs/#error/InvalidUsage");
            awaitRow("InvalidUsage");
            browser.run("scrollTo(0, 0)");
            assertFits(1400, DARK, "desktop-dark");
        }

        @Test
        void inDarkColoursOnAPhone() throws IOException {
            browser.emulate(390, "dark");
            openPage(server.uri() + "docs/zh/");
            browser.await(inOperation("td[title='RegionId']"));
            assertFits(390, DARK, "phone-dark");
        }

        @Test
        void linksToTheSameSectionInTheOtherLanguage() {
            openPage(server.uri() + "docs/#" + OPERATION);
            browser.await(By.cssSelector("nav > a[hreflang]")).click();
            browser.await(By.linkText("English"));
            assertThat(browser.run("return document.documentElement.lang")).isEqualTo("zh-CN");
            assertThat(browser.run("return location.hash")).isEqualTo("#" + OPERATION);
        }

        @Test
        void fromAnyWebServer() throws IOException {
            var files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            files.createContext("/docs/", exchange -> {
                var path = exchange.getRequestURI().getPath().replaceFirst("/$", "/index.html");
                var content = Files.readAllBytes(Path.of("../docs/target/classes/META-INF" + path));
                var type = URLConnection.guessContentTypeFromName(path);
                exchange.getResponseHeaders()
                        .set(
                                "Content-Type",
                                path.endsWith(".js") ? "text/javascript" : path.endsWith(".css") ? "text/css" : type);
                exchange.sendResponseHeaders(200, content.length);
                exchange.getResponseBody().write(content);
                exchange.close();
            });
            files.start();
            try {
                openPage("http://127.0.0.1:" + files.getAddress().getPort() + "/docs/zh/");
                assertThat(browser.await(inOperation("td[title='RegionId']")).isDisplayed())
                        .isTrue();
                assertThat(browser.warnings()).isEmpty();
            } finally {
                files.stop(0);
            }
        }
    }
}
