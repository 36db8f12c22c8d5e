// Makes the requests of the API, signed or not.

const TEXT = new TextEncoder();

/** The headers of signature version 3 that depend on the request. */
const FORM = 'application/x-www-form-urlencoded';

export const canSign = globalThis.crypto?.subtle !== undefined;

/**
 * Makes a request that is ready to send.
 *
 * @param call `action`, `version`, `method` (GET or POST), and `parameters`, pairs of name and value
 * @param key null for an unsigned request; otherwise `id`, `secret`, `token` (may be empty), `signatureVersion` (1 or 3) and,
 *     for version 1, `algorithm` and `algorithmVersion`
 * @returns `method`, `url`, `headers` (pairs), `body`; of a signed request also `stringToSign` and, for version 3,
 *     `canonicalRequest`
 */
export async function makeRequest({ action, version, method, parameters }, key) {
  if (key?.signatureVersion === 3) {
    return makeVersion3(action, version, method, parameters, key);
  }
  const all = [['Action', action], ['Version', version], ...parameters];
  return key ? makeVersion1(method, all, key) : place(method, all);
}

async function makeVersion1(method, parameters, { id, secret, token, algorithm, algorithmVersion }) {
  const signed = [
    ...parameters,
    ['AccessKeyId', id],
    ['SignatureMethod', algorithm],
    ['SignatureVersion', algorithmVersion],
    ['SignatureNonce', nonce()],
    ['Timestamp', timestamp()],
    ...token ? [['SecurityToken', token]] : [],
  ];
  const stringToSign = `${method}&${encode('/')}&${encode(canonicalQuery(signed))}`;
  const hash = algorithm.replace('HMAC-SHA', 'SHA-');
  const signature = btoa(String.fromCharCode(...await hmac(hash, `${secret}&`, stringToSign)));
  return { ...place(method, [...signed, ['Signature', signature]]), stringToSign };
}

async function makeVersion3(action, version, method, parameters, { id, secret, token }) {
  const request = place(method, parameters);
  const headers = [
    ['host', location.host],
    ['x-acs-action', action],
    ['x-acs-content-sha256', hex(await crypto.subtle.digest('SHA-256', TEXT.encode(request.body ?? '')))],
    ['x-acs-date', timestamp()],
    ['x-acs-signature-nonce', nonce()],
    ['x-acs-version', version],
    ...token ? [['x-acs-accesskey-id', id], ['x-acs-security-token', token]] : [],
    ...request.headers,
  ].sort(byName);
  const names = headers.map(([name]) => name).join(';');
  const canonicalRequest = [
    method,
    '/',
    method === 'GET' ? canonicalQuery(parameters) : '',
    headers.map(([name, value]) => `${name}:${value}\n`).join(''),
    names,
    Object.fromEntries(headers)['x-acs-content-sha256'],
  ].join('\n');
  const stringToSign = `ACS3-HMAC-SHA256\n${hex(await crypto.subtle.digest('SHA-256', TEXT.encode(canonicalRequest)))}`;
  const signature = hex(await hmac('SHA-256', secret, stringToSign));
  return {
    ...request,
    headers: [
      // The browser sets Host itself.
      ...headers.filter(([name]) => name !== 'host'),
      ['authorization', `ACS3-HMAC-SHA256 Credential=${id},SignedHeaders=${names},Signature=${signature}`],
    ],
    stringToSign,
    canonicalRequest,
  };
}

/** Puts parameters into the query string of a GET request, or into the form of a POST request. */
function place(method, parameters) {
  const address = new URL('/', location.href).href;
  const encoded = parameters.map(encodePair).join('&');
  return method === 'GET'
    ? { method, url: encoded ? `${address}?${encoded}` : address, headers: [] }
    : { method, url: address, headers: [['content-type', FORM]], body: encoded };
}

/** Sends a request and returns `status`, `statusText`, `headers` (pairs), `body` and `milliseconds`. */
export async function send({ method, url, headers, body }) {
  const start = performance.now();
  const response = await fetch(url, {
    method,
    headers,
    body,
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
  });
  const text = await response.text();
  return {
    status: response.status,
    statusText: response.statusText,
    headers: [...response.headers],
    body: text,
    milliseconds: Math.round(performance.now() - start),
  };
}

/** Returns a command that sends the request. */
export function curl({ method, url, headers, body }) {
  const quote = text => `'${text.replaceAll("'", String.raw`'\''`)}'`;
  return [
    `curl ${quote(url)}`,
    // --data sets this content type.
    ...headers.filter(([name]) => name !== 'content-type').map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...method === 'POST' ? [`--data ${quote(body)}`] : [],
  ].join(' \\\n  ');
}

function canonicalQuery(parameters) {
  return [...parameters].sort((a, b) => byName(a, b) || (a[1] < b[1] ? -1 : 1)).map(encodePair).join('&');
}

function byName([a], [b]) {
  return a < b ? -1 : a > b ? 1 : 0;
}

function encodePair([name, value]) {
  return `${encode(name)}=${encode(value)}`;
}

/** Percent-encodes a string by RFC 3986. */
function encode(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, character => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

async function hmac(hash, secret, text) {
  const key = await crypto.subtle.importKey('raw', TEXT.encode(secret), { name: 'HMAC', hash }, false, ['sign']);
  return new Uint8Array(await crypto.subtle.sign('HMAC', key, TEXT.encode(text)));
}

function hex(bytes) {
  return [...new Uint8Array(bytes)].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

function nonce() {
  return crypto.randomUUID();
}

/** Returns the time in UTC, without milliseconds. */
function timestamp() {
  return new Date().toISOString().replace(/\.\d+/, '');
}
