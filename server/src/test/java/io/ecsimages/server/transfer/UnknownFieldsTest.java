package io.ecsimages.server.transfer;

import static io.ecsimages.server.TestServer.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ecsimages.server.TestServer;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fields that the contract does not define: every response has them, and export and import keep them. */
@Tag("extended")
class UnknownFieldsTest {

    private static final String IMAGE = """
            {"ImageId": "m-1", "ImageOwnerAlias": "self", "CreationTime": "2024-01-01T00:00:00Z", "ImageFamily": "web",
             "DeprecationTime": "2030-01-01T00:00:00Z", "Level": 7, "Share": 0.25, "Big": 12345678901234567890, "IsNew": true,
             "NewObject": {"A": 1, "B": {"C": "x < y"}}, "NewList": {"Item": [{"Name": "one"}, {"Name": "two"}]},
             "Plain": ["p", "q"], "Empty": {}, "Text": "",
             "Features": {"NvmeSupport": "supported", "TpmSupport": "v2"},
             "SecureBootOptions": {"Mode": "strict"},
             "DetectionOptions": {"Checked": true, "Items": {"Item": [{"Name": "GuestOS", "Advice": "none"}], "More": 1}},
             "DiskDeviceMappings": {"DiskDeviceMapping": [{"Device": "/dev/xvda", "KMSKeyId": "key-1"}], "Disks": 1},
             "Tags": {"Tag": [{"TagKey": "env", "TagValue": "prod", "Scope": "user"}], "Next": "n"},
             "not a name": 1, "1st": 2, "ns:tag": 3, "$type": "t", "网络": "vpc", "": "none"}""";

    private static TestServer server(boolean cache) {
        return TestServer.empty(Map.of("ecs-images.cache.enabled", cache));
    }

    private static void importImage(TestServer server) {
        server.importDump("{\"RegionId\":\"cn-hangzhou\",\"Images\":{\"Image\":[" + IMAGE + "]}}", ACCOUNT);
    }

    private static String export(TestServer server) {
        var lines = new StringBuilder();
        server.bean(Exporter.class)
                .export(ACCOUNT, null, response -> lines.append(response).append('\n'));
        return lines.toString();
    }

    /** Expects each field of a dump in a response, with its value; the response may have more. */
    private static void assertContains(JsonNode response, JsonNode dump) {
        if (dump.isObject()) {
            assertThat(response.isObject()).as(response.toString()).isTrue();
            dump.fields().forEachRemaining(field -> assertContains(response.path(field.getKey()), field.getValue()));
        } else if (dump.isArray()) {
            assertThat(response).hasSameSizeAs(dump);
            for (int i = 0; i < dump.size(); i++) {
                assertContains(response.get(i), dump.get(i));
            }
        } else {
            assertThat(response).isEqualTo(dump);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areInJson(boolean cache) throws IOException {
        var dump = new ObjectMapper().readTree(IMAGE);
        try (var server = server(cache)) {
            importImage(server);
            for (int i = 0; i < 2; i++) {
                assertContains(server.describe().at("/Images/Image/0"), dump);
                var family = server.call("DescribeImageFromFamily", "ImageFamily", "web");
                assertContains(family.path("Image"), dump);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void areInXml(boolean cache) {
        try (var server = server(cache)) {
            importImage(server);
            for (String action : new String[] {"DescribeImages", "DescribeImageFromFamily"}) {
                var parameters = TestServer.parameters("Action", action, "ImageFamily", "web", "Format", "XML");
                var xml = server.get(parameters).body();
                assertThat(xml)
                        .contains(
                                "<DeprecationTime>2030-01-01T00:00:00Z</DeprecationTime>",
                                "<Level>7</Level>",
                                "<Share>0.25</Share>",
                                "<Big>12345678901234567890</Big>",
                                "<IsNew>true</IsNew>",
                                "<NewObject><A>1</A><B><C>x &lt; y</C></B></NewObject>",
                                "<NewList><Item><Name>one</Name></Item><Item><Name>two</Name></Item></NewList>",
                                "<Plain>p</Plain><Plain>q</Plain>",
                                "<Empty/>",
                                "<Text></Text>",
                                "<NvmeSupport>supported</NvmeSupport><TpmSupport>v2</TpmSupport>",
                                "<SecureBootOptions><Mode>strict</Mode></SecureBootOptions>",
                                "<Checked>true</Checked>",
                                "<Advice>none</Advice>",
                                "<More>1</More>",
                                "<KMSKeyId>key-1</KMSKeyId>",
                                "<Disks>1</Disks>",
                                "<Scope>user</Scope>",
                                "<Next>n</Next>")
                        .contains(
                                "<not_a_name>1</not_a_name>",
                                "<_1st>2</_1st>",
                                "<ns_tag>3</ns_tag>",
                                "<_type>t</_type>",
                                "<__>vpc</__>",
                                "<_>none</_>");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"JSON", "XML"})
    void surviveExportAndImport(String format) {
        try (var server = server(true);
                var other = server(true)) {
            importImage(server);
            var exported = export(server);
            other.importDump(exported, ACCOUNT);
            assertThat(export(other)).isEqualTo(exported);
            var parameters = TestServer.parameters("Format", format);
            var response = server.get(parameters).body();
            assertThat(withoutRequestId(other.get(parameters).body())).isEqualTo(withoutRequestId(response));
        }
    }

    private static String withoutRequestId(String response) {
        return response.replaceFirst("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}", "");
    }
}
