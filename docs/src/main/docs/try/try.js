// The page: it reads the contract, and connects form, request and response.

import { element, prose, resolve } from './dom.js';
import { explain } from './explain.js';
import { freeParameters, parameterControl } from './form.js';
import { canSign, curl, makeRequest, send } from './request.js';
import { findError, formatBody, readError } from './response.js';
import { words } from './words.js';

/** The common parameters that the page itself determines. */
const OWN_COMMON_PARAMETERS = ['Action', 'Version', 'AccessKeyId', 'SignatureMethod', 'SignatureVersion', 'SignatureNonce',
  'Timestamp', 'Signature', 'SecurityToken'];

/** A signed request older than this is signed again before it is sent. The server accepts 15 minutes. */
const OLDEST_SIGNATURE_MILLISECONDS = 60_000;

const IGNORED_PARAMETERS = 'x-ecs-images-ignored-parameters';

class Page {

  constructor(contract) {
    this.contract = contract;
    this.operations = new Map(Object.values(contract.paths).map(path =>
      [path.get.operationId, { ...path.get, parameters: path.parameters.map(parameter => resolve(contract, parameter)) }]));
    const [{ parameters }] = this.operations.values();
    this.common = Object.fromEntries(parameters.filter(isCommon).map(parameter => [parameter.name, parameter]));

    this.picker = this.makePicker();
    this.key = this.makeKey();
    this.parameters = element('div', { class: 'parameters' });
    this.method = element('select', { id: 'method', 'aria-label': words.method },
      ...['GET', 'POST'].map(name => element('option', { value: name }, name)));
    this.form = element('form', { autocomplete: 'off', novalidate: true },
      this.picker.element, this.key.element, this.parameters,
      element('div', { class: 'bar' }, this.method, element('button', { class: 'primary' }, words.send)));
    this.preview = new Preview(() => this.copyCurl());
    this.status = element('p', { id: 'status', role: 'status' }, words.noResponse);
    this.response = element('div');
    this.remembered = new Map();

    this.form.addEventListener('input', () => this.refresh());
    // Programs that control a browser send no other event of a list.
    this.form.addEventListener('change', event => event.target.matches('select') && this.refresh());
    this.form.addEventListener('submit', event => {
      event.preventDefault();
      this.send();
    });
    // A browser cannot show a message at a field that is folded.
    this.form.addEventListener('invalid', event => event.target.closest('details')?.setAttribute('open', ''), true);
    addEventListener('hashchange', () => this.choose(location.hash.slice(1)));
    // No copy of the page that the browser keeps for the button Back has the key.
    addEventListener('pagehide', () => this.key.clear());
  }

  show(container) {
    container.replaceChildren(
      element('div', { class: 'left' }, element('h1', {}, words.heading), this.form),
      element('div', { class: 'right' },
        element('section', { 'aria-labelledby': 'request-heading' },
          element('h2', { id: 'request-heading' }, words.request), this.preview.element),
        element('section', { 'aria-labelledby': 'response-heading' },
          element('h2', { id: 'response-heading' }, words.response), this.status, this.response)));
    this.choose(location.hash.slice(1));
  }

  makePicker() {
    const select = element('select', { id: 'operation' }, ...this.contract.tags.map(tag => {
      const names = [...this.operations].filter(([, operation]) => operation.tags.includes(tag.name)).map(([name]) => name);
      return names.length ? element('optgroup', { label: tag['x-displayName'] ?? tag.name },
        ...names.map(name => element('option', {}, name))) : null;
    }));
    select.addEventListener('change', () => {
      history.replaceState(null, '', `#${select.value}`);
      this.choose(select.value);
    });
    const text = element('div', { class: 'note' });
    return {
      select,
      text,
      element: element('div', { class: 'field' },
        element('label', { for: 'operation' }, words.operation), element('div', {}, select, text)),
    };
  }

