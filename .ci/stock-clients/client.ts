// Lists the caller's images with a client that openapi-generator made from the portable document of DescribeImages.
import { Configuration, ImagesApi } from './index.js';

const api = new ImagesApi(new Configuration({ basePath: process.argv[2] }));
const response = await api.describeImagesByForm({
  action: 'DescribeImages',
  regionId: 'cn-hangzhou',
  format: 'JSON',
  imageOwnerAlias: 'self',
  imageName: 'web-prod-*',
});
for (const image of response.images.image) {
  console.log(image.imageId, image.imageName);
}
