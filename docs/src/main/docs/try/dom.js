/** Creates an element. An attribute can be a string, or a boolean that adds or omits it; children that are null are omitted. */
export function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) {
      created.setAttribute(attribute, value === true ? '' : value);
    }
  }
  created.append(...children.filter(child => child !== null && child !== undefined));
  return created;
}

const INLINE = /`([^`]+)`|\*\*(.+?)\*\*|\[([^\]]+)\]\(([^)]+)\)/g;

/** Returns the text of a description, which is Markdown with code, bold text and links, as nodes. */
export function prose(markdown) {
  const text = markdown.trim().replace(/\s+/g, ' ');
  const nodes = [];
  let end = 0;
  for (const { 0: match, 1: code, 2: bold, 3: label, 4: target, index } of text.matchAll(INLINE)) {
    nodes.push(text.slice(end, index), code ? element('code', {}, code)
      : bold ? element('strong', {}, bold)
      // Links are relative to the documentation.
      : element('a', { href: target.startsWith('#') ? `../${target}` : target }, label));
    end = index + match.length;
  }
  nodes.push(text.slice(end));
  return nodes;
}

/** Returns the object that a reference of a document leads to, or the object itself if it is no reference. */
export function resolve(contract, node) {
  return node.$ref
    ? resolve(contract, node.$ref.slice(2).split('/').reduce((parent, name) => parent[name], contract))
    : node;
}
