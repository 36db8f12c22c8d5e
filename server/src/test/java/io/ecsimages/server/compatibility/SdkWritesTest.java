package io.ecsimages.server.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.ecs20140526.Client;
import com.aliyun.teaopenapi.models.Config;
import com.aliyuncs.AcsResponse;
import com.aliyuncs.DefaultAcsClient;
import com.aliyuncs.RpcAcsRequest;
import com.aliyuncs.ecs.model.v20140526.CopyImageRequest;
import com.aliyuncs.ecs.model.v20140526.CreateImageRequest;
import com.aliyuncs.ecs.model.v20140526.DeleteImageRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeImageSharePermissionRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeImagesRequest;
import com.aliyuncs.ecs.model.v20140526.DescribeImagesResponse;
import com.aliyuncs.ecs.model.v20140526.ModifyImageSharePermissionRequest;
import com.aliyuncs.ecs.model.v20140526.TagResourcesRequest;
import com.aliyuncs.http.FormatType;
import com.aliyuncs.http.MethodType;
import com.aliyuncs.http.ProtocolType;
import com.aliyuncs.profile.DefaultProfile;
import io.ecsimages.server.ServerTest;
import io.ecsimages.server.TestServer;
import io.ecsimages.server.transfer.SampleCatalogue;
import io.micronaut.context.annotation.Property;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Alibaba Cloud's SDKs create, tag, share, copy and delete an image. */
@Tag("database-independent")
@ServerTest
@Property(name = "ecs-images.unsigned-account", value = "")
class SdkWritesTest {

    private static final String REGION = "cn-hangzhou";
    private static final String OTHER_REGION = "cn-beijing";
    private static final String OTHER_ACCOUNT = "1000000000000002";

    private static String endpoint;

    @BeforeAll
    static void start(TestServer started) {
        endpoint = started.loadSample().uri().getAuthority();
    }

    @ParameterizedTest
    @CsvSource({"GET, JSON", "POST, XML"})
    void firstSdkForJava(MethodType method, FormatType format) throws Exception {
        var client = new DefaultAcsClient(
                DefaultProfile.getProfile(REGION, SampleCatalogue.ACCESS_KEY_ID, SampleCatalogue.ACCESS_KEY_SECRET));
        var calls = new FirstSdk(client, method, format);

        var creation = new CreateImageRequest();
        creation.setSnapshotId("s-1");
        creation.setImageName("first-sdk");
        var tag = new CreateImageRequest.Tag();
        tag.setKey("env");
        tag.setValue("prod");
        creation.setTags(List.of(tag));
        var imageId = calls.send(creation).getImageId();

        var tagging = new TagResourcesRequest();
        tagging.setResourceType("image");
        tagging.setResourceIds(List.of(imageId));
        var another = new TagResourcesRequest.Tag();
        another.setKey("team");
        another.setValue("web");
        tagging.setTags(List.of(another));
        calls.send(tagging);

        var share = new ModifyImageSharePermissionRequest();
        share.setImageId(imageId);
        share.setAddAccounts(List.of(OTHER_ACCOUNT));
        calls.send(share);
        var shares = new DescribeImageSharePermissionRequest();
        shares.setImageId(imageId);
        assertThat(calls.send(shares).getAccounts().get(0).getAliyunId()).isEqualTo(OTHER_ACCOUNT);
        var unshare = new ModifyImageSharePermissionRequest();
        unshare.setImageId(imageId);
        unshare.setRemoveAccounts(List.of(OTHER_ACCOUNT));
        calls.send(unshare);

        var copying = new CopyImageRequest();
        copying.setImageId(imageId);
        copying.setDestinationRegionId(OTHER_REGION);
        copying.setDestinationImageName("first-sdk");
        var copyId = calls.send(copying).getImageId();

        var created = calls.describe(REGION, imageId).get(0);
        assertThat(created.getTags().stream().collect(Collectors.toMap(t -> t.getTagKey(), t -> t.getTagValue())))
                .containsEntry("env", "prod")
                .containsEntry("team", "web");
        assertThat(calls.describe(OTHER_REGION, copyId).get(0).getIsCopied()).isTrue();

        calls.delete(REGION, imageId);
        calls.delete(OTHER_REGION, copyId);
        assertThat(calls.describe(REGION, imageId)).isEmpty();
        client.shutdown();
    }

    /** Sends requests of the first SDK to the server. */
    private record FirstSdk(DefaultAcsClient client, MethodType method, FormatType format) {

