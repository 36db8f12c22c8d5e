// Form controls for the parameters of an operation. They check the constraints of the contract by the browser's own validation.

import { element, prose, resolve } from './dom.js';
import { words } from './words.js';

let lastId = 0;

/**
 * Returns a control for a parameter. It has
 * - `element`, with label and description,
 * - `entries()`, which returns the pairs of name and value to send,
 * - `input`, if it is a single text field.
 */
export function parameterControl(contract, parameter) {
  const schema = resolveSchema(contract, parameter.schema);
  const { name, description, required = false, example } = parameter;
  const definition = { name, schema, description, required, example };
  if (schema.type === 'array' && parameter['x-style'] === 'repeatList') {
    return repeatList(contract, definition);
  }
  return schema.type === 'array' && schema.items.enum ? checkboxes(definition) : field(definition);
}

/** Returns a control with rows in which any name and value can be entered. */
export function freeParameters() {
  return list('', { minItems: 0 }, () => {
    const name = valueInput({}, false, undefined, {});
    const value = valueInput({}, false, undefined, {});
    return {
      element: element('div', { class: 'parts' },
        element('label', {}, words.name, name), element('label', {}, words.value, value)),
      rename() {},
      entries: () => name.value ? [[name.value, value.value]] : [],
    };
  }, words.parameter, words.otherParametersNote);
}

/** Resolves references, also those of items and of the one schema in allOf. */
function resolveSchema(contract, node) {
  const { allOf, ...others } = resolve(contract, node);
  const schema = { ...allOf && resolve(contract, allOf[0]), ...others };
  return schema.items ? { ...schema, items: resolveSchema(contract, schema.items) } : schema;
}

/** Returns the limits of a value as a text. */
function limits({ type, items, minimum, maximum, minLength, maxLength, minItems, maxItems }) {
  const has = (...values) => values.some(value => value !== undefined);
  return [
    has(minimum, maximum) && words.numbers(minimum, maximum),
    has(minLength, maxLength) && words.characters(minLength, maxLength),
    type === 'array' && !items.enum && has(minItems, maxItems) && words.values(minItems, maxItems),
  ].filter(Boolean).join(' ');
}

function note(id, description, schema, extra = []) {
  const hints = [
    limits(schema),
    schema.type === 'array' && !schema.items.enum && words.separated,
    schema.pattern && element('span', {}, words.pattern, element('code', {}, schema.pattern)),
    schema.default !== undefined && element('span', {}, words.defaultValue, element('code', {}, String(schema.default))),
    ...extra,
  ].filter(Boolean);
  return element('div', { class: 'note', id },
    element('p', {}, ...prose(description ?? '')),
    hints.length ? element('p', { class: 'hints' }, ...hints.flatMap(hint => [hint, ' '])) : null);
}

function nameOf(name, required) {
  return [element('code', {}, name), required ? element('span', { class: 'required' }, ` ${words.required}`) : null];
}

/** Returns the input of one value: a text, a number, or a choice. */
function valueInput(schema, required, example, attributes) {
  const choices = schema.enum ?? (schema.type === 'boolean' ? ['true', 'false'] : null);
  if (choices) {
    return element('select', { required, ...attributes },
      element('option', { value: '' }, words.notSet), ...choices.map(choice => element('option', { value: choice }, choice)));
  }
  const placeholder = example === undefined || typeof example === 'object' && !Array.isArray(example) ? '' : String(example);
  const input = element('input', {
    type: schema.type === 'integer' ? 'number' : 'text',
    min: schema.minimum,
    max: schema.maximum,
    placeholder,
    required,
    autocomplete: 'off',
    autocapitalize: 'none',
    spellcheck: 'false',
    ...attributes,
  });
  input.addEventListener('input', () => input.setCustomValidity(violation(schema, input.value)));
  return input;
}

/** Returns the constraint that a text violates, in words, or an empty string. */
function violation(schema, value) {
  if (value === '') {
    return '';
  }
  if (schema.type === 'array') {
    const count = value.split(',').length;
    return count > (schema.maxItems ?? count) || count < (schema.minItems ?? count) ? limits(schema) : '';
  }
  const { minLength = 0, maxLength = Infinity, pattern } = schema;
  // The contract counts characters, not UTF-16 units.
  const length = [...value].length;
  if (length < minLength || length > maxLength) {
    return limits(schema);
  }
  return pattern && !new RegExp(pattern, 'u').test(value) ? words.mismatch(pattern) : '';
}

/** Returns the control of a parameter with one value, also of a list that is sent as one value. */
function field({ name, schema, description, required, example }) {
  const id = `field-${++lastId}`;
  const input = valueInput(schema, required, example, { id, 'aria-describedby': `${id}-note`, name });
  return {
    element: element('div', { class: 'field' },
      element('label', { for: id }, ...nameOf(name, required)),
      element('div', {}, input, note(`${id}-note`, description, schema))),
    input,
    entries: () => input.value === '' ? [] : [[name, input.value]],
  };
}

