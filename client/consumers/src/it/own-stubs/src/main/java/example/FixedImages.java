package example;

import example.api.ApiError;
import example.api.DescribeImagesApi;
import example.model.DescribeImagesRequest;
import example.model.DescribeImagesResponse;
import example.model.Image;
import example.model.Images;
import jakarta.validation.constraints.Max;
import java.util.List;

/** A server of your own: the interface, the models and the constraints are generated from the contract. */
public final class FixedImages implements DescribeImagesApi {

    @Override
    public DescribeImagesResponse describeImages(DescribeImagesRequest request) {
        return new DescribeImagesResponse()
                .regionId(request.getRegionId())
                .pageSize(request.getPageSize())
                .totalCount(1)
                .images(new Images().image(List.of(new Image().imageId("m-1").imageName("fixed"))));
    }

    public static void main(String[] arguments) throws ReflectiveOperationException {
        var response = new FixedImages().describeImages(new DescribeImagesRequest().regionId("cn-hangzhou"));
        var pageSize = DescribeImagesRequest.class.getDeclaredField("pageSize").getAnnotation(Max.class);
        System.out.println("default page size " + response.getPageSize());
        System.out.println("above " + pageSize.value() + ": "
                + ApiError.of(pageSize.message()).message());
    }
}
