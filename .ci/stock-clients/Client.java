import org.openapitools.client.ApiClient;
import org.openapitools.client.api.ImagesApi;
import org.openapitools.client.api.ImagesApi.APIDescribeImagesRequest;
import org.openapitools.client.model.ImageOwnerAlias;

/** Lists the caller's images with a client that openapi-generator made from the portable document of DescribeImages. */
class Client {

    public static void main(String[] arguments) throws Exception {
        var client = new ApiClient();
        client.updateBaseUri(arguments[0]);
        var request = APIDescribeImagesRequest.newBuilder()
                .action("DescribeImages")
                .regionId("cn-hangzhou")
                .format("JSON")
                .imageOwnerAlias(ImageOwnerAlias.SELF)
                .imageName("web-prod-*")
                .build();
        for (var image : new ImagesApi(client).describeImages(request).getImages().getImage()) {
            System.out.println(image.getImageId() + " " + image.getImageName());
        }
    }
}
