package io.ecsimages.server.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.ecsimages.server.RunningServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.yaml.snakeyaml.Yaml;

/** The documentation in a real browser: what a reader finds on the page, and that it needs nothing but the server. */
@Tag("database-independent")
class DocsPageTest {

    private static final String OPERATION = "tag/Images/operation/DescribeImages";

    private static RunningServer server;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.start();
        server = RunningServer.withSample();
        browser.open(server.uri() + "docs/");
    }

    @AfterAll
    static void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static By inOperation(String css) {
        return By.cssSelector("[id='" + OPERATION + "'] " + css);
    }

    /** The OpenAPI document, as the server gives it out. */
    private static Map<String, Object> contract() {
        return new Yaml().load(DocsTest.get(server, "openapi.yaml").body());
    }

    @SuppressWarnings("unchecked")
    private static List<String> parameterNames() {
        var contract = contract();
        var components = (Map<String, Map<String, Map<String, Object>>>) contract.get("components");
        var path = ((Map<String, Map<String, Object>>) contract.get("paths")).get("/#Action=DescribeImages");
        return ((List<Map<String, String>>) path.get("parameters"))
                .stream()
                        .map(parameter -> parameter.containsKey("$ref")
                                ? parameter.get("$ref").replaceAll(".*/", "")
                                : parameter.get("name"))
                        .map(name -> components.get("parameters").containsKey(name)
                                ? components
                                        .get("parameters")
                                        .get(name)
                                        .get("name")
                                        .toString()
                                : name)
                        .toList();
    }

    @Test
    void theOperationHasAHeading() {
        assertEquals(
                "DescribeImages: list the images that you can use",
                browser.await(inOperation("h2")).getText());
        assertEquals("ECS image catalogue", browser.title());
    }

    @Test
    void everyParameterOfTheContractIsThere() {
        var names = parameterNames();
        assertTrue(
                names.containsAll(List.of("Action", "RegionId", "Tag", "PageSize", "SecurityToken")), names.toString());
        for (String name : names) {
            assertTrue(browser.await(inOperation("td[title='" + name + "']")).isDisplayed(), name);
        }
        assertEquals(List.of(), browser.find(inOperation("td[title='RegionID']")));
    }

    @Test
    void aListOfStructuresIsShownAsItGoesOverTheWire() {
        var tag = browser.await(inOperation("td[title='Tag']")).findElement(By.xpath(".."));
        assertTrue(tag.getText().contains("Tag.1.Key=env&Tag.1.Value=prod"), tag.getText());
    }

    @Test
    void everyErrorOfAStatusCanBeLookedUpByItsId() throws IOException {
        browser.await(inOperation("li[role=tab]"));
        var tab = browser.find(inOperation("li[role=tab]")).stream()
                .filter(label -> label.getText().equals("400"))
                .findFirst()
                .orElseThrow();
        tab.click();
        var samples = tab.findElement(By.xpath("ancestor::div[1]"));
        var shown = By.cssSelector(".react-tabs__tab-panel--selected");
        var choices = samples.findElement(shown).findElements(By.cssSelector("select.dropdown-select"));
        assertEquals(2, choices.size(), "the choice of a format, and that of an error");
        var errors = choices.get(1).findElements(By.tagName("option"));
        var ids = errors.stream().map(WebElement::getText).toList();
        assertTrue(ids.contains("InvalidTagCount"), ids.toString());
        errors.get(ids.indexOf("InvalidTag.Mismatch")).click();

        var panel = samples.findElement(shown).getText();
        assertTrue(panel.contains("The specified Tag.n.Key and Tag.n.Value are not match."), panel);
        assertTrue(panel.contains("\"Code\": \"InvalidTag.Mismatch\""), panel);
        browser.screenshot(Path.of("target", "docs-page.png"));
    }

    @Test
    void everyCodeSampleHasATab() {
        browser.await(inOperation("li[role=tab]"));
        var tabs = browser.find(inOperation("li[role=tab]")).stream()
                .map(WebElement::getText)
                .toList();
        var languages =
                List.of("curl", "aliyun", "Terraform", "Packer", "Java", "Java (SDK)", "Python", "Go", "Node.js");
        assertEquals(languages, tabs.subList(0, languages.size()));
    }

    @Test
    void thePageNamesTheVersionOfTheContractAndOfTheServer() throws IOException {
        var version = contract().get("info") instanceof Map<?, ?> info ? info.get("version") : null;
        assertEquals(
                "ECS image catalogue (" + version + ")",
                browser.await(By.tagName("h1")).getText());
        var properties = new Properties();
        properties.load(DocsPageTest.class.getResourceAsStream("/version.properties"));
        assertEquals(
                "ecs-images " + properties.getProperty("version"),
                browser.await(By.cssSelector("nav span")).getText());
    }

    @Test
    void everyErrorIsInATableWithCauseAndRemedy() throws IOException {
        var row = browser.find(By.cssSelector("[id='tag/Errors/DescribeImages'] tr")).stream()
                .filter(tr -> tr.findElements(By.tagName("code")).stream()
                        .anyMatch(code -> "InvalidUsage".equals(code.getDomProperty("textContent"))))
                .findFirst()
                .orElseThrow();
        assertEquals(
                List.of(
                        "InvalidUsage404",
                        "The specifed Usage is not valid",
                        "Usage is none of its allowed values.",
                        "Use one of the allowed values, in the same letter case. (The misspelling in the message is Alibaba Cloud's.)"),
                row.findElements(By.tagName("td")).stream()
                        .map(cell -> cell.getDomProperty("textContent"))
                        .toList());
    }

    @Test
    void theChinesePageIsChinese() throws IOException {
        try (var another = Browser.start()) {
            another.open(server.uri() + "docs/zh/");
            assertEquals(
                    "DescribeImages：查询可以使用的镜像", another.await(inOperation("h2")).getText());
            assertEquals("ECS 镜像目录", another.title());
            var text = another.run("return document.body.innerText").toString();
            for (String word : List.of("请求参数", "必需", "默认值", "取值范围", "返回示例", "错误码", "标签键。")) {
                assertTrue(text.contains(word), word);
            }
            var lines = text.lines().map(String::strip).toList();
            for (String word : List.of("QUERY PARAMETERS", "required", "Response samples", "Copy", "Content type")) {
                assertFalse(lines.contains(word), word);
            }
            assertEquals(List.of(), another.complaints());
        }
    }

    @Test
    void aLinkLeadsToTheSamePlaceInTheOtherLanguage() throws IOException {
        try (var another = Browser.start()) {
            another.open(server.uri() + "docs/#" + OPERATION);
            another.await(By.cssSelector("nav > a")).click();
            another.await(By.linkText("English"));
            assertEquals("zh-CN", another.run("return document.documentElement.lang"));
            assertEquals("#" + OPERATION, another.run("return location.hash"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1400, light, docs/, desktop",
        "1400, dark, docs/, desktop-dark",
        "390, light, docs/zh/, phone",
        "390, dark, docs/zh/, phone-dark",
        "390, light, docs/#tag/Errors, phone-errors",
        "1400, light, docs/zh/#tag/Errors, desktop-errors"
    })
    void thePageFitsTheWindowAndItsColours(int width, String colours, String path, String file) throws IOException {
        try (var another = Browser.start()) {
            another.look(width, colours);
            another.open(server.uri() + path);
            another.await(inOperation("td[title='RegionId']"));
            var background = another.run("return getComputedStyle(document.body).backgroundColor");
            assertEquals(colours.equals("dark") ? "rgb(27, 31, 35)" : "rgb(255, 255, 255)", background);
            var needed = (Long) another.run("return document.documentElement.scrollWidth");
            assertTrue(needed <= width, "the page is " + needed + " wide");
            another.run("document.getElementById(location.hash.slice(1))?.scrollIntoView()");
            another.screenshot(Path.of("target", "docs-" + file + ".png"));
        }
    }

    @Test
    void whatDoesNotBelongToThePageIsNotRun() throws IOException {
        try (var another = Browser.start()) {
            another.open(server.uri() + "docs/");
            another.run("""
                    const script = document.createElement('script');
                    script.textContent = 'window.strange = true';
                    document.body.append(script);
                    const style = document.createElement('style');
                    style.textContent = 'h1 { position: fixed }';
                    document.head.append(style);""");
            assertEquals(null, another.run("return window.strange"));
            assertEquals("static", another.run("return getComputedStyle(document.querySelector('h1')).position"));
            for (String complaint : another.complaints()) {
                assertTrue(complaint.contains("inline script") || complaint.contains("inline style"), complaint);
            }
        }
    }

    @Test
    void anyWebServerCanServeThePage() throws IOException {
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
        try (var another = Browser.start()) {
            another.open("http://127.0.0.1:" + files.getAddress().getPort() + "/docs/zh/");
            assertTrue(another.await(inOperation("td[title='RegionId']")).isDisplayed());
            assertEquals(List.of(), another.complaints());
        } finally {
            files.stop(0);
        }
    }

    @Test
    void thePageComplainsOfNothingAndAsksNobodyElse() throws IOException {
        // Anew, in a window of its own: what others of these tests asked for is counted there.
        try (var another = Browser.start()) {
            another.open(server.uri() + "docs/");
            another.await(inOperation("td[title='RegionId']"));
            var requests = another.requests();
            assertTrue(requests.contains(server.uri() + "docs/openapi.json"), requests.toString());
            for (String request : requests) {
                assertTrue(request.matches("(blob:|data:|\\Q" + server.uri() + "\\E).*"), request);
            }
            assertEquals(List.of(), another.complaints());
        }
    }
}
