package example;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.Image;

public final class ListImages {

    public static void main(String[] arguments) {
        try (EcsImages ecs = EcsImages.connect("http://127.0.0.1:8080", AccessKey.of("testid", "testsecret"))) {
            for (Image image : ecs.describeImages(new DescribeImagesRequest().regionId("cn-hangzhou")).getImages().getImage()) {
                System.out.println(image.getImageId() + "  " + image.getImageName());
            }
        }
    }
}
