'use strict';
// Sends DescribeImages with Alibaba Cloud's npm SDKs. Each input line is a request as JSON: client, endpoint (host:port),
// key, secret, and the API's parameters. Each output line is its response: the body, or {Code, Message, RequestId} of the
// exception.
const readline = require('readline');
const { default: Ecs, DescribeImagesRequest, DescribeImagesRequestTag } = require('@alicloud/ecs20140526');
const { $OpenApiUtil } = require('@alicloud/openapi-core');
const { RPCClient } = require('@alicloud/pop-core');

// Tag.1.Key, Tag.1.Value, Tag.2.Key ... as a list of objects.
function tags(parameters) {
  const list = [];
  for (const [name, value] of Object.entries(parameters)) {
    const [, n, field] = /^Tag\.(\d+)\.(Key|Value)$/.exec(name) || [];
    if (n) {
      list[n - 1] = { ...list[n - 1], [field]: value };
    }
  }
  return list;
}

async function ecs20140526(call, signatureAlgorithm) {
  const client = new Ecs(new $OpenApiUtil.Config({
    accessKeyId: call.key,
    accessKeySecret: call.secret,
    regionId: call.parameters.RegionId,
    endpoint: call.endpoint,
    protocol: 'HTTP',
    signatureAlgorithm,
  }));
  const p = call.parameters;
  const request = new DescribeImagesRequest({
    regionId: p.RegionId,
    imageId: p.ImageId,
    imageName: p.ImageName,
    imageOwnerAlias: p.ImageOwnerAlias,
    pageNumber: p.PageNumber && Number(p.PageNumber),
    pageSize: p.PageSize && Number(p.PageSize),
    snapshotId: p.SnapshotId,
    status: p.Status,
    usage: p.Usage,
  });
  const list = tags(p);
  if (list.length > 0) {
    request.tag = list.map((tag) => new DescribeImagesRequestTag({ key: tag.Key, value: tag.Value }));
  }
  try {
    return (await client.describeImages(request)).body.toMap();
  } catch (e) {
    return { Code: e.code, Message: e.message, RequestId: e.data && (e.data.RequestId || e.data.requestId) };
  }
}

async function popCore(call, method) {
  const client = new RPCClient({
    accessKeyId: call.key,
    accessKeySecret: call.secret,
    endpoint: `http://${call.endpoint}`,
    apiVersion: '2014-05-26',
  });
  const parameters = Object.fromEntries(Object.entries(call.parameters).filter(([name]) => !name.startsWith('Tag.')));
  const list = tags(call.parameters);
  if (list.length > 0) {
    parameters.Tag = list;
  }
  try {
    return await client.request('DescribeImages', parameters, { method, timeout: 10000 });
  } catch (e) {
    return { Code: e.code, Message: e.data && e.data.Message, RequestId: e.data && e.data.RequestId };
  }
}

const CLIENTS = {
  'ecs20140526': (call) => ecs20140526(call),
  'ecs20140526 v2': (call) => ecs20140526(call, 'v2'),
  'pop-core GET': (call) => popCore(call, 'GET'),
  'pop-core POST': (call) => popCore(call, 'POST'),
};

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const call = JSON.parse(line);
    console.log(JSON.stringify(await CLIENTS[call.client](call)));
  }
})();
