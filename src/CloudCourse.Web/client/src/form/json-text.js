// A text of JSON that a person wrote, and edits to it that touch nothing but the member meant. jsonc-parser says where everything stands; its own
// `modify` is not used, since it lays out anew whatever lines it touches.
import { parseTree } from 'jsonc-parser';

/** jsonc-parser's numbers of errors, for people. */
const words = {
  1: 'this is not a word that JSON knows', 2: 'this is not a number', 3: 'a name in quotes is expected', 4: 'a value is expected', 5: 'a colon is expected', 6: 'a comma is expected',
  7: 'a } is expected', 8: 'a ] is expected', 9: 'nothing may stand after the end', 10: 'JSON has no comments', 11: 'a comment does not end', 12: 'a string does not end', 13: 'a number does not end',
  14: 'an escape with \\u needs four digits', 15: 'there is no such escape', 16: 'a character that a string may not hold',
};

/**
 * @param {string} text
 * @returns {{root?: import('jsonc-parser').Node, problem?: {offset: number, words: string}}} the whole tree, or the first thing that is wrong
 */
export function read(text) {
  if (text.trim() === '') return { problem: { offset: 0, words: 'it is empty' } };
  const errors = [];
  try {
    const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
    if (errors.length > 0 || !root) return { problem: { offset: errors[0]?.offset ?? 0, words: words[errors[0]?.error] ?? 'this is not JSON' } };
    JSON.parse(text); // stricter in small things, such as spaces from other alphabets
    return { root };
  } catch {
    return { problem: { offset: 0, words: 'it is not JSON, or too deep' } };
  }
}

/** The members of that name in an object; AWS's client takes the last. */
const named = (node, name) => node.children.filter(p => p.children[0].value === name && p.children.length === 2);

/** The node's value in JavaScript; of a name that stands twice, the last. */
export function valueOf(node) {
  switch (node?.type) {
    case 'object': {
      const value = Object.create(null);
      for (const p of node.children) value[p.children[0].value] = valueOf(p.children[1]);
      return value;
    }
    case 'array': return node.children.map(valueOf);
    default: return node?.value;
  }
}

/**
 * Follows a path as far as it goes.
 * @param {(string|number)[]} path
 * @returns {{node: any, rest: (string|number)[], twice?: string, blocked?: boolean}} the deepest node, and what is missing below it; `blocked` where that node cannot hold the rest
 */
export function follow(root, path) {
  let node = root;
  for (let i = 0; i < path.length; i++) {
    const step = path[i];
    const fits = typeof step === 'number' ? node.type === 'array' : node.type === 'object';
    if (!fits) return { node, rest: path.slice(i), blocked: true };
    if (typeof step === 'number') {
      if (step >= node.children.length) return { node, rest: path.slice(i) };
      node = node.children[step];
    } else {
      const found = named(node, step);
      if (found.length > 1) return { node: found.at(-1), rest: path.slice(i), blocked: true, twice: step };
      if (found.length === 0) return { node, rest: path.slice(i) };
      node = found[0].children[1];
    }
  }
  return { node, rest: [] };
}

const end = node => node.offset + node.length;
const lineStart = (text, offset) => text.lastIndexOf('\n', offset - 1) + 1;
const indentAt = (text, offset) => /^[ \t]*/.exec(text.slice(lineStart(text, offset)))[0];

/** How this writer lays things out. */
function styleOf(text) {
  return {
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    unit: /\n([ \t]+)\S/.exec(text)?.[1] ?? '  ',
    lines: /\n/.test(text.trim()) || /^\s*[{[]\s*[}\]]\s*$/.test(text),
  };
}

const isBox = value => value !== null && typeof value === 'object';
const entries = value => Array.isArray(value) ? value.map(v => ['', v]) : Object.entries(value).map(([k, v]) => [`${JSON.stringify(k)}: `, v]);

