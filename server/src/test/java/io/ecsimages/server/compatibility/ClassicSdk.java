package io.ecsimages.server.compatibility;

import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.ecs.model.v20140526.DescribeImagesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeImagesResponse;
import com.aliyuncs.exceptions.ClientException;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import com.fasterxml.jackson.databind.JsonNode;
import io.ecsimages.server.http.Signer;
import java.util.ArrayList;
import java.util.Map;

/** The first SDK for Java, aliyun-java-sdk-ecs: signature version 1, GET or POST, JSON or XML. */
record ClassicSdk(MethodType method, FormatType format) implements SdkContract.Sdk {

    @Override
    public String toString() {
        return "aliyun-java-sdk-ecs " + method + " " + format;
    }

    /** The SDK compares the string to sign in the message with its own. */
    @Override
    public String codeOfWrongSecret() {
        return "SDK.InvalidAccessKeySecret";
    }

    @Override
    public JsonNode call(String endpoint, Signer key, Map<String, String> parameters) {
        var profile = DefaultProfile.getProfile(parameters.get("RegionId"), key.id(), key.secret());
        var client = new DefaultAcsClient(profile);
        try {
            return toJson(client.getAcsResponse(request(endpoint, parameters)));
        } catch (ClientException e) {
            return SdkContract.JSON
                    .createObjectNode()
                    .put("Code", e.getErrCode())
                    .put("Message", e.getErrMsg())
                    .put("RequestId", e.getRequestId());
        } finally {
            client.shutdown();
        }
    }

    private DescribeImagesRequest request(String endpoint, Map<String, String> parameters) {
        var request = new DescribeImagesRequest();
        request.setSysProtocol(ProtocolType.HTTP);
        request.setSysEndpoint(endpoint);
        request.setSysMethod(method);
        request.setAcceptFormat(format);
        request.setImageId(parameters.get("ImageId"));
        request.setImageName(parameters.get("ImageName"));
        request.setImageOwnerAlias(parameters.get("ImageOwnerAlias"));
        request.setSnapshotId(parameters.get("SnapshotId"));
        request.setStatus(parameters.get("Status"));
        request.setUsage(parameters.get("Usage"));
        request.setPageNumber(integer(parameters.get("PageNumber")));
        request.setPageSize(integer(parameters.get("PageSize")));
        var tags = new ArrayList<DescribeImagesRequest.Tag>();
        for (int n = 1; parameters.containsKey("Tag." + n + ".Key"); n++) {
            var tag = new DescribeImagesRequest.Tag();
            tag.setKey(parameters.get("Tag." + n + ".Key"));
            tag.setValue(parameters.get("Tag." + n + ".Value"));
            tags.add(tag);
        }
        request.setTags(tags.isEmpty() ? null : tags);
        return request;
    }

    private static Integer integer(String string) {
        return string == null ? null : Integer.valueOf(string);
    }

    private static JsonNode toJson(DescribeImagesResponse response) {
        var json = SdkContract.JSON
                .createObjectNode()
                .put("TotalCount", response.getTotalCount())
                .put("PageNumber", response.getPageNumber())
                .put("PageSize", response.getPageSize());
        var images = json.withObject("Images").putArray("Image");
        response.getImages().forEach(image -> images.add(toJson(image)));
        return json;
    }

    private static JsonNode toJson(DescribeImagesResponse.Image image) {
        var json = SdkContract.JSON
                .createObjectNode()
                .put("ImageId", image.getImageId())
                .put("ImageName", image.getImageName())
                .put("ImageOwnerAlias", image.getImageOwnerAlias())
                .put("ImageVersion", image.getImageVersion())
                .put("Description", image.getDescription())
                .put("Architecture", image.getArchitecture())
                .put("OSName", image.getOSName())
                .put("OSType", image.getOSType())
                .put("Platform", image.getPlatform())
                .put("Size", image.getSize())
                .put("Status", image.getStatus())
                .put("Progress", image.getProgress())
                .put("Usage", image.getUsage())
                .put("CreationTime", image.getCreationTime())
                .put("IsCopied", image.getIsCopied())
                .put("IsSubscribed", image.getIsSubscribed())
                .put("ProductCode", image.getProductCode());
        var tags = json.withObject("Tags").putArray("Tag");
        image.getTags()
                .forEach(tag -> tags.addObject().put("TagKey", tag.getTagKey()).put("TagValue", tag.getTagValue()));
        var disks = json.withObject("DiskDeviceMappings").putArray("DiskDeviceMapping");
        image.getDiskDeviceMappings()
                .forEach(disk -> disks.addObject()
                        .put("Device", disk.getDevice())
                        .put("Size", disk.getSize())
                        .put("SnapshotId", disk.getSnapshotId()));
        return json;
    }
}
