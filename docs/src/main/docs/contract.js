'use strict';

// Shortens the contract for the page: one entry for each operation, and common parameters and errors once.

const words = {
  'en': {
    commonParameters: 'Common parameters',
    commonParametersText: 'Every operation has these parameters besides its own.',
    commonHeadersText: 'Every successful response has these headers:',
    common: 'See also the [common parameters](#tag/CommonParameters) and the [common errors](#tag/Errors).',
    tryIt: name => `[Try ${name}](try/#${name})`,
    errors: 'Errors',
    evidence: '[Evidence](#tag/Evidence)',
    colon: ': ',
    comma: ', ',
  },
  'zh-CN': {
    commonParameters: '公共参数',
    commonParametersText: '除自己的参数外，每个接口都有这些参数。',
    commonHeadersText: '成功的返回结果都有这些响应头：',
    common: '另见[公共参数](#tag/CommonParameters)和[公共错误](#tag/Errors)。',
    tryIt: name => `[调试 ${name}](try/#${name})`,
    errors: '错误',
    evidence: '[依据](#tag/Evidence)',
    colon: '：',
    comma: '、',
  },
}[document.documentElement.lang];

const COMMON_PARAMETERS = 'CommonParameters';

/** Turns the contract in openapi.json into the document that Redoc shows. */
function shorten(contract) {
  const { examples, parameters, responses } = contract.components;

  const commonErrors = new Set(Object.entries(responses).filter(isError).flatMap(errorIds));
  const allErrors = new Set(commonErrors);
  const commonParameters = Object.values(parameters).filter(parameter => parameter['x-common-parameter']);
  addCommonParameters(contract, commonParameters, takeCommonHeaders(contract));

  contract.paths = Object.fromEntries(Object.entries(contract.paths).map(([path, { get, parameters: all }]) => {
    const own = all.map(parameter => writeExample(resolve(contract, parameter)))
      .filter(parameter => !parameter['x-common-parameter']);
    get.responses = Object.fromEntries(Object.entries(get.responses)
      .map(([status, response]) => [status, isError([status]) ? withoutErrors(response, commonErrors) : response])
      .filter(([, response]) => response));
    const errors = Object.entries(get.responses).filter(isError).flatMap(errorIds);
    errors.forEach(id => allErrors.add(id));
    get.description += `\n\n${words.tryIt(get.operationId)}\n\n${errorList(errors)}\n\n${words.common}\n\n${searchWords(own)}`;
    return [path.replace('#', '?'), { parameters: own, get }];
  }));

  // Redoc lists examples by their summaries; errors are looked up by their ids.
  for (const [id, example] of Object.entries(examples)) {
    example.description = [example.summary, example.description].filter(Boolean).join(' ');
    example.summary = id;
  }
  linkErrors(contract, allErrors);
  return contract;
}

function resolve(contract, node) {
  return node.$ref ? node.$ref.slice(2).split('/').reduce((parent, name) => parent[name], contract) : node;
}

/** Redoc cannot write a repeat list: this shows the example as the request has it. */
function writeExample(value) {
  if (value['x-style'] === 'repeatList' && value.example) {
    value['x-sent'] = sent(value.name, value.example);
    delete value.example;
  }
  return value;
}

function sent(name, value) {
  if (Array.isArray(value)) {
    return value.map((item, i) => sent(`${name}.${i + 1}`, item)).join('&');
  }
  if (typeof value === 'object') {
    return Object.entries(value).map(([key, member]) => sent(`${name}.${key}`, member)).join('&');
  }
  return `${name}=${value}`;
}

/** Removes the headers of every successful response from all responses, and returns them. */
function takeCommonHeaders(contract) {
  const operations = Object.values(contract.paths).map(path => path.get);
  const responses = operations.flatMap(operation => Object.values(operation.responses))
    .map(response => resolve(contract, response));
  const successes = operations.map(operation => resolve(contract, operation.responses['200']));
  const common = Object.entries(successes[0].headers)
    .filter(([name]) => successes.every(response => response.headers[name]));
  for (const { headers } of responses) {
    common.forEach(([name]) => delete headers[name]);
  }
  return common.map(([name, header]) => [name, resolve(contract, header)]);
}

/** Adds a section with the parameters of every operation, as the properties of a schema, and common headers. */
function addCommonParameters(contract, parameters, headers) {
  contract.components.schemas[COMMON_PARAMETERS] = {
    type: 'object',
    required: parameters.filter(parameter => parameter.required).map(parameter => parameter.name),
    properties: Object.fromEntries(parameters.map(({ name, in: place, required, schema, example, ...others }) =>
      [name, { ...schema, ...others, 'x-sent': sent(name, example) }])),
  };
  contract.tags.splice(contract.tags.findIndex(tag => tag.name === 'Errors'), 0, {
    name: COMMON_PARAMETERS,
    'x-displayName': words.commonParameters,
    'x-traitTag': true,
    description: `${words.commonParametersText}\n\n${searchWords(parameters)}\n\n`
      + `<SchemaDefinition schemaRef="#/components/schemas/${COMMON_PARAMETERS}" showExample={false} />\n\n`
      + `${words.commonHeadersText}\n\n`
      + headers.map(([name, header]) => `- \`${name}\`${words.colon}${header.description}`).join('\n'),
  });
}

function isError([status]) {
  return /^[345]/.test(status);
}

function errorIds([, response]) {
  return Object.keys(response.content['application/json'].examples);
}

/** Removes the errors with these ids from a response; returns nothing if it has no others. */
function withoutErrors(response, ids) {
  if (response.$ref) {
    return null;
  }
  const { examples } = response.content['application/json'];
  for (const id of Object.keys(examples)) {
    if (ids.has(id)) {
      delete examples[id];
    }
  }
  return Object.keys(examples).length ? response : null;
}

/** Lists errors in a folded element. */
function errorList(ids) {
  return ids.length
    ? `<details><summary>${words.errors} (${ids.length})</summary>\n\n${ids.map(id => `\`${id}\``).join(words.comma)}\n\n</details>`
    : '';
}

/** Returns the names of parameters as hidden text, since Redoc's search reads descriptions only. */
function searchWords(parameters) {
  return `<p hidden>${parameters.map(parameter => parameter.name).join(' ')}</p>`;
}

function list(label, names) {
  return names.length ? `${label}${words.colon}${names.map(name => `\`${name}\``).join(words.comma)}` : '';
}

/** Adds errors and evidence to the description of each parameter, and links each error in a description to its row. */
function linkErrors(node, ids) {
  if (!(node instanceof Object)) {
    return;
  }
  if (typeof node.description === 'string') {
    if ((node['x-errors'] || node['x-evidence']) && !node.value) {
      node.description = [
        node.description.trimEnd(),
        [list(words.errors, [...new Set(Object.values(node['x-errors'] ?? {}))]), list(words.evidence, node['x-evidence'] ?? [])]
          .filter(Boolean).join(' '),
      ].join('  \n');
    }
    node.description = node['x-error-table']
      ? node.description.replace(/^\| `([\w.]+)`<br>/gm, (row, id) =>
        `| <a id="error/${id}" data-section-id="error/${id}" href="#error/${id}"><code>${id}</code></a><br>`)
      : node.description.replace(/`([\w.]+)`/g, (code, id) => ids.has(id) ? `[${code}](#error/${id})` : code);
  }
  Object.values(node).forEach(value => linkErrors(value, ids));
}