function flat(value) {
  if (!isBox(value)) return JSON.stringify(value);
  const inner = entries(value).map(([name, v]) => name + flat(v)).join(', ');
  return Array.isArray(value) ? `[${inner}]` : inner === '' ? '{}' : `{ ${inner} }`;
}

function print(value, indent, style, inLine) {
  const short = flat(value);
  if (inLine || !isBox(value) || (short.length <= 60 && entries(value).every(([, v]) => !isBox(v))) || short.length <= 40) return short;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const inner = indent + style.unit;
  return `${open}${style.eol}${entries(value).map(([name, v]) => inner + name + print(v, inner, style, false)).join(`,${style.eol}`)}${style.eol}${indent}${close}`;
}

/** The edit that puts one more item, or member, behind the last. */
function added(text, box, name, value) {
  const style = styleOf(text);
  const items = box.children;
  if (items.length === 0) {
    const from = box.offset + 1;
    if (!style.lines) return { offset: from, length: box.length - 2, content: box.type === 'object' ? ` ${name}${print(value, '', style, true)} ` : name + print(value, '', style, true) };
    const outer = indentAt(text, box.offset), indent = outer + style.unit;
    const short = flat(value);
    // A list of one word reads best in its line.
    if (box.type === 'array' && !isBox(value) && short.length <= 60) return { offset: from, length: box.length - 2, content: short };
    return { offset: from, length: box.length - 2, content: `${style.eol}${indent}${name}${print(value, indent, style, false)}${style.eol}${outer}` };
  }
  const last = items.at(-1);
  const gap = text.slice(items.length > 1 ? end(items.at(-2)) : box.offset + 1, last.offset);
  if (!gap.includes('\n')) return { offset: end(last), length: 0, content: `,${/\s/.test(gap) || items.length === 1 ? ' ' : ''}${name}${print(value, '', style, true)}` };
  const indent = indentAt(text, last.offset);
  return { offset: end(last), length: 0, content: `,${style.eol}${indent}${name}${print(value, indent, style, false)}` };
}

/** The edit that gives the place a value, or null where it has it or cannot have it. What is missing above it is made, around what `path` says. */
export function setting(text, root, path, value) {
  const { node, rest, blocked } = follow(root, path);
  if (blocked) return null;
  if (rest.length === 0) {
    const style = styleOf(text);
    if (JSON.stringify(valueOf(node)) === JSON.stringify(value)) return null;
    return { offset: node.offset, length: node.length, content: print(value, indentAt(text, node.offset), style, !style.lines) };
  }
  let inner = value;
  for (const step of rest.slice(1).reverse()) inner = typeof step === 'number' ? [inner] : { [step]: inner };
  return added(text, node, typeof rest[0] === 'number' ? '' : `${JSON.stringify(rest[0])}: `, inner);
}

/** The edit that takes a member or an item away, with its comma; null where there is none. */
export function removing(root, path) {
  const { node, rest, blocked } = follow(root, path);
  if (blocked || rest.length > 0 || path.length === 0) return null;
  const item = node.parent.type === 'property' ? node.parent : node;
  const box = item.parent, at = box.children.indexOf(item);
  if (at > 0) return { offset: end(box.children[at - 1]), length: end(item) - end(box.children[at - 1]), content: '' };
  if (box.children.length > 1) return { offset: item.offset, length: box.children[1].offset - item.offset, content: '' };
  return { offset: box.offset + 1, length: box.length - 2, content: '' };
}

export const apply = (text, edit) => text.slice(0, edit.offset) + edit.content + text.slice(edit.offset + edit.length);

/** The path of the deepest value, or of the member whose name, stands at an offset. */
export function pathAt(root, offset) {
  const path = [];
  let node = root;
  for (;;) {
    const child = node?.children?.find(c => c.offset <= offset && offset < end(c));
    if (!child) return path;
    if (child.type === 'property') {
      path.push(child.children[0].value);
      if (offset < (child.children[1]?.offset ?? Infinity)) return path;
      node = child.children[1];
    } else {
      path.push(node.children.indexOf(child));
      node = child;
    }
  }
}
