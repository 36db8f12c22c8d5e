// Formats the body of a response, and explains errors by the contract.

import { element, resolve } from './dom.js';

/** Returns the body with indentation and colours, without changing a value; a body that is neither JSON nor XML as it is. */
export function formatBody(body) {
  const tokens = body.startsWith('<') ? xmlTokens(body) : isJson(body) ? jsonTokens(body) : [['', body]];
  return tokens.map(([kind, text]) => kind ? element('span', { class: kind }, text) : text);
}

/** Returns Code and Message of an error response. */
export function readError(body) {
  if (isJson(body)) {
    const { Code, Message } = JSON.parse(body);
    return { code: Code, message: Message };
  }
  const xml = new DOMParser().parseFromString(body, 'text/xml');
  return { code: xml.querySelector('Error > Code')?.textContent, message: xml.querySelector('Error > Message')?.textContent };
}

/** Returns the error of the contract that a response of an operation has, as `id`, `cause` and `remedy`, if there is one. */
export function findError(contract, operation, { status, body }) {
  const { code, message } = readError(body);
  const responses = [operation.responses[status], contract.components.responses[status]].filter(Boolean);
  for (const response of responses) {
    const { examples = {} } = resolve(contract, response).content['application/json'];
    for (const [id, example] of Object.entries(examples)) {
      const { summary, description, value } = resolve(contract, example);
      // A message that ends with a colon is followed by a detail.
      if (value.Code === code && (value.Message === message
        || value.Message.endsWith(':') && message?.startsWith(value.Message))) {
        return { id, cause: summary, remedy: description };
      }
    }
  }
  return null;
}

function isJson(text) {
  try {
    return JSON.parse(text) instanceof Object;
  } catch {
    return false;
  }
}

/** Splits JSON into pairs of a kind and a text, with line breaks. Numbers stay as they are, also those over 2^53. */
function jsonTokens(json) {
  const tokens = json.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g);
  const output = [];
  let depth = 0;
  const newLine = () => output.push(['', `\n${'  '.repeat(depth)}`]);
  tokens.forEach((token, i) => {
    if (token === '{' || token === '[') {
      output.push(['', token]);
      if (tokens[i + 1] !== '}' && tokens[i + 1] !== ']') {
        depth++;
        newLine();
      }
    } else if (token === '}' || token === ']') {
      if (tokens[i - 1] !== '{' && tokens[i - 1] !== '[') {
        depth--;
        newLine();
      }
      output.push(['', token]);
    } else if (token === ',') {
      output.push(['', token]);
      newLine();
    } else if (token === ':') {
      output.push(['', ': ']);
    } else {
      output.push([token.startsWith('"') ? tokens[i + 1] === ':' ? 'name' : 'string' : 'number', token]);
    }
  });
  return output;
}

/** Splits XML into pairs of a kind and a text: an element with a text takes one line. */
function xmlTokens(xml) {
  const tokens = xml.match(/<[^>]*>|[^<]+/g).filter(token => token.trim());
  const output = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    const closes = token.startsWith('</');
    const isText = !token.startsWith('<');
    const afterText = i > 0 && !tokens[i - 1].startsWith('<');
    const afterOpening = i > 0 && isOpening(tokens[i - 1]);
    if (closes) {
      depth--;
    }
    if (i > 0 && !isText && !afterText && !(closes && afterOpening)) {
      output.push(['', `\n${'  '.repeat(depth)}`]);
    }
    output.push([isText ? 'string' : 'name', token]);
    if (isOpening(token)) {
      depth++;
    }
  });
  return output;
}

function isOpening(token) {
  return /^<[^/?!]/.test(token) && !token.endsWith('/>');
}
