package example;

import io.ecsimages.client.AccessKey;
import io.ecsimages.client.EcsImages;
import io.ecsimages.client.EcsImagesException;
import io.ecsimages.client.TransportException;
import io.ecsimages.client.model.DescribeImagesRequest;
import io.ecsimages.client.model.ErrorCode;
import io.ecsimages.client.model.Image;
import io.ecsimages.client.model.ImageStatus;
import io.ecsimages.client.model.TagFilter;
import java.util.List;
import java.util.Map;

public final class Examples {

    public static void main(String[] arguments) {
        try (EcsImages ecs = connectWithOptions("http://127.0.0.1:8080", "testid", "testsecret", null)) {
            listAll(ecs);
            System.out.println("tagged: " + ecs.describeImages(withTags()).getTotalCount());
            handleErrors(ecs);
        }
    }

    private static EcsImages connectWithOptions(String endpoint, String id, String secret, String securityToken) {
        return EcsImages.connect(
                endpoint,
                () -> new AccessKey(id, secret, securityToken),
                Map.of(
                        "ecs-images.signature-version", "V1",
                        "ecs-images.retry.attempts", 5,
                        "micronaut.http.services.ecs-images.read-timeout", "30s"));
    }

    private static void listAll(EcsImages ecs) {
        ecs.listAll(new DescribeImagesRequest().regionId("cn-hangzhou"))
                .map(Image::getImageId)
                .forEach(System.out::println);
    }

    private static DescribeImagesRequest withTags() {
        return new DescribeImagesRequest()
                .regionId("cn-hangzhou")
                .status(List.of(ImageStatus.AVAILABLE, ImageStatus.CREATING))
                .tag(List.of(new TagFilter().key("env").value("prod"), new TagFilter().key("backup").value("")));
    }

    private static void handleErrors(EcsImages ecs) {
        try {
            ecs.describeImages(new DescribeImagesRequest().regionId("nowhere"));
        } catch (EcsImagesException e) {
            if (e.code().equals(ErrorCode.INVALID_REGION_ID_NOT_FOUND)) {
                System.out.println("no such region; request " + e.requestId());
            }
        } catch (TransportException e) {
            System.out.println(e.getMessage());
        }
    }
}
