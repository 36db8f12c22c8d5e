package example;

import io.ecsimages.client.EcsImages;
import io.ecsimages.client.model.DescribeImagesRequest;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

public final class Application {

    public static void main(String[] arguments) {
        try (var context = new AnnotationConfigApplicationContext(EcsImagesConfiguration.class)) {
            context.getBean(EcsImages.class)
                    .listAll(new DescribeImagesRequest().regionId("cn-hangzhou"))
                    .forEach(image -> System.out.println(image.getImageId() + "  " + image.getImageName()));
        }
    }
}
