import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.ImageOwnerAlias;

class ClientSample {

    public static void main(String[] arguments) {
        try (var ecs = EcsImages.connect("http://127.0.0.1:8080", AccessKey.of("testid", "testsecret"))) {
            var own = new DescribeImagesRequest().regionId("cn-hangzhou").imageOwnerAlias(ImageOwnerAlias.SELF);
            ecs.listAll(own).forEach(image -> System.out.println(image.getImageId() + " " + image.getImageName()));
        }
    }
}
