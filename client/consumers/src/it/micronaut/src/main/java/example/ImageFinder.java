package example;

import io.ecsimages.client.EcsImages;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.Image;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
public class ImageFinder {

    private final EcsImages ecs;

    ImageFinder(EcsImages ecs) {
        this.ecs = ecs;
    }

    Optional<Image> newest(String name) {
        return ecs.listAll(new DescribeImagesRequest().regionId("cn-hangzhou").imageName(name)).findFirst();
    }
}
