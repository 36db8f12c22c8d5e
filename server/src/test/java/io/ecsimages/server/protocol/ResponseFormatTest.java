package io.ecsimages.server.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ecsimages.server.RunningServer;
import io.ecsimages.server.http.Acs3Request;
import io.ecsimages.server.http.RpcRequest;
import io.ecsimages.server.http.Signer;
import java.net.URI;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The format of an answer to a signed call: version 1 and version 3 differ where none is asked for. */
@Tag("database-independent")
class ResponseFormatTest {

    private static RunningServer server;
    private static URI uri;

    @BeforeAll
    static void start() {
        server = RunningServer.withSample(RunningServer.signedOnly());
        uri = server.uri();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void version1AnswersXmlWhereNoneIsAskedFor() {
        var answer = new RpcRequest("GET").without("Format").send(uri).assertImages();
        assertTrue(answer.isXml());
        assertTrue(answer.body().contains("<DescribeImagesResponse>"), answer.body());
        var accepting = new RpcRequest("GET").without("Format").request(uri).add("Accept", "application/json");
        assertTrue(accepting.send(uri).assertImages().isXml());
    }

    @ParameterizedTest
    @CsvSource({"JSON,false", "json,false", "Json,false", "XML,true", "xml,true"})
    void version1AnswersWhatFormatSays(String format, boolean xml) {
        var query = new RpcRequest("GET").with("Format", format);
        assertEquals(xml, query.send(uri).assertImages().isXml());
        var form = new RpcRequest("POST").with("Format", format).inForm();
        assertEquals(xml, form.send(uri).assertImages().isXml());
    }

    @Test
    void version3AnswersJsonWhereNoneIsAskedFor() {
        assertFalse(new Acs3Request("GET").send(uri).assertImages().isXml());
        var any = new Acs3Request("GET").request(uri).add("Accept", "*/*");
        assertFalse(any.send(uri).assertImages().isXml());
    }

    @ParameterizedTest
    @CsvSource({
        "application/json,false",
        "application/xml,true",
        "text/xml,true",
        "'text/html, application/xml;q=0.9, */*;q=0.8',true",
        "text/html,false"
    })
    void version3AnswersWhatAcceptSays(String accept, boolean xml) {
        var request = new Acs3Request("GET").request(uri).add("Accept", accept);
        assertEquals(xml, request.send(uri).assertImages().isXml());
    }

    @Test
    void formatOutranksAcceptInVersion3() {
        var json = new Acs3Request("GET").with("Format", "json").request(uri).add("Accept", "application/xml");
        assertFalse(json.send(uri).assertImages().isXml());
        var xml = new Acs3Request("POST").form("Format", "XML").request(uri).add("Accept", "application/json");
        assertTrue(xml.send(uri).assertImages().isXml());
    }

    @ParameterizedTest
    @ValueSource(strings = {"YAML", "JSONP", "xm l"})
    void anotherFormatIsAnError(String format) {
        var message = "The specified parameter \"Format\" is not valid.";
        var version1 = new RpcRequest("GET").with("Format", format).send(uri);
        assertTrue(version1.assertError(400, "InvalidParameter", message).isXml());
        var version3 = new Acs3Request("GET").with("Format", format).send(uri);
        assertFalse(version3.assertError(400, "InvalidParameter", message).isXml());
    }

    @Test
    void anEmptyFormatIsNone() {
        assertTrue(new RpcRequest("GET")
                .with("Format", "")
                .send(uri)
                .assertImages()
                .isXml());
        assertFalse(new Acs3Request("GET")
                .with("Format", "")
                .send(uri)
                .assertImages()
                .isXml());
    }

    @Test
    void anErrorComesInTheFormatOfTheCall() {
        var wrong = new Signer("testid", "another testsecret");
        assertFalse(new RpcRequest("GET").key(wrong).send(uri).isXml());
        assertTrue(new RpcRequest("GET").without("Format").key(wrong).send(uri).isXml());
        assertTrue(new RpcRequest("POST")
                .with("Format", "xml")
                .inForm()
                .key(wrong)
                .send(uri)
                .isXml());
        assertFalse(new Acs3Request("GET").key(wrong).send(uri).isXml());
        assertTrue(new Acs3Request("GET")
                .key(wrong)
                .request(uri)
                .add("Accept", "text/xml")
                .send(uri)
                .isXml());
    }
}
