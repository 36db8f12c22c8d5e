"""Lists the caller's images with a client that openapi-generator made from the portable document of DescribeImages."""
import sys

import openapi_client

configuration = openapi_client.Configuration(host=sys.argv[1])
with openapi_client.ApiClient(configuration) as client:
    response = openapi_client.ImagesApi(client).describe_images(
        action='DescribeImages', region_id='cn-hangzhou', format='JSON', image_owner_alias='self', image_name='web-prod-*')
for image in response.images.image:
    print(image.image_id, image.image_name)
