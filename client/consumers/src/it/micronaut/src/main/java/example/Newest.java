package example;

import io.ecsimages.client.EcsImages;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.Image;
import jakarta.inject.Singleton;
import java.util.Optional;

@Singleton
public class Newest {

    private final EcsImages ecs;

    Newest(EcsImages ecs) {
        this.ecs = ecs;
    }

    Optional<Image> named(String name) {
        return ecs.listAll(new DescribeImagesRequest().regionId("cn-hangzhou").imageName(name)).findFirst();
    }
}