        <T extends AcsResponse> T send(RpcAcsRequest<T> request) throws Exception {
            request.setSysProtocol(ProtocolType.HTTP);
            request.setSysEndpoint(endpoint);
            request.setSysMethod(method);
            request.setAcceptFormat(format);
            return client.getAcsResponse(request);
        }

        List<DescribeImagesResponse.Image> describe(String region, String imageId) throws Exception {
            var request = new DescribeImagesRequest();
            request.setSysRegionId(region);
            request.setImageId(imageId);
            return send(request).getImages();
        }

        void delete(String region, String imageId) throws Exception {
            var request = new DeleteImageRequest();
            request.setSysRegionId(region);
            request.setImageId(imageId);
            send(request);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2", "ACS3-HMAC-SHA256"})
    void secondSdkForJava(String algorithm) throws Exception {
        var client = new Client(new Config()
                .setAccessKeyId(SampleCatalogue.ACCESS_KEY_ID)
                .setAccessKeySecret(SampleCatalogue.ACCESS_KEY_SECRET)
                .setRegionId(REGION)
                .setEndpoint(endpoint)
                .setProtocol("HTTP")
                .setSignatureAlgorithm(algorithm));

        var imageId = client.createImage(new com.aliyun.ecs20140526.models.CreateImageRequest()
                        .setRegionId(REGION)
                        .setSnapshotId("s-1")
                        .setImageName("second-sdk")
                        .setTag(List.of(new com.aliyun.ecs20140526.models.CreateImageRequest.CreateImageRequestTag()
                                .setKey("env")
                                .setValue("prod"))))
                .getBody()
                .getImageId();
        client.tagResources(new com.aliyun.ecs20140526.models.TagResourcesRequest()
                .setRegionId(REGION)
                .setResourceType("image")
                .setResourceId(List.of(imageId))
                .setTag(List.of(new com.aliyun.ecs20140526.models.TagResourcesRequest.TagResourcesRequestTag()
                        .setKey("team")
                        .setValue("web"))));
        var share = new com.aliyun.ecs20140526.models.ModifyImageSharePermissionRequest()
                .setRegionId(REGION)
                .setImageId(imageId);
        client.modifyImageSharePermission(share.setAddAccount(List.of(OTHER_ACCOUNT)));
        assertThat(client.describeImageSharePermission(
                                new com.aliyun.ecs20140526.models.DescribeImageSharePermissionRequest()
                                        .setRegionId(REGION)
                                        .setImageId(imageId))
                        .getBody()
                        .getAccounts()
                        .getAccount()
                        .get(0)
                        .getAliyunId())
                .isEqualTo(OTHER_ACCOUNT);
        client.modifyImageSharePermission(share.setAddAccount(null).setRemoveAccount(List.of(OTHER_ACCOUNT)));
        var copyId = client.copyImage(new com.aliyun.ecs20140526.models.CopyImageRequest()
                        .setRegionId(REGION)
                        .setImageId(imageId)
                        .setDestinationRegionId(OTHER_REGION)
                        .setDestinationImageName("second-sdk"))
                .getBody()
                .getImageId();

        assertThat(describe(client, REGION, imageId).get(0).getTags().getTag()).hasSize(2);
        assertThat(describe(client, OTHER_REGION, copyId).get(0).getIsCopied()).isTrue();
        delete(client, REGION, imageId);
        delete(client, OTHER_REGION, copyId);
        assertThat(describe(client, REGION, imageId)).isEmpty();
    }

    private static List<com.aliyun.ecs20140526.models.DescribeImagesResponseBody.DescribeImagesResponseBodyImagesImage>
            describe(Client client, String region, String imageId) throws Exception {
        return client.describeImages(new com.aliyun.ecs20140526.models.DescribeImagesRequest()
                        .setRegionId(region)
                        .setImageId(imageId))
                .getBody()
                .getImages()
                .getImage();
    }

    private static void delete(Client client, String region, String imageId) throws Exception {
        client.deleteImage(new com.aliyun.ecs20140526.models.DeleteImageRequest()
                .setRegionId(region)
                .setImageId(imageId));
    }

    @Test
    void sdkForNode() throws IOException, InterruptedException {
        NodeSdkTest.requireNode();
        NodeSdkTest.copy("writes.js");
        var node = new ProcessBuilder("node", "writes.js", endpoint)
                .directory(NodeSdkTest.WORK.toFile())
                .redirectErrorStream(true)
                .start();
        var printed = new String(node.getInputStream().readAllBytes());
        assertThat(node.waitFor()).as(printed).isZero();
        assertThat(printed).isEqualTo("created, tagged, shared, copied, deleted\n");
    }
}
