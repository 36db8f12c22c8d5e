# pip install alibabacloud_ecs20140526
from alibabacloud_ecs20140526.client import Client
from alibabacloud_ecs20140526.models import DescribeImagesRequest
from alibabacloud_tea_openapi.models import Config

client = Client(Config(
    endpoint='127.0.0.1:8080',
    protocol='HTTP',
    access_key_id='testid',
    access_key_secret='testsecret',
))
response = client.describe_images(DescribeImagesRequest(region_id='cn-hangzhou', image_owner_alias='self'))
for image in response.body.images.image:
    print(image.image_id, image.image_name)
