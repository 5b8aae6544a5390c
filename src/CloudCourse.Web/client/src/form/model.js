// What a form shows of its files, and what a change in it does to their texts. Knows no page: the texts come in, edits go out, and whatever a
// field does not name stays as its writer left it.
//
// A description (made by the server, CloudCourse.Labs) has `file`, `files` (the others by name), `choices`, `variables`, and `sections` of `fields`. A field has `id`, `label`,
// `kind` and `at`: the places of its member, of which the first counts that is there. `in` names another file. Kinds:
//   text, number, flag (true or false), choice and search (one of `choices` or `options`), many (a list of such), rows (a list of objects, with `columns`),
//   file (a whole text), long (a text, with `encode: base64`).
// `none` says what an absent member means; without it the member is needed. `by` writes another fact of a choice than its value. `also` gets the same value. `moves` are made first,
// since some members may not stand beside others. `carry` keeps up what follows from a choice. `when` is a place without which the field is not shown.
import { apply, follow, pathAt, read, removing, setting, valueOf } from './json-text.js';
import { at, isObject, resolve, startsWith, words } from './places.js';

const lines = (text, offset) => {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: before.at(-1).length + 1 };
};
const typeName = value => value === null ? 'null' : Array.isArray(value) ? 'a list' : typeof value === 'object' ? 'an object' : typeof value === 'string' ? 'a string' : typeof value === 'number' ? 'a number' : String(value);
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** The least edit that makes one text of another. */
export function difference(from, to) {
  if (from === to) return null;
  let head = 0, tail = 0;
  while (head < Math.min(from.length, to.length) && from[head] === to[head]) head++;
  while (tail < Math.min(from.length, to.length) - head && from.at(-1 - tail) === to.at(-1 - tail)) tail++;
  return { offset: head, length: from.length - head - tail, content: to.slice(head, to.length - tail) };
}

const encode = text => btoa(Array.from(new TextEncoder().encode(text), b => String.fromCharCode(b)).join(''));
function decode(text) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(atob(text), c => c.charCodeAt(0)));
  } catch {
    return null;
  }
}

export class FormModel {
  /** @param {any} description see above */
  constructor(description) {
    this.description = description;
    this.fields = description.sections.flatMap(s => s.fields);
    for (const field of this.fields) {
      field.file = field.in ? description.files[field.in] : description.file;
      field.places = (field.at ?? []).map(a => typeof a === 'string' ? { at: a } : a);
    }
    this.files = [...new Set(this.fields.map(f => f.file))];
    this.docs = new Map();
    this.variables = {};
  }

  field(id) { return this.fields.find(f => f.id === id); }

  options(field) { return field.options ?? this.description.choices[field.choices] ?? []; }

  /** @param {(path: string) => string} textOf */
  read(textOf) {
    for (const file of this.files) {
      const text = textOf(file);
      if (this.docs.get(file)?.text === text) continue;
      if (this.fields.some(f => f.file === file && f.kind === 'file')) { this.docs.set(file, { text }); continue; }
      const { root, problem } = read(text);
      const wrong = problem ?? (root.type === 'object' ? null : { offset: root.offset, words: `it is ${typeName(valueOf(root))}, and an object is expected: { … }` });
      this.docs.set(file, wrong ? { text, problem: { ...wrong, ...lines(text, wrong.offset) } } : { text, root, value: valueOf(root) });
    }
    this.variables = Object.fromEntries(Object.entries(this.description.variables ?? {}).map(([name, v]) => [name, String(this.chosen(v.of)?.[v.fact] ?? v.else)]));
    return this;
  }

  /** Why the form cannot show a file, or null. */
  problem(file) { return this.docs.get(file)?.problem ?? null; }

  /** The choice that a field's member names. */
  chosen(id) {
    const field = this.field(id);
    if (!field || this.problem(field.file)) return undefined;
    const place = this.#place(field);
    return place.exists ? this.#option(field, place, at(this.docs.get(field.file).value, place.path)) : undefined;
  }

