// A form beside the text of a lab's file: what is changed in one is changed in the other. The text is the truth; the form reads it after
// every change, and writes by edits that the editor can undo.
import { control } from './fields.js';
import { el, withCode } from './dom.js';
import { FormModel } from './model.js';
import { follow } from './json-text.js';
import { summaries } from './summaries.js';

let count = 0;

/**
 * @param {HTMLElement} host empty
 * @param {any} description see model.js
 * @param {{text: (path: string) => string, edit: (path: string, edits: any[], group: string) => void, open: (path: string) => void, reveal: (path: string, start: number, end: number) => void,
 *   mark: (places: any[]) => void}} editor
 */
export function mountForm(host, description, editor) {
  const base = `form-${++count}`;
  const model = new FormModel(description).read(editor.text);
  const parts = new Map(); // by field: its elements
  const refusals = new Map(); // what was typed and is no value, by field
  let own = null, sorted = new Map();

  const form = {
    model,
    isOwn: element => element === own,
    fill: text => text.replace(/\{(\w+)\}/g, (_, name) => model.variables[name] ?? ''),
    refuse(field, words) { refusals.set(field.id, words); refresh(); },
    change(field, edits, source = null) {
      const refused = refusals.delete(field.id);
      own = source;
      if (edits.length > 0) editor.edit(field.file, edits, source ? `${field.id} ${source.id}` : '');
      else if (refused) refresh();
      own = null;
    },
  };

  const broken = el('div', { class: 'form-broken' });
  const elsewhere = el('ul', { class: 'form-elsewhere' });
  const sections = el('div', { class: 'form-sections' }, ...description.sections.map(section => el('fieldset', { class: 'form-section' }, el('legend', { text: section.title }), ...section.fields.map(draw))));
  const others = el('div', { class: 'form-others' });
  sections.append(others);
  const total = el('p', { class: 'form-total' }), rows = el('dl'), costs = el('ul'), note = el('p', { class: 'form-note' });
  const summary = summaries[description.summary] ? el('aside', { class: 'form-summary', 'aria-label': 'Summary' }, el('h3', { text: 'Summary' }), total, costs, rows, note) : null;
  host.append(el('h2', { class: 'form-title', text: description.title, id: `${base}-title` }), el('div', { role: 'status' }, broken), elsewhere, el('div', { class: 'form-columns' }, sections, summary));
  host.setAttribute('role', 'region');
  host.setAttribute('aria-labelledby', `${base}-title`);

  function draw(field) {
    const id = `${base}-${field.id}`, grouped = field.kind === 'many' || field.kind === 'rows';
    const help = el('p', { class: 'form-help', id: `${id}-help` }), error = el('ul', { class: 'form-error', id: `${id}-error` });
    const made = control(form, field, id, `${id}-help ${id}-error`);
    const element = grouped
      ? el('fieldset', { class: 'form-field form-group', 'data-field': field.id }, el('legend', { text: field.label }), made.element, help, error)
      : el('div', { class: 'form-field', 'data-field': field.id }, el('label', { for: id, text: field.label }), made.element, help, error);
    element.addEventListener('focusin', () => { editor.open(field.file); point(field); });
    element.addEventListener('focusout', e => {
      if (element.contains(e.relatedTarget)) return;
      refusals.delete(field.id);
      editor.mark([]);
      refresh();
    });
    parts.set(field.id, { element, made, help, error });
    return element;
  }

  /** Shows in the text where a field's member stands. */
  function point(field) {
    const doc = model.docs.get(field.file), state = model.state(field);
    if (!state.exists || !doc.root) return editor.mark([]);
    const { node } = follow(doc.root, state.path);
    editor.mark([{ file: field.file, start: (node.parent?.type === 'property' ? node.parent : node).offset, end: node.offset + node.length, kind: 'form', words: field.label }]);
  }

  function refresh() {
    for (const field of model.fields) {
      const { element, made, help, error } = parts.get(field.id);
      const state = model.state(field), errors = sorted.get(field.id) ?? [];
      element.hidden = !state.shown;
      if (!state.off) made.update(state);
      for (const input of made.inputs) {
        input.disabled = Boolean(state.off || state.blocked);
        input.setAttribute('aria-invalid', String(errors.length > 0 || refusals.has(field.id)));
      }
      const words = [state.note, state.option?.detail, !state.exists && !state.off && field.none && field.kind === 'number' ? form.fill(field.none) : null, field.help].filter(Boolean).join('. ').replaceAll('..', '.');
      if (help.textContent !== words) help.textContent = words;
      const told = [...state.blocked ? [{ message: state.blocked }] : [], ...refusals.has(field.id) ? [{ message: refusals.get(field.id) }] : [], ...errors];
      listErrors(error, told);
    }
    showBroken();
    listErrors(elsewhere, sorted.get(null) ?? []);
    const left = model.files.map(file => [file, model.others(file)]).filter(([, names]) => names.length > 0);
    others.replaceChildren(...left.map(([file, names]) => el('p', {}, `Also in your JSON (${file}): `, ...names.flatMap((n, i) => [i > 0 ? ', ' : '', el('code', { text: n })]), '. The form leaves it as it is.')));
    if (summary) showSummary();
  }

  function listErrors(list, errors) {
    const key = JSON.stringify(errors.map(e => [e.code, e.message]));
    if (list.dataset.key === key) return;
    list.dataset.key = key;
    list.replaceChildren(...errors.map(e => el('li', {}, el('strong', { text: e.type ? `${e.type}: ` : '' }), e.code ? el('code', { text: e.code }) : null, e.code ? ' ' : null, ...withCode(e.message))));
  }

  function showBroken() {
    const files = model.files.map(file => [file, model.problem(file)]).filter(([, problem]) => problem);
    const key = JSON.stringify(files);
    if (broken.dataset.key === key) return;
    broken.dataset.key = key;
    broken.replaceChildren(...files.map(([file, problem]) => {
      const go = el('button', { type: 'button', class: 'link', text: `Go to line ${problem.line}` });
      go.addEventListener('click', () => editor.reveal(file, problem.offset, problem.offset));
      return el('p', {}, el('strong', { text: `${file} cannot be read at line ${problem.line}, column ${problem.column}: ${problem.words}.` }), ' Its fields wait until it can; nothing is lost. ', go);
    }));
  }

  function showSummary() {
    if (model.problem(description.file)) return; // what was last known stays
    const now = summaries[description.summary](model);
    total.textContent = now.total;
    costs.replaceChildren(...now.parts.map(text => el('li', { text })));
    rows.replaceChildren(...now.rows.filter(([, words]) => words !== '').flatMap(([term, words]) => [el('dt', { text: term }), el('dd', { text: words })]));
    note.textContent = now.note;
  }

  refresh();
  return {
    /** A file has another text. */
    changed() { model.read(editor.text); refresh(); },
    /** @param {any[]} findings the server's, of all files */
    findings(findings) { sorted = model.sort(findings); refresh(); },
  };
}
