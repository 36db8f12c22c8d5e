// Finds the conditions of a DescribeImages request that exclude an image, by further requests.

import { words } from './words.js';

/** Parameters that select a page of the list, or only check the request. */
const NO_CONDITIONS = ['PageNumber', 'PageSize', 'DryRun'];

const ANY_STATUS = ['Status', 'ALL'];
const COMMUNITY = [['ImageOwnerAlias', 'others'], ['IsPublic', 'true']];

/** The parameters that together list every image that a caller can see. */
const SOURCES = [[], [['ImageOwnerAlias', 'marketplace']], COMMUNITY];

/** The field of an image with which the server compares a parameter of another name. */
const FIELDS = { InstanceType: 'Architecture', CreationStartTime: 'CreationTime', CreationEndTime: 'CreationTime' };

/**
 * Explains why a response of DescribeImages does not have an image. Each condition of the request is tested alone, together
 * with the ImageId and with any Status, so the caller needs no permission but that of the request.
 *
 * @param imageId the image
 * @param parameters the parameters of the request, pairs of name and value
 * @param call sends an operation with parameters and returns its response; throws an Error if that is an error
 * @returns `summary`, and `reasons`: pairs of a condition and the reason why the image does not meet it
 */
export async function explain(imageId, parameters, call) {
  const region = valueOf(parameters, 'RegionId');
  const found = await find(imageId, region, call);
  if (!found) {
    return { summary: words.invisible, reasons: [] };
  }
  const { image, source } = found;
  const lists = async (...conditions) => (await describe(call, found.region, imageId, conditions)).length > 0;

  const reasons = [];
  if (found.region !== region) {
    reasons.push([`RegionId=${region}`, words.imageHas('RegionId', found.region)]);
  }
  const ids = valueOf(parameters, 'ImageId');
  if (ids && !ids.split(',').includes(imageId)) {
    reasons.push([`ImageId=${ids}`, words.imageHas('ImageId', imageId)]);
  }
  const chosen = parameters.filter(([name]) => name === 'ImageOwnerAlias' || name === 'IsPublic');
  if (!await lists(ANY_STATUS, ...chosen)) {
    reasons.push([title(chosen) || words.withoutParameter('ImageOwnerAlias'),
      source === COMMUNITY ? words.community : words.imageHas('ImageOwnerAlias', image.ImageOwnerAlias)]);
  }
  const status = parameters.filter(([name]) => name === 'Status');
  if (!await lists(...source, ...status)) {
    reasons.push([title(status) || words.withoutParameter('Status'), words.imageHas('Status', image.Status)]);
  }
  for (const conditions of groups(parameters)) {
    try {
      if (!await lists(ANY_STATUS, ...source, ...conditions)) {
        reasons.push([title(conditions), reason(conditions, image)]);
      }
    } catch (error) {
      // A condition that the source of the image does not allow.
      reasons.push([title(conditions), error.message]);
    }
  }
  if (reasons.length) {
    return { summary: words.excluded, reasons };
  }
  const all = parameters.filter(([name]) => !NO_CONDITIONS.includes(name) && name !== 'RegionId' && name !== 'ImageId');
  const meetsAll = (await describe(call, region, imageId, all)).length > 0;
  return { summary: meetsAll ? words.otherPage : words.changed, reasons };
}

/** Finds an image that the caller can see: its region and its source. It searches other regions last. */
async function find(imageId, region, call) {
  const search = async regions => {
    for (const source of SOURCES) {
      const found = await Promise.all(regions.map(async regionId => {
        const [image] = await describe(call, regionId, imageId, [ANY_STATUS, ...source]);
        return image && { image, source, region: regionId };
      }));
      if (found.some(Boolean)) {
        return found.find(Boolean);
      }
    }
    return null;
  };
  const here = await search([region]);
  if (here) {
    return here;
  }
  const { Regions } = await call('DescribeRegions', []);
  return search(Regions.Region.map(({ RegionId }) => RegionId).filter(other => other !== region));
}

async function describe(call, region, imageId, parameters) {
  const { Images } = await call('DescribeImages', [['RegionId', region], ['ImageId', imageId], ...parameters]);
  return Images.Image;
}

/** Groups the parameters by condition: `Tag.1.Key` and `Tag.1.Value` are one. */
function groups(parameters) {
  const handled = new Set(['RegionId', 'ImageId', 'ImageOwnerAlias', 'IsPublic', 'Status', ...NO_CONDITIONS]);
  const byCondition = new Map();
  for (const pair of parameters) {
    const name = pair[0].replace(/^(\w+\.\d+)\..*$/, '$1');
    if (!handled.has(name)) {
      byCondition.set(name, [...byCondition.get(name) ?? [], pair]);
    }
  }
  return [...byCondition.values()];
}

function reason(conditions, image) {
  const [name] = conditions[0];
  if (/^Tag\./.test(name)) {
    const key = conditions.find(([other]) => /\.key$/i.test(other))?.[1];
    const tag = image.Tags?.Tag?.find(({ TagKey }) => TagKey === key);
    return tag ? words.imageHas(`Tag ${key}`, tag.TagValue) : words.imageHasNone(`Tag ${key}`);
  }
  const filter = /^Filter\./.test(name) ? conditions.find(([other]) => /\.Key$/.test(other))?.[1] : undefined;
  const field = FIELDS[filter ?? name] ?? filter ?? name;
  const value = image[field] ?? image.Features?.[field];
  if (typeof value === 'string' || typeof value === 'boolean') {
    return value === '' ? words.imageHasNone(field) : words.imageHas(field, String(value));
  }
  return words.notMet;
}

function title(conditions) {
  return conditions.map(([name, value]) => `${name}=${value}`).join('&');
}

function valueOf(parameters, name) {
  return parameters.find(([other]) => other === name)?.[1];
}
