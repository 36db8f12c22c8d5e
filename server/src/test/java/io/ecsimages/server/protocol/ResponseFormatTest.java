package io.ecsimages.server.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.http.Signer;
import io.ecsimages.server.http.V1Request;
import io.ecsimages.server.http.V3Request;
import io.micronaut.context.annotation.Property;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of a response to a signed request; the default differs between signature versions. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class ResponseFormatTest {

    private static TestServer server;
    private static URI uri;

    @BeforeAll
    static void start(TestServer started) {
        server = started.loadSample();
        uri = server.uri();
    }

    @Test
    void version1DefaultsToXml() {
        var response = new V1Request("GET").without("Format").send(uri).assertImages();
        assertThat(response.isXml()).isTrue();
        assertThat(response.body()).contains("<DescribeImagesResponse>");
        var accepting = new V1Request("GET").without("Format").request(uri).add("Accept", "application/json");
        assertThat(accepting.send(uri).assertImages().isXml()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"JSON,false", "json,false", "Json,false", "XML,true", "xml,true"})
    void version1UsesFormat(String format, boolean xml) {
        var query = new V1Request("GET").with("Format", format);
        assertThat(query.send(uri).assertImages().isXml()).isEqualTo(xml);
        var form = new V1Request("POST").with("Format", format).inForm();
        assertThat(form.send(uri).assertImages().isXml()).isEqualTo(xml);
    }

    @Test
    void version3DefaultsToJson() {
        assertThat(new V3Request("GET").send(uri).assertImages().isXml()).isFalse();
        var any = new V3Request("GET").request(uri).add("Accept", "*/*");
        assertThat(any.send(uri).assertImages().isXml()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,false",
        "application/xml,true",
        "text/xml,true",
        "'text/html, application/xml;q=0.9, */*;q=0.8',true",
        "text/html,false"
    })
    void version3UsesAccept(String accept, boolean xml) {
        var request = new V3Request("GET").request(uri).add("Accept", accept);
        assertThat(request.send(uri).assertImages().isXml()).isEqualTo(xml);
    }

    @Test
    void formatOverridesAcceptInVersion3() {
        var json = new V3Request("GET").with("Format", "json").request(uri).add("Accept", "application/xml");
        assertThat(json.send(uri).assertImages().isXml()).isFalse();
        var xml = new V3Request("POST").form("Format", "XML").request(uri).add("Accept", "application/json");
        assertThat(xml.send(uri).assertImages().isXml()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"YAML", "JSONP", "xm l"})
    void ignoresUnknownFormat(String format) {
        var version1 = new V1Request("GET").with("Format", format).send(uri);
        assertThat(version1.assertImages().isXml()).isTrue();
        var version3 = new V3Request("GET").with("Format", format).send(uri);
        assertThat(version3.assertImages().isXml()).isFalse();
    }

    @Test
    void emptyFormatIsTheDefault() {
        assertThat(new V1Request("GET")
                        .with("Format", "")
                        .send(uri)
                        .assertImages()
                        .isXml())
                .isTrue();
        assertThat(new V3Request("GET")
                        .with("Format", "")
                        .send(uri)
                        .assertImages()
                        .isXml())
                .isFalse();
    }

    @Test
    void errorHasTheFormatOfTheRequest() {
        var wrong = new Signer("testid", "another testsecret");
        assertThat(new V1Request("GET").key(wrong).send(uri).isXml()).isFalse();
        assertThat(new V1Request("GET").without("Format").key(wrong).send(uri).isXml())
                .isTrue();
        assertThat(new V1Request("POST")
                        .with("Format", "xml")
                        .inForm()
                        .key(wrong)
                        .send(uri)
                        .isXml())
                .isTrue();
        assertThat(new V3Request("GET").key(wrong).send(uri).isXml()).isFalse();
        assertThat(new V3Request("GET")
                        .key(wrong)
                        .request(uri)
                        .add("Accept", "text/xml")
                        .send(uri)
                        .isXml())
                .isTrue();
    }
}
