package io.ecsimages.client.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.protocol.ActionRequest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures that Alibaba Cloud published, and some derived from its rules. */
class SignatureVectorsTest {

    private static final String SIX_HEADERS =
            "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";
    private static final AccessKey KEY = AccessKey.of("testid", "testsecret");
    private static final SortedMap<String, String> BUSINESS = new TreeMap<>(
            Map.of("RegionId", "cn-hangzhou", "ImageName", "my image*~", "Tag.1.Key", "环境", "Tag.1.Value", ""));

    private static SortedMap<String, String> call(String action, String format, Map<String, String> more) {
        var parameters = new TreeMap<>(more);
        parameters.putAll(Map.of("Action", action, "Format", format, "Version", "2014-05-26"));
        return parameters;
    }

    @ParameterizedTest
    @CsvSource({"GET,OLeaidS1JvxuMvnyHOwuJ+uX5qY=", "POST,MxbnVAM4w6sft9xjVpe/GCKueuk="})
    void signsDescribeRegionsWithVersion1(String method, String signature) {
        var signed = SignatureV1.sign(
                method,
                call("DescribeRegions", "XML", Map.of()),
                KEY,
                "2016-02-23T12:46:24Z",
                "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf");
        assertThat(signed.get("Signature")).isEqualTo(signature);
        assertThat(signed.get("AccessKeyId")).isEqualTo("testid");
        assertThat(signed.get("Timestamp")).isEqualTo("2016-02-23T12:46:24Z");
        assertThat(signed).doesNotContainKey("SecurityToken");
    }

    @ParameterizedTest
    @CsvSource({"GET,9NaGiOspFP5UPcwX8Iwt2YJXXuk=", "POST,ZvQ9xGiFnquSJRvj+WE6kdSpTwU="})
    void signsDescribeDedicatedHostsWithVersion1(String method, String signature) {
        var signed = SignatureV1.sign(
                method,
                call("DescribeDedicatedHosts", "JSON", Map.of("RegionId", "cn-beijing")),
                KEY,
                "2023-03-13T08:34:30Z",
                "edb2b34af0af9a6d14deaf7c1a5315eb");
        assertThat(signed.get("Signature")).isEqualTo(signature);
    }

    @Test
    void version1SignsNonAsciiAndEmptyValues() {
        var parameters = call("DescribeImages", "JSON", BUSINESS);
        var signed = SignatureV1.sign("GET", parameters, KEY, "2026-01-01T00:00:00Z", "0001");
        assertThat(signed.get("Signature")).isEqualTo("JDrvZI/hPl9iW/QqH1uLHrg9oJw=");
    }

    @Test
    void signsRunInstancesWithVersion3() {
        var parameters = new TreeMap<>(
                Map.of("ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId", "cn-shanghai"));
        var headers = SignatureV3.headers(
                "POST",
                "ecs.cn-shanghai.aliyuncs.com",
                new ActionRequest("RunInstances", "2014-05-26", parameters),
                AccessKey.of("YourAccessKeyId", "YourAccessKeySecret"),
                "2023-10-26T10:22:32Z",
                "3156853299f313e23d1673dc12e1703d");
        assertThat(headers.get("Authorization"))
                .isEqualTo("ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=" + SIX_HEADERS
                        + ",Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,c65c2d1c369bbad9e901c4376ed41dca651d159153365abfb5ca4ed3b5231612",
        "GET,b37e761a51982a29cd9cfc087a28050f7bfa1f0709c7311d699c8082642bf66d"
    })
    void version3SignsNonAsciiAndEmptyValues(String method, String signature) {
        var headers = SignatureV3.headers(
                method,
                "ecs.cn-hangzhou.aliyuncs.com",
                new ActionRequest("DescribeImages", "2014-05-26", BUSINESS),
                KEY,
                "2026-01-01T00:00:00Z",
                "0001");
        assertThat(headers.get("Authorization"))
                .isEqualTo(
                        "ACS3-HMAC-SHA256 Credential=testid,SignedHeaders=" + SIX_HEADERS + ",Signature=" + signature);
        assertThat(headers.get("x-acs-content-sha256"))
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void signsTheTokenOfATemporaryKey() {
        var temporary = new AccessKey("testid", "testsecret", "a token");
        var lasting = SignatureV1.sign("GET", BUSINESS, KEY, "2026-01-01T00:00:00Z", "0001");
        var signed = SignatureV1.sign("GET", BUSINESS, temporary, "2026-01-01T00:00:00Z", "0001");
        assertThat(signed.get("SecurityToken")).isEqualTo("a token");
        assertThat(signed.get("Signature")).isNotEqualTo(lasting.get("Signature"));

        var request = new ActionRequest("DescribeImages", "2014-05-26", BUSINESS);
        var headers = SignatureV3.headers("GET", "127.0.0.1:8080", request, temporary, "2026-01-01T00:00:00Z", "0001");
        assertThat(headers.get("x-acs-security-token")).isEqualTo("a token");
        assertThat(headers.get("Authorization")).contains(";x-acs-security-token;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"my image|my%20image", "AZaz09-_.~|AZaz09-_.~", "*+%/|%2A%2B%25%2F", "环境|%E7%8E%AF%E5%A2%83"})
    void percentEncodesReservedCharacters(String string, String encoded) {
        assertThat(PercentEncoding.encode(string)).isEqualTo(encoded);
    }
}
