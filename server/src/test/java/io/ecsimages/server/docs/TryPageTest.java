package io.ecsimages.server.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.api.ApiError;
import io.ecsimages.server.http.Signer;
import io.micronaut.context.annotation.Property;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The page that sends requests, in a browser, on a server that rejects unsigned requests. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class TryPageTest {

    /** An image with the tags env=prod, team=web and 环境=生产. */
    private static final String WEB = "m-bp1rnmk3t80lqdubjvfd";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static TestServer server;
    private static Browser browser;
    private static JsonNode contract;

    @BeforeAll
    static void start(TestServer started) throws IOException {
        browser = Browser.start();
        server = started.loadSample();
        contract = JSON.readTree(DocsTest.get(server, "openapi.json").body());
    }

    @AfterAll
    static void close() throws IOException {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void open() {
        browser.emulate(1400, "light");
        open("docs/try/");
    }

    private static void open(String path) {
        browser.open(server.uri() + path);
        browser.await(By.id("operation"));
    }

    private static By parameter(String name) {
        return By.name(name);
    }

    private static void choose(String field, String value) {
        browser.await(By.cssSelector(field + " option[value='" + value + "']")).click();
    }

    /** Enters the key of the sample catalogue. */
    private static void sign(String signature) {
        choose("#signature", signature);
        browser.type(By.id("key-id"), Signer.SAMPLE.id());
        browser.type(By.id("key-secret"), Signer.SAMPLE.secret());
    }

    /** Adds a row to a list and types its values. */
    private static void add(String list, String... values) {
        var fieldset = fieldset(list);
        browser.click(fieldset.findElement(By.cssSelector("button:not(.remove)")));
        var rows = fieldset.findElements(By.cssSelector(".row"));
        var inputs = rows.get(rows.size() - 1).findElements(By.tagName("input"));
        for (int i = 0; i < values.length; i++) {
            inputs.get(i).sendKeys(values[i]);
        }
    }

    private static WebElement fieldset(String list) {
        return browser.find(By.xpath("//fieldset[legend/code='" + list + "']")).get(0);
    }

    private static void addOther(String name, String value) {
        unfold();
        var section =
                browser.find(By.cssSelector(".parameters > details:last-child")).get(0);
        browser.click(section.findElement(By.cssSelector("button:not(.remove)")));
        var inputs = section.findElements(By.tagName("input"));
        inputs.get(inputs.size() - 2).sendKeys(name);
        inputs.get(inputs.size() - 1).sendKeys(value);
    }

    private static void unfold() {
        browser.run("document.querySelectorAll('details').forEach(section => section.open = true)");
    }

    /** Sends the request and waits for a response with this status. */
    private static void send(int status) {
        browser.run("document.getElementById('status').textContent = ''");
        browser.await(By.cssSelector(".bar button")).click();
        browser.await(By.xpath("//*[@id='status'][starts-with(., '" + status + " ')]"));
    }

    private static List<String> imageIds() throws IOException {
        var ids = new ArrayList<String>();
        JSON.readTree(browser.text("body"))
                .at("/Images/Image")
                .forEach(image -> ids.add(image.get("ImageId").asText()));
        return ids;
    }

    @Test
    void sendsSignedRequests() throws IOException {
        add("Tag", "环境", "生产");
        add("Tag", "team");
        browser.type(parameter("ImageName"), "web*-20240601");
        sign("HMAC-SHA1");
        sendsSignedRequest("GET", "GET&%2F&", "");
        sendsSignedRequest("POST", "POST&%2F&", "");
        sign("HMAC-SHA256");
        sendsSignedRequest("GET", "GET&%2F&", "");
        sign("3");
        sendsSignedRequest("GET", "ACS3-HMAC-SHA256\n", "GET\n/\n");
        sendsSignedRequest("POST", "ACS3-HMAC-SHA256\n", "POST\n/\n");
    }

    private static void sendsSignedRequest(String method, String stringToSign, String canonicalRequest)
            throws IOException {
        choose("#method", method);
        browser.awaitText("url", method + " " + server.uri());
        browser.requests();
        var url = browser.text("url").replace(method + " ", "");
        assertThat(browser.text("string-to-sign")).startsWith(stringToSign);
        assertThat(browser.text("canonical-request")).startsWith(canonicalRequest);
        send(200);
        assertThat(imageIds()).containsExactly(WEB);
        assertThat(browser.requests()).containsExactly(url);
        assertThat(browser.text("headers")).contains("x-acs-request-id: ");
    }

    @ParameterizedTest
    @CsvSource({"HMAC-SHA1, GET", "3, POST"})
    void showsCommandThatSendsTheRequest(String signature, String method) throws Exception {
        sign(signature);
        choose("#method", method);
        add("Tag", "环境", "生产");
        browser.type(parameter("ImageName"), "web-prod-*'");
        browser.await(parameter("ImageName")).sendKeys(Keys.BACK_SPACE);
        browser.awaitText("curl", "curl '" + server.uri());
        var command = browser.text("curl").replace("curl ", "curl -s ");
        assertThat(command).doesNotContain(Signer.SAMPLE.secret());

        var process = new ProcessBuilder("sh", "-c", "command -v curl >/dev/null || exit 127; " + command)
                .redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assumeTrue(process.waitFor() != 127, "curl is not installed");
        assertThat(output).contains(WEB).contains("\"TotalCount\":2");
    }

    @Test
    void copiesCommandThatIsSignedAgain() {
        sign("3");
        browser.awaitText("curl", "Signature=");
        var first = browser.text("curl");
        var copy = browser.find(By.xpath("//pre[@id='curl']/preceding-sibling::*/button"))
                .get(0);
        copy.click();
        browser.await(By.xpath("//button[.='Copied']"));
        assertThat(browser.text("curl")).isEqualTo(first);
        send(200);
        assertThat(browser.text("curl")).isNotEqualTo(first);
    }

    @Test
    void explainsErrorAndShowsStringToSign() throws IOException {
        choose("#signature", "HMAC-SHA1");
        browser.type(By.id("key-id"), Signer.SAMPLE.id());
        browser.type(By.id("key-secret"), "wrong");
        browser.await(By.id("key-secret")).sendKeys(Keys.ENTER);
        browser.await(By.id("error"));
        assertThat(browser.text("error"))
                .contains(ApiError.SIGNATURE_DOES_NOT_MATCH.id())
                .contains("Cause: The signature is wrong.")
                .contains("Remedy: Compare this string");
        var error = JSON.readTree(browser.text("body"));
        assertThat(error.get("Message").asText())
                .isEqualTo(ApiError.SIGNATURE_DOES_NOT_MATCH.message() + browser.text("string-to-sign"));
    }

    @Test
    void sendsUnsignedRequest() {
        assertThat(browser.find(By.id("key-secret")).get(0).isDisplayed()).isFalse();
        browser.awaitText("url", "GET " + server.uri());
        assertThat(browser.find(By.id("string-to-sign")).get(0).isDisplayed()).isFalse();
        send(400);
        assertThat(browser.text("error")).contains(ApiError.MISSING_ACCESS_KEY_ID.id());
    }

    @Test
    void saysWhyThereAreNoSignaturesWithoutTls() {
        browser.open("http://" + Browser.INSECURE_HOST + ":" + server.uri().getPort() + "/docs/try/");
        assertThat(browser.await(By.id("signature")).findElement(By.xpath("..")).getText())
                .contains("The browser signs only on pages that are opened by HTTPS or from localhost.");
        assertThat(browser.find(By.cssSelector("#signature option:enabled"))).hasSize(1);
        send(400);
        assertThat(browser.text("error")).contains(ApiError.MISSING_ACCESS_KEY_ID.id());
    }

    @Test
    void showsXml() {
        sign("3");
        unfold();
        choose("[name=Format]", "XML");
        browser.type(parameter("PageSize"), "1");
        send(200);
        assertThat(browser.text("body"))
                .startsWith("<?xml version='1.0' encoding='UTF-8'?>\n<DescribeImagesResponse>\n  <RequestId>")
                .contains("\n      <ImageId>");
    }

    @Test
    void namesUnknownParameters() {
        sign("3");
        addOther("imageName", "a b");
        send(200);
        assertThat(browser.text("ignored")).endsWith(" imageName");
    }

    @Test
    void sendsValueThatTheFormRefuses() {
        sign("HMAC-SHA256");
        addOther("Usage", "bad");
        send(404);
        assertThat(browser.text("error")).contains("InvalidUsage").contains("Usage is none of its allowed values.");
    }

    @Test
    void checksValues() {
        checksValue("PageSize", "101");
        checksValue("RegionId", "");
        checksValue("InstanceType", "g7");
        choosePage("CreateImage");
        checksValue("ImageName", "1");
        checksValue("ClientToken", "é");
    }

    private static void checksValue(String name, String value) {
        var valid = browser.await(parameter(name)).getDomProperty("value");
        browser.type(parameter(name), value);
        browser.requests();
        browser.await(By.cssSelector(".bar button")).click();
        assertThat(browser.find(By.cssSelector("input:invalid")).stream()
                        .map(input -> input.getDomAttribute("name"))
                        .toList())
                .containsExactly(name);
        assertThat(browser.run("return document.activeElement.name")).isEqualTo(name);
        assertThat(browser.requests()).isEmpty();
        browser.type(parameter(name), valid);
    }

    private static void choosePage(String action) {
        browser.run("location.hash = '" + action + "'");
        browser.awaitText("url", "Action=" + action + "&");
    }

    @Test
    void countsCharactersAsTheContractDoes() {
        choosePage("CreateImage");
        // Two UTF-16 units are one character, which is too short.
        browser.run("""
                const input = document.getElementsByName('Description')[0];
                input.value = '\\u{1F40B}';
                input.dispatchEvent(new Event('input', { bubbles: true }));""");
        assertThat(browser.run("return document.getElementsByName('Description')[0].validationMessage"))
                .isEqualTo("2 to 256 characters.");
    }

    @Test
    void numbersTagsAgain() {
        add("Tag", "env", "prod");
        add("Tag", "team", "web");
        browser.awaitText("url", "Tag.1.Key=env&Tag.1.Value=prod&Tag.2.Key=team&Tag.2.Value=web");
        var tags = fieldset("Tag");
        browser.click(tags.findElement(By.cssSelector("button[aria-label='Remove Tag.1']")));
        browser.awaitText("url", "&Tag.1.Key=team&Tag.1.Value=web&");
        for (int i = 2; i <= 5; i++) {
            add("Tag");
        }
        assertThat(tags.findElement(By.cssSelector("button:not(.remove)")).isEnabled())
                .isFalse();
        var key = tags.findElements(By.cssSelector(".row")).get(1).findElements(By.tagName("input"));
        key.get(1).sendKeys("a");
        assertThat(key.get(0).getDomProperty("required")).isEqualTo("true");
    }

    @Test
    void sendsListsInLists() {
        choosePage("ListTagResources");
        add("TagFilter", "env");
        browser.click(fieldset("TagFilter").findElement(By.cssSelector(".inner button:not(.remove)")));
        fieldset("TagFilter").findElements(By.tagName("input")).get(1).sendKeys("prod");
        browser.awaitText("url", "TagFilter.1.TagKey=env&TagFilter.1.TagValues.1=prod");
    }

    @Test
    void joinsChosenValues() {
        fieldset("Status").findElements(By.tagName("input")).stream().limit(2).forEach(browser::click);
        browser.awaitText("url", "&Status=Creating%2CWaiting&");
    }

    @Test
    void showsEachOperationOfTheContract() {
        for (JsonNode path : contract.get("paths")) {
            var action = path.at("/get/operationId").asText();
            choosePage(action);
            var names = new ArrayList<String>();
            path.get("parameters").forEach(node -> {
                var parameter =
                        node.has("$ref") ? contract.at(node.get("$ref").asText().substring(1)) : node;
                if (!parameter.has("x-common-parameter")) {
                    names.add(parameter.get("name").asText());
                }
            });
            assertThat((List<?>) browser.run("""
                            return [...document.querySelectorAll('.parameters > .section:not(details:nth-last-child(-n + 2)) > .field')]
                                .map(field => field.querySelector('label, legend').querySelector('code').textContent);"""))
                    .as(action)
                    .map(String::valueOf)
                    .containsExactlyInAnyOrderElementsOf(names);
            boolean writes = path.at("/get/x-writes").asBoolean();
            assertThat(browser.run("return document.querySelector('form').textContent")
                            .toString()
                            .contains("This operation changes the catalogue."))
                    .as(action)
                    .isEqualTo(writes);
        }
        assertThat(browser.warnings()).isEmpty();
    }

    @Test
    void keepsRequiredValuesOfTheLastOperation() {
        browser.type(parameter("RegionId"), "cn-beijing");
        choosePage("DeleteImage");
        browser.awaitText("url", "RegionId=cn-beijing");
        assertThat(browser.await(parameter("ImageId")).getDomProperty("value")).isEmpty();
    }

    private static String why(String imageId) {
        browser.type(By.id("why-image"), imageId);
        browser.await(By.cssSelector(".why button")).click();
        browser.await(By.cssSelector("#why-result p"));
        return browser.await(By.id("why-result")).getText();
    }

    @Test
    void explainsWhyAnImageIsNotInTheResponse() throws IOException {
        sign("HMAC-SHA1");
        browser.type(parameter("ImageName"), "db*");
        choose("[name=Architecture]", "x86_64");
        add("Tag", "team", "dba");
        browser.type(parameter("PageSize"), "1");
        send(200);
        assertThat(imageIds()).containsExactly("m-bp1pbpghlb8hz12w3he3");

        assertThat(why(WEB)).isEqualTo("""
                        The image does not meet these conditions:
                        ImageName=db*: the image has ImageName web-prod-20240601
                        Tag.1.Key=team&Tag.1.Value=dba: the image has Tag team web""");
        assertThat(why("m-bp1b0vc0xohhcyexpssv")).endsWith(":\nStatus (not set): the image has Status Waiting");
        assertThat(why("m-bp14xa00b9b44p1047df"))
                .contains("\nImageOwnerAlias (not set): the image has ImageOwnerAlias marketplace\n")
                .endsWith("\nTag.1.Key=team&Tag.1.Value=dba: the image has no Tag team");
        assertThat(why("m-bp1xqhuzh8uiyih9otji")).contains("it is a community image");
        assertThat(why("m-2zek77ucr51130feg9zp"))
                .contains("\nRegionId=cn-hangzhou: the image has RegionId cn-beijing\n")
                .doesNotContain("Architecture", "Status");
        assertThat(why("m-bp13f68mzvq0igrcn74g")).contains("It is on another page of the list.");
        assertThat(why("m-bp1pbpghlb8hz12w3he3")).isEqualTo("The response has this image.");
        assertThat(why("m-none")).startsWith("The caller sees no image with this ImageId, in any region.");
        browser.screenshot(Path.of("target", "try-why.png"));
    }

    @Test
    void storesNothing() {
        sign("3");
        send(200);
        assertThat(browser.run("return localStorage.length + sessionStorage.length + document.cookie.length"))
                .isEqualTo(0L);
        assertThat(browser.run("return document.documentElement.outerHTML").toString())
                .doesNotContain(Signer.SAMPLE.secret());
        assertThat(browser.requests()).noneMatch(url -> url.contains(Signer.SAMPLE.secret()));
        assertThat(browser.run("return location.href").toString()).isEqualTo(server.uri() + "docs/try/");

        browser.run("location.reload()");
        browser.await(By.xpath("//*[@id='status'][.='Send a request to see the response.']"));
        for (String field : List.of("key-id", "key-secret", "key-token")) {
            assertThat(browser.run("return document.getElementById('" + field + "').value"))
                    .isEqualTo("");
        }
    }

    @Test
    void clearsKeyBeforeThePageIsKeptForTheButtonBack() {
        sign("3");
        browser.run("dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))");
        assertThat(browser.run("return document.getElementById('key-secret').value"))
                .isEqualTo("");
    }

    @Test
    void loadsWithoutWarningsFromThisServerOnly() {
        sign("3");
        send(200);
        var requests = browser.requests();
        assertThat(requests).contains(server.uri() + "docs/openapi.json", server.uri() + "docs/try/try.js");
        for (String request : requests) {
            assertThat(request).matches("(data:|\\Q" + server.uri() + "\\E).*");
        }
        assertThat(browser.warnings()).isEmpty();
    }

    @Test
    void everyControlHasAName() {
        unfold();
        choose("#signature", "3");
        add("Tag", "env", "prod");
        var controls = browser.find(By.cssSelector("input, select, button")).stream()
                .filter(WebElement::isDisplayed)
                .toList();
        assertThat(controls).hasSizeGreaterThan(40);
        assertThat(controls)
                .allSatisfy(control -> assertThat(control.getAccessibleName())
                        .as(control.getDomAttribute("id"))
                        .isNotBlank());
    }

    @Test
    void fitsWindowAndColourScheme() throws IOException {
        sign("3");
        add("Tag", "env", "prod");
        assertFits(1400, "light", "desktop");
        assertFits(1400, "dark", "desktop-dark");
        assertFits(390, "light", "phone");
        assertFits(390, "dark", "phone-dark");
    }

    private static void assertFits(int width, String colours, String file) throws IOException {
        browser.emulate(width, colours);
        browser.run("document.querySelector('.left').scrollTop = 0; scrollTo(0, 0)");
        browser.screenshot(Path.of("target", "try-" + file + ".png"));
        send(200);
        assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(colours.equals("dark") ? "rgb(27, 31, 35)" : "rgb(255, 255, 255)");
        assertThat((Long) browser.run("return document.documentElement.scrollWidth"))
                .as("page width")
                .isLessThanOrEqualTo(width);
        assertThat((Boolean) browser.run("""
                const { top } = document.getElementById('status').getBoundingClientRect();
                return top > 30 && top < innerHeight;"""))
                .as("the response is in the window")
                .isTrue();
        browser.screenshot(Path.of("target", "try-" + file + "-response.png"));
    }

    @Test
    void showsChinesePageInChinese() throws IOException {
        choosePage("DeleteImage");
        browser.await(By.cssSelector("nav > a[hreflang]")).click();
        browser.await(By.linkText("English"));
        browser.await(By.id("operation"));
        assertThat(browser.run("return document.documentElement.lang")).isEqualTo("zh-CN");
        assertThat(browser.run("return document.getElementById('operation').value"))
                .isEqualTo("DeleteImage");
        var text = browser.run("return document.body.innerText").toString();
        for (String word : List.of("调试 API", "访问密钥", "必需参数", "可选参数", "发送请求", "返回结果")) {
            assertThat(text).contains(word);
        }
        assertThat(text).doesNotContain("Required", "Send", "required");
        sign("3");
        browser.type(parameter("ImageId"), "m-none");
        send(404);
        assertThat(browser.text("error")).contains("原因：").contains("解决方法：");
        assertThat(browser.warnings().stream().filter(warning -> !warning.contains("404")))
                .isEmpty();
        browser.screenshot(Path.of("target", "try-zh.png"));
    }
}
