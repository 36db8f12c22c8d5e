// npm install @alicloud/ecs20140526 @alicloud/openapi-core
import ecs from '@alicloud/ecs20140526';
import openapi from '@alicloud/openapi-core';

const client = new ecs.default(new openapi.$OpenApiUtil.Config({
  endpoint: '127.0.0.1:8080',
  protocol: 'HTTP',
  accessKeyId: 'testid',
  accessKeySecret: 'testsecret',
}));
const request = new ecs.DescribeImagesRequest({ regionId: 'cn-hangzhou', imageOwnerAlias: 'self' });
const { body } = await client.describeImages(request);
for (const image of body.images.image) {
  console.log(image.imageId, image.imageName);
}