  makeKey() {
    const algorithms = this.common.SignatureMethod?.schema.enum ?? [];
    const signature = element('select', { id: 'signature' },
      element('option', { value: '' }, words.unsigned),
      element('option', { value: '3', disabled: !canSign }, words.version(3, 'ACS3-HMAC-SHA256')),
      ...algorithms.map(name => element('option', { value: name, disabled: !canSign }, words.version(1, name))));
    const input = (id, type) => element('input',
      { id, type, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
    const id = input('key-id', 'text');
    const secret = input('key-secret', 'password');
    const token = input('key-token', 'password');
    const note = element('p');
    const line = (label, field, text) => element('div', { class: 'field' },
      element('label', { for: field.id }, label), element('div', {}, field, text && element('div', { class: 'note' }, text)));
    const fields = [line(words.accessKeyId, id), line(words.secret, secret),
      line(words.securityToken, token, words.securityTokenNote)];
    const update = () => {
      const signed = signature.value !== '';
      fields.forEach(field => field.hidden = !signed);
      [id, secret].forEach(field => field.required = signed);
      note.textContent = canSign ? signed ? words.keyNote : words.unsignedNote : words.noCryptography;
    };
    signature.addEventListener('change', update);
    update();
    return {
      element: element('fieldset', { class: 'section' }, element('legend', {}, words.key),
        line(words.signature, signature, note), ...fields),
      /** Returns the key as makeRequest takes it, or undefined while it is incomplete. */
      read: () => signature.value === '' ? null : id.value && secret.value ? {
        id: id.value,
        secret: secret.value,
        token: token.value,
        ...signature.value === '3' ? { signatureVersion: 3 } : {
          signatureVersion: 1,
          algorithm: signature.value,
          algorithmVersion: this.common.SignatureVersion.schema.enum[0],
        },
      } : undefined,
      clear: () => [id, secret, token].forEach(field => field.value = ''),
    };
  }

  /** Shows the form of an operation. The text fields that it requires keep their values. */
  choose(name) {
    const action = this.operations.has(name) ? name : this.operations.keys().next().value;
    if (action === this.action) {
      return;
    }
    this.rememberRequired();
    this.action = action;
    const operation = this.operations.get(action);
    this.picker.select.value = action;
    this.picker.text.replaceChildren(
      element('p', {}, ...prose(operation.description)),
      element('p', {}, operation['x-writes'] ? element('strong', {}, `${words.writes} `) : null,
        element('a', { href: `../#tag/${operation.tags[0]}/operation/${action}` }, words.documentation(action))));

    const own = operation.parameters.filter(parameter => !isCommon(parameter));
    const common = Object.values(this.common).filter(({ name }) => !OWN_COMMON_PARAMETERS.includes(name))
      .map(parameter => parameter.name === 'Format' ? this.formatParameter(operation, parameter) : parameter);
    const controls = new Map([...own, ...common]
      .map(parameter => [parameter, parameterControl(this.contract, parameter)]));
    const format = [...controls].find(([{ name }]) => name === 'Format')?.[1].input;
    if (format) {
      format.value = this.common.Format.example;
    }
    this.required = [...controls].filter(([{ required }, { input }]) => required && input);
    for (const [{ name, example }, { input }] of this.required) {
      // The example of RegionId is a region that most catalogues have; other examples are ids that they do not have.
      input.value = this.remembered.get(name) ?? (name === 'RegionId' ? example : '');
    }
    const free = freeParameters();
    this.controls = [...controls.values(), free];

    const elements = parameters => parameters.map(parameter => controls.get(parameter).element);
    const required = own.filter(parameter => parameter.required);
    const optional = own.filter(parameter => !parameter.required);
    this.parameters.replaceChildren(
      ...required.length ? [element('fieldset', { class: 'section' },
        element('legend', {}, words.requiredParameters), ...elements(required))] : [],
      ...optional.length ? [fold(words.optionalParameters, true, ...elements(optional))] : [],
      fold(words.commonParameters, false, ...elements(common)),
      fold(words.otherParameters, false, free.element));
    this.refresh();
  }

  /** Adds the formats of the response as allowed values: the contract has them as media types. */
  formatParameter(operation, parameter) {
    const types = Object.keys(resolve(this.contract, operation.responses['200']).content);
    return { ...parameter, schema: { ...parameter.schema, enum: types.map(type => type.split('/')[1].toUpperCase()) } };
  }

  rememberRequired() {
    for (const [{ name }, { input }] of this.required ?? []) {
      this.remembered.set(name, input.value);
    }
  }

  /** Makes a request from the form, with a new nonce and time, and shows it. */
  refresh() {
    this.pending = this.makeCurrent();
    return this.pending;
  }

  async makeCurrent() {
    const turn = this.turn = (this.turn ?? 0) + 1;
    const call = {
      action: this.action,
      version: this.common.Version.schema.enum[0],
      method: this.method.value,
      parameters: this.controls.flatMap(control => control.entries()),
    };
    const key = this.key.read();
    let current = null;
    let message = words.enterKey;
    try {
      current = key === undefined ? null : { ...await makeRequest(call, key), call, time: Date.now(), used: false };
    } catch (error) {
      message = error.message;
    }
    if (turn === this.turn) {
      this.current = current;
      this.preview.show(current, message);
    }
  }

  /** Returns the present request as a command. It can run once, so the next command and the next request are signed again. */
  async copyCurl() {
    await this.refreshUsed();
    if (!this.current) {
      return '';
    }
    this.current.used = this.current.stringToSign !== undefined;
    return curl(this.current);
  }

  /** Signs the present request again if it was used, or is old. */
  async refreshUsed() {
    await this.pending;
    if (!this.current || this.current.used || Date.now() - this.current.time > OLDEST_SIGNATURE_MILLISECONDS) {
      await this.refresh();
    }
  }

  async send() {
    if (!this.form.reportValidity()) {
      return;
    }
    await this.refreshUsed();
    const sent = this.current;
    if (!sent) {
      return;
    }
    sent.used = sent.stringToSign !== undefined;
    this.response.replaceChildren();
    this.status.textContent = words.waiting;
    try {
      this.showResponse(sent.call, await send(sent));
    } catch (error) {
      this.status.replaceChildren(element('strong', { class: 'bad' }, words.noAnswer(error.message)));
    }
    this.response.parentElement.scrollIntoView({ block: 'nearest' });
  }

  showResponse({ action, parameters }, response) {
    const { status, statusText, headers, body, milliseconds } = response;
    const ignored = headers.find(([name]) => name === IGNORED_PARAMETERS)?.[1];
    const success = status === 200;
    const formatted = element('pre', { id: 'body', tabindex: '0' }, ...formatBody(body));
    this.status.replaceChildren(
      element('strong', { class: success ? 'good' : 'bad' }, `${status} ${statusText}`),
      ` · ${words.milliseconds(milliseconds)} · ${words.bytes(new Blob([body]).size)}`);
    this.response.replaceChildren(...[
      ignored && element('p', { id: 'ignored', class: 'warning' },
        words.ignored, ' ', element('code', {}, ignored.split(',').map(decode).join(', '))),
      !success && this.explainError(this.operations.get(action), response),
      success && action === 'DescribeImages'
        && this.makeWhy(parameters.filter(([name]) => !Object.hasOwn(this.common, name)), body),
      fold(words.headers, false,
        element('pre', { id: 'headers' }, headers.map(([name, value]) => `${name}: ${value}`).join('\n'))),
      block(words.body, formatted, copyButton(() => formatted.textContent)),
    ].filter(Boolean));
  }

  explainError(operation, response) {
    const error = findError(this.contract, operation, response);
    return error && element('div', { id: 'error', class: 'warning' },
      element('p', {}, element('a', { href: `../#error/${error.id}` }, element('code', {}, error.id))),
      element('p', {}, words.cause, ...prose(error.cause)),
      element('p', {}, words.remedy, ...prose(error.remedy)));
  }

  /** Returns the form that asks for an image that a response does not have. */
  makeWhy(parameters, body) {
    const input = element('input',
      { id: 'why-image', required: true, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false' });
    const result = element('div', { id: 'why-result', role: 'status' });
    const button = element('button', { class: 'primary' }, words.explain);
    const form = element('form', { class: 'why', autocomplete: 'off', 'aria-labelledby': 'why-heading' },
      element('h3', { id: 'why-heading' }, words.why),
      element('p', { class: 'empty' }, words.whyNote),
      element('div', { class: 'line' },
        element('label', { for: 'why-image' }, 'ImageId'), input, button),
      result);
    form.addEventListener('submit', async event => {
      event.preventDefault();
      const imageId = input.value.trim();
      button.disabled = true;
      result.replaceChildren(words.explaining);
      try {
        const { summary, reasons } = hasImage(body, imageId)
          ? { summary: words.included, reasons: [] }
          : await explain(imageId, parameters, (action, others) => this.call(action, others));
        const items = reasons.map(([condition, reason]) => element('li', {}, element('code', {}, condition), ': ', reason));
        result.replaceChildren(element('p', {}, summary), ...items.length ? [element('ul', {}, ...items)] : []);
      } catch (error) {
        result.replaceChildren(element('p', { class: 'bad' }, error.message));
      }
      button.disabled = false;
    });
    return form;
  }

  /** Sends an operation with the present key, and returns the fields of its response. */
  async call(action, parameters) {
    const key = this.key.read();
    if (key === undefined) {
      throw new Error(words.enterKey);
    }
    const version = this.common.Version.schema.enum[0];
    const call = { action, version, method: 'GET', parameters: [...parameters, ['Format', 'JSON']] };
    const { status, body } = await send(await makeRequest(call, key));
    if (status !== 200) {
      const { code, message } = readError(body);
      throw new Error(`${code}: ${message}`);
    }
    return JSON.parse(body);
  }
}

/** The request that the page sends next, or the last one that it sent. */
class Preview {

  constructor(copyCurl) {
    this.message = element('p', { class: 'empty' });
    this.url = element('pre', { id: 'url' });
    this.curl = element('pre', { id: 'curl' });
    this.canonicalRequest = element('pre', { id: 'canonical-request' });
    this.stringToSign = element('pre', { id: 'string-to-sign' });
    this.note = element('p', { class: 'empty' }, words.curlNote);
    this.parts = [
      [block('URL', this.url), () => true],
      [block('curl', this.curl, copyButton(copyCurl)), () => true],
      [this.note, request => request.stringToSign],
      [block(words.canonicalRequest, this.canonicalRequest), request => request.canonicalRequest],
      [block(words.stringToSign, this.stringToSign), request => request.stringToSign],
    ];
    this.element = element('div', {}, this.message, ...this.parts.map(([part]) => part));
  }

  /** Shows a request, or a message if there is none. */
  show(request, message) {
    this.message.textContent = message;
    this.message.hidden = request !== null;
    this.parts.forEach(([part, applies]) => part.hidden = request === null || !applies(request));
    if (request) {
      this.url.textContent = `${request.method} ${request.url}`;
      this.curl.textContent = curl(request);
      this.canonicalRequest.textContent = request.canonicalRequest ?? '';
      this.stringToSign.textContent = request.stringToSign ?? '';
    }
  }
}

/** Decodes a name of a response header, which can be cut. */
function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function isCommon(parameter) {
  return parameter['x-common-parameter'] === true;
}

function hasImage(body, imageId) {
  return body.includes(`"ImageId":${JSON.stringify(imageId)}`) || body.includes(`<ImageId>${imageId}</ImageId>`);
}

function fold(title, open, ...children) {
  return element('details', { class: 'section', open }, element('summary', {}, title), ...children);
}

function block(title, content, button) {
  return element('div', { class: 'block' }, element('div', { class: 'head' }, element('h3', {}, title), button), content);
}

/** Returns a button that copies a text. On pages without access to the clipboard, it selects the text. */
function copyButton(read) {
  const button = element('button', { type: 'button', class: 'quiet' }, words.copy);
  button.addEventListener('click', async () => {
    const text = await read();
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      button.textContent = words.copied;
      setTimeout(() => button.textContent = words.copy, 1500);
    } else {
      getSelection().selectAllChildren(button.closest('.block').querySelector('pre'));
    }
  });
  return button;
}

async function show() {
  const container = document.querySelector('main');
  try {
    const answer = await fetch('../openapi.json');
    if (!answer.ok) {
      throw new Error(`${answer.status} ${answer.statusText}`);
    }
    new Page(await answer.json()).show(container);
  } catch (error) {
    container.replaceChildren(element('p', { class: 'bad' }, words.unreadable(error.message)));
    throw error;
  }
}

// The same operation in the other language.
document.querySelector('nav > a[hreflang]').addEventListener('click', event => {
  event.currentTarget.hash = location.hash;
});

show();
