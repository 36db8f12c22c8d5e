package io.ecsimages.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signatures that Alibaba Cloud published, and some derived from its rules. */
@Tag("database-independent")
class SignatureVectorsTest {

    private static final String EMPTY_BODY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private static Map<String, String> parameters(String... pairs) {
        var parameters = new HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            parameters.put(pairs[i], pairs[i + 1]);
        }
        parameters.put("AccessKeyId", "testid");
        parameters.put("SignatureMethod", "HMAC-SHA1");
        parameters.put("SignatureVersion", "1.0");
        parameters.put("Version", "2014-05-26");
        return parameters;
    }

    private static Map<String, String> describeRegions() {
        return parameters(
                "Action", "DescribeRegions",
                "Format", "XML",
                "SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
                "Timestamp", "2016-02-23T12:46:24Z");
    }

    private static Map<String, String> describeDedicatedHosts() {
        return parameters(
                "Action", "DescribeDedicatedHosts",
                "Format", "JSON",
                "RegionId", "cn-beijing",
                "SignatureNonce", "edb2b34af0af9a6d14deaf7c1a5315eb",
                "Timestamp", "2023-03-13T08:34:30Z");
    }

    private static Map<String, String> describeImages() {
        return parameters(
                "Action", "DescribeImages",
                "Format", "JSON",
                "RegionId", "cn-hangzhou",
                "ImageName", "my image*~",
                "Tag.1.Key", "环境",
                "Tag.1.Value", "",
                "SignatureNonce", "0001",
                "Timestamp", "2026-01-01T00:00:00Z");
    }

    private static String sign(String stringToSign) {
        return SignatureAlgorithm.HMAC_SHA1.sign("testsecret", stringToSign);
    }

    @Test
    void version1CreatesPublishedStringToSign() {
        assertThat(SignatureV1.stringToSign("GET", describeRegions()))
                .isEqualTo(
                        "GET&%2F&AccessKeyId%3Dtestid%26Action%3DDescribeRegions%26Format%3DXML%26SignatureMethod%3DHMAC-SHA1"
                                + "%26SignatureNonce%3D3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf%26SignatureVersion%3D1.0"
                                + "%26Timestamp%3D2016-02-23T12%253A46%253A24Z%26Version%3D2014-05-26");
    }

    @ParameterizedTest
    @CsvSource({"GET,OLeaidS1JvxuMvnyHOwuJ+uX5qY=", "POST,MxbnVAM4w6sft9xjVpe/GCKueuk="})
    void version1CreatesPublishedSignatureOfDescribeRegions(String method, String signature) {
        assertThat(sign(SignatureV1.stringToSign(method, describeRegions()))).isEqualTo(signature);
    }

    @ParameterizedTest
    @CsvSource({"GET,9NaGiOspFP5UPcwX8Iwt2YJXXuk=", "POST,ZvQ9xGiFnquSJRvj+WE6kdSpTwU="})
    void version1CreatesPublishedSignatureOfDescribeDedicatedHosts(String method, String signature) {
        assertThat(sign(SignatureV1.stringToSign(method, describeDedicatedHosts())))
                .isEqualTo(signature);
    }

    @Test
    void version1SignsNonAsciiAndEmptyValues() {
        assertThat(sign(SignatureV1.stringToSign("GET", describeImages()))).isEqualTo("JDrvZI/hPl9iW/QqH1uLHrg9oJw=");
    }

    @Test
    void version1CanOmitEmptyParameters() {
        assertThat(sign(SignatureV1.stringToSignWithoutEmpty("GET", describeImages())))
                .isEqualTo("gzWPrdkWN1D+q/R/AySbo9hbhQY=");
        assertThat(SignatureV1.stringToSignWithoutEmpty("GET", describeRegions()))
                .isEqualTo(SignatureV1.stringToSign("GET", describeRegions()));
    }

    @Test
    void version1SupportsHmacSha256() {
        // Derived with OpenSSL: no published signature is known.
        var parameters = describeRegions();
        parameters.put("SignatureMethod", "HMAC-SHA256");
        assertThat(SignatureAlgorithm.HMAC_SHA256.sign("testsecret", SignatureV1.stringToSign("GET", parameters)))
                .isEqualTo("f+kDBRdR9n+P1zXfyHQUxMy5FsgBdfrvXstNbIWx5Gc=");
    }

    private static String canonicalRequest(String method, String query, String... headers) {
        var signedHeaders = new TreeMap<String, String>();
        for (int i = 0; i < headers.length; i += 2) {
            signedHeaders.put(headers[i], headers[i + 1]);
        }
        signedHeaders.put("x-acs-content-sha256", EMPTY_BODY);
        signedHeaders.put("x-acs-version", "2014-05-26");
        return SignatureV3.canonicalRequest(method, query, signedHeaders, SignatureV3.sha256(new byte[0]));
    }

    @Test
    void version3CreatesPublishedSignatureOfRunInstances() {
        var canonicalRequest = canonicalRequest(
                "POST",
                "ImageId=win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd&RegionId=cn-shanghai",
                "host",
                "ecs.cn-shanghai.aliyuncs.com",
                "x-acs-action",
                "RunInstances",
                "x-acs-date",
                "2023-10-26T10:22:32Z",
                "x-acs-signature-nonce",
                "3156853299f313e23d1673dc12e1703d");
        var stringToSign = SignatureV3.stringToSign(canonicalRequest);
        assertThat(stringToSign)
                .isEqualTo("ACS3-HMAC-SHA256\n7ea06492da5221eba5297e897ce16e55f964061054b7695beedaac1145b1e259");
        assertThat(SignatureAlgorithm.ACS3_HMAC_SHA256.sign("YourAccessKeySecret", stringToSign))
                .isEqualTo("06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0");
    }

    @ParameterizedTest
    @CsvSource({
        "POST,c65c2d1c369bbad9e901c4376ed41dca651d159153365abfb5ca4ed3b5231612",
        "GET,b37e761a51982a29cd9cfc087a28050f7bfa1f0709c7311d699c8082642bf66d"
    })
    void version3SignsNonAsciiAndEmptyValues(String method, String signature) {
        var canonicalRequest = canonicalRequest(
                method,
                "ImageName=my%20image%2A~&RegionId=cn-hangzhou&Tag.1.Key=%E7%8E%AF%E5%A2%83&Tag.1.Value=",
                "host",
                "ecs.cn-hangzhou.aliyuncs.com",
                "x-acs-action",
                "DescribeImages",
                "x-acs-date",
                "2026-01-01T00:00:00Z",
                "x-acs-signature-nonce",
                "0001");
        assertThat(SignatureAlgorithm.ACS3_HMAC_SHA256.sign("testsecret", SignatureV3.stringToSign(canonicalRequest)))
                .isEqualTo(signature);
    }

    @Test
    void bodyHashIsLowerCaseHex() {
        assertThat(SignatureV3.sha256(new byte[0])).isEqualTo(EMPTY_BODY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "AZaz09-_.~ AZaz09-_.~",
                "* %2A",
                "+ %2B",
                "% %25",
                "/:=& %2F%3A%3D%26",
                "环境 %E7%8E%AF%E5%A2%83",
                "😀 %F0%9F%98%80"
            })
    void percentEncodesReservedCharacters(String string, String encoded) {
        assertThat(PercentEncoding.encode(string)).isEqualTo(encoded);
    }

    @Test
    void encodesSpaceAsPercent20AndKeepsEmptyValues() {
        assertThat(PercentEncoding.encode("my image")).isEqualTo("my%20image");
        assertThat(PercentEncoding.encode(Map.entry("Tag.1.Value", ""))).isEqualTo("Tag.1.Value=");
    }
}
