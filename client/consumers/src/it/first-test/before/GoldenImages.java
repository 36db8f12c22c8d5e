package example;

import io.ecsimages.client.EcsImages;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.Image;

public final class GoldenImages {

    private final EcsImages ecs;

    public GoldenImages(EcsImages ecs) {
        this.ecs = ecs;
    }

    public Image newest() {
        var request = new DescribeImagesRequest().regionId("cn-hangzhou");
        return ecs.listAll(request).findFirst().orElseThrow();
    }
}
