'use strict';
// Creates, tags, shares, copies and deletes an image with @alicloud/ecs20140526. Argument: host and port of the server.
const assert = require('node:assert');
const Ecs = require('@alicloud/ecs20140526');
const { $OpenApiUtil } = require('@alicloud/openapi-core');

const client = new Ecs.default(new $OpenApiUtil.Config({
  accessKeyId: 'testid',
  accessKeySecret: 'testsecret',
  regionId: 'cn-hangzhou',
  endpoint: process.argv[2],
  protocol: 'HTTP',
}));

async function describe(regionId, imageId) {
  const response = await client.describeImages(new Ecs.DescribeImagesRequest({ regionId, imageId }));
  return response.body.images.image;
}

async function main() {
  const regionId = 'cn-hangzhou';
  const creation = new Ecs.CreateImageRequest({
    regionId, snapshotId: 's-1', imageName: 'node-sdk', tag: [new Ecs.CreateImageRequestTag({ key: 'env', value: 'prod' })],
  });
  const { imageId } = (await client.createImage(creation)).body;
  await client.tagResources(new Ecs.TagResourcesRequest({
    regionId, resourceType: 'image', resourceId: [imageId], tag: [new Ecs.TagResourcesRequestTag({ key: 'team', value: 'web' })],
  }));
  const share = { regionId, imageId };
  await client.modifyImageSharePermission(new Ecs.ModifyImageSharePermissionRequest({ ...share, addAccount: ['1000000000000002'] }));
  const shared = await client.describeImageSharePermission(new Ecs.DescribeImageSharePermissionRequest(share));
  assert.equal(shared.body.accounts.account[0].aliyunId, '1000000000000002');
  await client.modifyImageSharePermission(new Ecs.ModifyImageSharePermissionRequest({ ...share, removeAccount: ['1000000000000002'] }));
  const copying = new Ecs.CopyImageRequest({ ...share, destinationRegionId: 'cn-beijing', destinationImageName: 'node-sdk' });
  const copyId = (await client.copyImage(copying)).body.imageId;
  assert.equal((await describe(regionId, imageId))[0].tags.tag.length, 2);
  assert.equal((await describe('cn-beijing', copyId))[0].isCopied, true);
  await client.deleteImage(new Ecs.DeleteImageRequest(share));
  await client.deleteImage(new Ecs.DeleteImageRequest({ regionId: 'cn-beijing', imageId: copyId }));
  assert.equal((await describe(regionId, imageId)).length, 0);
  console.log('created, tagged, shared, copied, deleted');
}

main();
