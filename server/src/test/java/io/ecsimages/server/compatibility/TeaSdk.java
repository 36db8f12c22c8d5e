package io.ecsimages.server.compatibility;

import com.aliyun.ecs20140526.Client;
import com.aliyun.ecs20140526.models.DescribeImagesRequest;
import com.aliyun.ecs20140526.models.DescribeImagesRequest.DescribeImagesRequestTag;
import com.aliyun.tea.TeaException;
import com.aliyun.tea.TeaModel;
import com.aliyun.teaopenapi.models.Config;
import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.http.Signer;
import java.util.ArrayList;
import java.util.Map;

/**
 * The second SDK for Java, ecs20140526: signature version 3 by default, or version 1.
 *
 * @param signatureAlgorithm {@code v2} for signature version 1, null for version 3
 */
record TeaSdk(String signatureAlgorithm) implements SdkContract.Sdk {

    @Override
    public String toString() {
        return "ecs20140526 for Java, " + (signatureAlgorithm == null ? "default" : signatureAlgorithm);
    }

    @Override
    public JsonNode call(String endpoint, Signer key, Map<String, String> parameters) {
        try {
            var client = new Client(new Config()
                    .setAccessKeyId(key.id())
                    .setAccessKeySecret(key.secret())
                    .setRegionId(parameters.get("RegionId"))
                    .setEndpoint(endpoint)
                    .setProtocol("HTTP")
                    .setSignatureAlgorithm(signatureAlgorithm));
            var body = client.describeImages(request(parameters)).getBody();
            return SdkContract.JSON.valueToTree(TeaModel.buildMap(body));
        } catch (TeaException e) {
            var error =
                    SdkContract.JSON.createObjectNode().put("Code", e.getCode()).put("Message", e.getMessage());
            return e.getData() == null
                    ? error
                    : error.put("RequestId", String.valueOf(e.getData().get("RequestId")));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static DescribeImagesRequest request(Map<String, String> parameters) {
        var tags = new ArrayList<DescribeImagesRequestTag>();
        for (int n = 1; parameters.containsKey("Tag." + n + ".Key"); n++) {
            tags.add(new DescribeImagesRequestTag()
                    .setKey(parameters.get("Tag." + n + ".Key"))
                    .setValue(parameters.get("Tag." + n + ".Value")));
        }
        return new DescribeImagesRequest()
                .setRegionId(parameters.get("RegionId"))
                .setImageId(parameters.get("ImageId"))
                .setImageName(parameters.get("ImageName"))
                .setImageOwnerAlias(parameters.get("ImageOwnerAlias"))
                .setSnapshotId(parameters.get("SnapshotId"))
                .setStatus(parameters.get("Status"))
                .setUsage(parameters.get("Usage"))
                .setPageNumber(integer(parameters.get("PageNumber")))
                .setPageSize(integer(parameters.get("PageSize")))
                .setTag(tags.isEmpty() ? null : tags);
    }

    private static Integer integer(String string) {
        return string == null ? null : Integer.valueOf(string);
    }
}