  #place(field, doc = this.docs.get(field.file), variables = this.variables) {
    const places = field.places.map(p => ({ ...resolve(doc.value, p.at, variables), by: p.by }));
    return places.find(p => p.exists) ?? places.find(p => at(doc.value, p.path.slice(0, -1)) !== undefined) ?? places[0];
  }

  #option(field, place, value) {
    return this.options(field).find(o => o[place.by ?? 'value'] === value || (!place.by && o.also?.includes(value)));
  }

  /**
   * What a field shows.
   * @returns {{shown: boolean, off?: boolean, blocked?: string, exists?: boolean, value?: any, path?: (string|number)[], option?: any, items?: any[], note?: string}}
   *   `off` where its file cannot be read, `blocked` where its own member cannot
   */
  state(field) {
    const doc = this.docs.get(field.file);
    if (doc.problem) return { shown: true, off: true };
    if (field.kind === 'file') return { shown: true, exists: true, value: doc.text };
    const place = this.#place(field), value = at(doc.value, place.path);
    const state = { shown: !field.when || resolve(doc.value, field.when, this.variables).exists, path: place.path, exists: place.exists, value };
    const found = follow(doc.root, place.path);
    if (found.twice) state.blocked = `${found.twice} stands twice in your JSON. AWS's client takes the last: remove the other, and the form shows it.`;
    else if (found.blocked) {
      const held = place.path.slice(0, place.path.length - found.rest.length);
      state.blocked = `${words(held)} is ${typeName(at(doc.value, held))} in your JSON, and ${typeof found.rest[0] === 'number' ? 'a list' : 'an object'} is expected. Mend it there.`;
    } else if (place.exists) this.#describe(field, place, state);
    return state;
  }

  #describe(field, place, state) {
    const { value } = state, list = field.kind === 'many' || field.kind === 'rows';
    if (list ? !Array.isArray(value) : value !== null && typeof value === 'object') {
      state.blocked = `${words(place.path)} is ${typeName(value)} in your JSON, and ${list ? 'a list' : 'one value'} is expected. Mend it there.`;
      return;
    }
    if (field.kind === 'long') {
      const text = typeof value === 'string' ? decode(value) : null;
      if (text === null) state.blocked = `${words(place.path)} is not Base64, so the form cannot show its text.`;
      else state.value = text;
    }
    if (field.kind === 'choice' || field.kind === 'search') state.option = this.#option(field, place, value);
    if (field.kind === 'many') state.items = value.map(v => ({ value: v, option: this.#option(field, place, v) }));
    if (field.kind === 'rows') {
      state.items = value.map((v, index) => ({ index, value: v })).filter(row => !field.except || !Object.entries(field.except).every(([k, v]) => isObject(row.value) && row.value[k] === v));
    }
    const others = (field.also ?? []).map(p => resolve(this.docs.get(field.file).value, p, this.variables)).filter(p => p.exists && !same(at(this.docs.get(field.file).value, p.path), value));
    if (others.length > 0) state.note = `Your JSON has ${words(place.path)} ${JSON.stringify(value)} and ${others.map(p => `${words(p.path)} ${JSON.stringify(at(this.docs.get(field.file).value, p.path))}`).join(', ')}; a change here sets all.`;
  }

  /** The value of a row's cell. */
  cell(row, column) { return column.at && isObject(row.value) ? at(row.value, resolve(row.value, column.at).path) : undefined; }

  /** Which of a column's presets a row's values make. */
  preset(row, column) {
    return column.presets.find(p => Object.entries(p.set).every(([where, v]) => same(at(row.value, resolve(row.value, where).path) ?? null, v)));
  }

  // --- changes: each gives the edits, one after another, that make the new text -----------------------------------------

  /** @param {any} value undefined takes the member away */
  set(field, value) {
    if (field.kind === 'file') {
      const doc = this.docs.get(field.file);
      const edit = difference(doc.text, doc.text.includes('\r\n') ? value.replace(/\r?\n/g, '\r\n') : value);
      return edit ? [edit] : [];
    }
    const before = this.variables;
    return this.#steps(field.file, step => {
      if (value === undefined) {
        for (const where of [...field.places.map(p => p.at), ...field.also ?? []]) step.remove(where);
        return;
      }
      for (const move of field.moves ?? []) step.move(move);
      if (field.carry) {
        const now = this.options(field).find(o => o.value === value)?.[field.carry.fact];
        const { path, exists } = resolve(step.value(), field.carry.at, before);
        const taken = exists && at(step.value(), path.slice(0, -2)).some(i => i?.[path.at(-1)] === now);
        if (now !== undefined && exists && !taken && at(step.value(), path) !== now) step.put({ path, templates: new Map() }, now);
      }
      const place = this.#place(field, { value: step.value() }, before);
      const option = place.by ? this.options(field).find(o => o.value === value) : undefined;
      step.put(place, option ? option[place.by] : field.encode === 'base64' ? encode(value) : value);
      for (const where of field.also ?? []) step.put(resolve(step.value(), where, before), value);
    });
  }

  /** Puts a choice into a list, or takes it out. */
  toggle(field, option, on) {
    return this.#steps(field.file, step => {
      const place = this.#place(field, { value: step.value() });
      const list = at(step.value(), place.path) ?? [];
      const index = list.findIndex(v => v === option[place.by ?? 'value'] || (!place.by && option.also?.includes(v)));
      if (on && index < 0) {
        const value = option[place.by ?? 'value'];
        step.put(place.exists ? { ...place, path: [...place.path, list.length] } : place, place.exists ? value : [value]);
      } else if (!on && index >= 0) step.take({ ...place, path: [...place.path, index] });
    });
  }

  addRow(field) {
    return this.#steps(field.file, step => {
      const place = this.#place(field, { value: step.value() });
      step.put(place.exists ? { ...place, path: [...place.path, at(step.value(), place.path).length] } : place, place.exists ? field.template : [field.template]);
    });
  }

  removeRow(field, index) {
    return this.#steps(field.file, step => {
      const place = this.#place(field, { value: step.value() });
      step.take({ ...place, path: [...place.path, index] });
    });
  }

  /** @param {Record<string, any>} values by place in the row; null takes a member away */
  setCells(field, index, values) {
    return this.#steps(field.file, step => {
      for (const [where, value] of Object.entries(values)) {
        const row = [...this.#place(field, { value: step.value() }).path, index];
        const inside = resolve(at(step.value(), row), where);
        const place = { path: [...row, ...inside.path], templates: new Map([...inside.templates].map(([i, t]) => [i + row.length, t])) };
        if (value === null) step.take(place, row.length);
        else step.put(place, value);
      }
    });
  }

  #steps(file, act) {
    const doc = this.docs.get(file);
    if (doc.problem) return [];
    let { text, root } = doc;
    const edits = [];
    const make = edit => {
      if (!edit) return false;
      edits.push(edit);
      text = apply(text, edit);
      ({ root } = read(text));
      return true;
    };
    const step = {
      value: () => valueOf(root),
      /** Gives a place its value, and what is missing above it what it begins with. */
      put: ({ path, templates }, value) => {
        const { rest } = follow(root, path);
        const first = rest.length === 0 ? path.length - 1 : path.length - rest.length;
        let inner = value;
        for (let i = path.length - 1; i >= first; i--) {
          if (rest.length > 0 && templates.has(i) && isObject(inner)) inner = { ...templates.get(i), ...inner };
          if (i > first) inner = typeof path[i] === 'number' ? [inner] : { [path[i]]: inner };
        }
        make(setting(text, root, path.slice(0, first + 1), inner));
      },
      /** Takes a member away, and whatever is left empty by that. */
      take: ({ path, templates }, atLeast = 1) => {
        if (!make(removing(root, path))) return;
        for (let length = path.length - 1; length >= atLeast && length > 0; length--) {
          const left = at(valueOf(root), path.slice(0, length));
          const empty = left !== null && typeof left === 'object' && (Object.keys(left).length === 0 || same(left, templates.get(length - 1)));
          if (!empty || !make(removing(root, path.slice(0, length)))) return;
        }
      },
      remove: where => {
        const place = resolve(valueOf(root), where, this.variables);
        if (place.exists) step.take(place);
      },
      move: ({ from, to, by, choices }) => {
        const source = resolve(valueOf(root), from, this.variables), target = resolve(valueOf(root), to, this.variables);
        if (!source.exists || target.exists) return;
        let value = JSON.parse(JSON.stringify(at(valueOf(root), source.path)));
        if (by) value = value.map?.(v => this.description.choices[choices].find(o => o[by] === v)?.value);
        if (value === undefined || (Array.isArray(value) && value.includes(undefined))) return; // not ours to guess
        step.put(target, value);
        step.take(source);
      },
    };
    act(step);
    return edits;
  }

  // --- what else is there -----------------------------------------------------------------------------------------------

  /** Where a field's members are, or would be. */
  #paths(field) {
    const { value } = this.docs.get(field.file);
    const paths = [...field.places.map(p => p.at), ...field.also ?? []].map(p => resolve(value, p, this.variables));
    return paths.flatMap(place => {
      // What an item is found by belongs to it.
      const found = [...place.templates].flatMap(([i, t]) => Object.keys(t).map(name => [...place.path.slice(0, i + 1), name]));
      const items = at(value, place.path);
      if (field.kind !== 'rows' || !Array.isArray(items)) return [place.path, ...found];
      const rows = items.flatMap((row, i) => field.columns.filter(c => c.at).map(c => [...place.path, i, ...resolve(row, c.at).path]));
      return items.length > 0 ? [...rows, ...found] : [place.path, ...found];
    });
  }

  /** Members of a file that no field shows, in words. */
  others(file) {
    const doc = this.docs.get(file);
    if (doc.problem || !doc.root) return [];
    const shown = this.fields.filter(f => f.file === file).flatMap(f => this.#paths(f));
    const others = [];
    const walk = (value, path) => {
      if (shown.some(p => p.length === path.length && startsWith(p, path))) return;
      if (path.length === 0 || shown.some(p => startsWith(p, path))) for (const key of Object.keys(value)) walk(value[key], [...path, Array.isArray(value) ? Number(key) : key]);
      else others.push(words(path));
    };
    walk(doc.value, []);
    return others;
  }

  /**
   * To which field each finding belongs.
   * @param {{file: string, start: number, message: string}[]} findings
   * @returns {Map<string | null, any[]>} by the field's id; null for what belongs to no field
   */
  sort(findings) {
    const sorted = new Map();
    for (const finding of findings.filter(f => this.files.includes(f.file))) {
      const id = this.#fieldOf(finding)?.id ?? null;
      sorted.set(id, [...sorted.get(id) ?? [], finding]);
    }
    return sorted;
  }

  #fieldOf({ file, start, message }) {
    const fields = this.fields.filter(f => f.file === file), doc = this.docs.get(file);
    if (fields.some(f => f.kind === 'file')) return fields[0];
    if (doc.problem) return undefined;
    const path = pathAt(doc.root, start);
    const near = fields.flatMap(field => this.#paths(field).map(p => ({ field, path: p })));
    const at = near.filter(n => startsWith(path, n.path)).sort((a, b) => b.path.length - a.path.length)[0];
    if (at) return at.field;
    const below = near.filter(n => startsWith(n.path, path));
    const member = n => [...n.path].reverse().find(s => typeof s === 'string');
    return below.find(n => new RegExp(`["'\`]${member(n)}["'\`]`).test(message))?.field ?? (path.length > 0 ? below[0]?.field : undefined);
  }
}