/** Returns the control of a list of allowed values that is sent as one value. */
function checkboxes({ name, schema, description, required }) {
  const id = `field-${++lastId}`;
  const boxes = schema.items.enum.map(value => element('input', { type: 'checkbox', value, name }));
  return {
    element: element('fieldset', { class: 'field', 'aria-describedby': `${id}-note` },
      element('legend', {}, ...nameOf(name, required)),
      element('div', {},
        element('div', { class: 'choices' }, ...boxes.map(box => element('label', {}, box, ` ${box.value}`))),
        note(`${id}-note`, description, schema))),
    entries() {
      const values = boxes.filter(box => box.checked).map(box => box.value);
      return values.length ? [[name, values.join(',')]] : [];
    },
  };
}

/** Returns the control of a list that is sent as numbered parameters. */
function repeatList(contract, { name, schema, description, required }) {
  const minItems = required ? Math.max(1, schema.minItems ?? 0) : 0;
  return list(name, { minItems, maxItems: schema.maxItems }, must => rowOf(contract, schema.items, must),
    index => `${name}.${index}`, description, required);
}

/** Returns one row of a list: a value, or the fields of an object. `must` says whether the row needs a value. */
function rowOf(contract, schema, must) {
  return schema.type === 'object' ? objectRow(contract, schema, must) : valueRow(schema, must);
}

function valueRow(schema, must) {
  const label = element('code');
  const input = valueInput(schema, must, schema.example, {});
  let name;
  return {
    element: element('div', { class: 'parts' }, element('label', {}, label, input)),
    rename(newName) {
      name = newName;
      label.textContent = newName;
    },
    entries: () => input.value === '' ? [] : [[name, input.value]],
  };
}

function objectRow(contract, schema, must) {
  const parts = Object.entries(schema.properties).map(([property, node]) => {
    const resolved = resolveSchema(contract, node);
    const row = resolved.type === 'array'
      ? innerList(contract, resolved)
      : valueRow(resolved, false);
    return { property, row, required: schema.required?.includes(property) };
  });
  const container = element('div', { class: 'parts' }, ...parts.map(part => part.row.element));
  const entries = () => parts.flatMap(part => part.row.entries());

  // A row with one value needs the others that are required.
  const demand = () => {
    const some = must || entries().length > 0;
    for (const { row, required } of parts) {
      const input = row.element.querySelector('input, select');
      if (required && input) {
        input.required = some;
      }
    }
  };
  container.addEventListener('input', demand);
  demand();
  return {
    element: container,
    rename: name => parts.forEach(({ property, row }) => row.rename(`${name}.${property}`)),
    entries,
  };
}

/** Returns a list within an object of a list, such as `TagFilter.1.TagValues.1`. */
function innerList(contract, schema) {
  let name = '';
  const inner = list('', { minItems: 0, maxItems: schema.maxItems }, must => rowOf(contract, schema.items, must),
    index => `${name}.${index}`);
  return {
    ...inner,
    rename(newName) {
      name = newName;
      inner.rename(newName);
    },
  };
}

/**
 * Returns a control with rows that can be added and removed.
 *
 * @param newRow creates a row, which has `element`, `rename(name)` and `entries()`
 * @param rowName returns the name of the row with a number
 */
function list(title, { minItems, maxItems = Infinity }, newRow, rowName, description, required = false) {
  const id = `field-${++lastId}`;
  const legend = element('legend', {}, ...title ? nameOf(title, required) : []);
  const container = element('div', { class: 'rows' });
  const add = element('button', { type: 'button', class: 'quiet' });
  const control = element('fieldset', { class: title ? 'field' : 'inner', 'aria-describedby': description && `${id}-note` },
    legend,
    element('div', {}, container, add,
      description ? note(`${id}-note`, description, {}, [maxItems < Infinity && words.entries(undefined, maxItems)]) : null));
  const rows = [];

  const update = () => {
    rows.forEach(({ row, remove }, i) => {
      row.rename(rowName(i + 1));
      remove.setAttribute('aria-label', words.remove(rowName(i + 1)));
      remove.title = words.remove(rowName(i + 1));
      remove.hidden = i < minItems;
    });
    add.textContent = words.add(rowName(rows.length + 1));
    add.disabled = rows.length >= maxItems;
    control.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const append = () => {
    const row = newRow(rows.length < minItems);
    const remove = element('button', { type: 'button', class: 'quiet remove' }, '×');
    const line = element('div', { class: 'row' }, row.element, remove);
    const entry = { row, remove };
    remove.addEventListener('click', () => {
      rows.splice(rows.indexOf(entry), 1);
      line.remove();
      update();
      add.focus();
    });
    rows.push(entry);
    container.append(line);
    update();
    return row;
  };
  add.addEventListener('click', () => append().element.querySelector('input, select')?.focus());
  for (let i = 0; i < minItems; i++) {
    append();
  }
  update();
  return {
    element: control,
    rename(name) {
      legend.textContent = name;
      update();
    },
    entries: () => rows.flatMap(({ row }) => row.entries()),
  };
}
