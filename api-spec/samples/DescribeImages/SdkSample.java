// com.aliyun:ecs20140526
import com.aliyun.ecs20140526.Client;
import com.aliyun.ecs20140526.models.DescribeImagesRequest;
import com.aliyun.teaopenapi.models.Config;

class SdkSample {

    public static void main(String[] arguments) throws Exception {
        var client = new Client(new Config()
                .setEndpoint("127.0.0.1:8080")
                .setProtocol("HTTP")
                .setAccessKeyId("testid")
                .setAccessKeySecret("testsecret"));
        var request = new DescribeImagesRequest().setRegionId("cn-hangzhou").setImageOwnerAlias("self");
        for (var image : client.describeImages(request).getBody().getImages().getImage()) {
            System.out.println(image.getImageId() + " " + image.getImageName());
        }
    }
}
