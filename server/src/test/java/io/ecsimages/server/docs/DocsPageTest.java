package io.ecsimages.server.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.server.RunningServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.yaml.snakeyaml.Yaml;

/** The documentation in a real browser: what a reader finds on the page, and that it needs nothing but the server. */
class DocsPageTest {

    private static final String OPERATION = "tag/Images/operation/DescribeImages";

    private static RunningServer server;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        browser = Browser.start();
        server = RunningServer.withSample();
        browser.open(server.uri() + "docs");
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
        browser.find(inOperation("li[role=tab]")).stream()
                .filter(tab -> tab.getText().equals("400"))
                .findFirst()
                .orElseThrow()
                .click();
        var choices = browser.find(inOperation(".react-tabs__tab-panel--selected select.dropdown-select"));
        assertEquals(2, choices.size(), "the choice of a format, and that of an error");
        var errors = choices.get(1).findElements(By.tagName("option"));
        var ids = errors.stream().map(WebElement::getText).toList();
        assertTrue(ids.contains("InvalidTagCount"), ids.toString());
        errors.get(ids.indexOf("InvalidTag.Mismatch")).click();

        var panel =
                browser.await(inOperation(".react-tabs__tab-panel--selected")).getText();
        assertTrue(panel.contains("The specified Tag.n.Key and Tag.n.Value are not match."), panel);
        assertTrue(panel.contains("\"Code\": \"InvalidTag.Mismatch\""), panel);
        browser.screenshot(Path.of("target", "docs-page.png"));
    }

    @Test
    void thePageComplainsOfNothingAndAsksNobodyElse() throws IOException {
        // Anew, in a window of its own: what others of these tests asked for is counted there.
        try (var another = Browser.start()) {
            another.open(server.uri() + "docs");
            another.await(inOperation("td[title='RegionId']"));
            var requests = another.requests();
            assertTrue(requests.contains(server.uri() + "docs"), requests.toString());
            for (String request : requests) {
                assertTrue(request.matches("(blob:|data:|\\Q" + server.uri() + "\\E).*"), request);
            }
            assertEquals(List.of(), another.complaints());
        }
    }
}
