// A control for each kind of field. Every one answers `element`, and `update(state)`, which leaves alone what is being typed into.
import { combobox, el } from './dom.js';

const whole = /^-?\d{1,15}$/;
const asText = value => value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/**
 * @typedef {{model: import('./model.js').FormModel, change: (field: any, edits: any[], source?: Element) => void, isOwn: (element: Element) => boolean, refuse: (field: any, words: string) => void, fill: (text: string) => string}} Form
 * @param {Form} form
 * @param {string} id the control's
 * @param {string} describedby
 */
export function control(form, field, id, describedby) {
  switch (field.kind) {
    case 'choice': case 'flag': return select(form, field, id, describedby);
    case 'search': return searched(form, field, id, describedby);
    case 'many': return many(form, field, id, describedby);
    case 'rows': return rows(form, field, id, describedby);
    default: return typed(form, field, id, describedby);
  }
}

function put(form, input, text) {
  if (input.value !== text && !form.isOwn(input)) input.value = text;
}

/** What a number's text means: undefined where it is empty, null where it is none. */
function number(text, least) {
  const trimmed = text.trim();
  if (trimmed === '') return least === undefined ? undefined : null;
  return whole.test(trimmed) && Number(trimmed) >= (least ?? -Infinity) ? Number(trimmed) : null;
}

function typed(form, field, id, describedby) {
  const long = field.kind === 'file' || field.kind === 'long';
  const input = long ? el('textarea', { id, rows: 7, spellcheck: 'false', wrap: 'off', 'aria-describedby': describedby })
    : el('input', { id, type: 'text', autocomplete: 'off', spellcheck: 'false', inputmode: field.kind === 'number' ? 'numeric' : null, 'aria-describedby': describedby });
  input.addEventListener('input', () => {
    const value = field.kind === 'number' ? number(input.value, field.least) : input.value === '' && field.kind !== 'file' ? undefined : input.value;
    if (value === null) return form.refuse(field, `${input.value.trim() === '' ? 'This member is needed' : `"${input.value}" is no whole number${field.least === undefined ? '' : ` from ${field.least}`}`}: your JSON keeps what it has.`);
    form.change(field, form.model.set(field, value), input);
  });
  return { element: input, inputs: [input], update: state => put(form, input, asText(state.value)) };
}

function select(form, field, id, describedby) {
  const options = field.kind === 'flag' ? [{ value: true, label: field.true }, { value: false, label: field.false }] : form.model.options(field);
  const input = el('select', { id, 'aria-describedby': describedby });
  input.addEventListener('change', () => {
    const chosen = options[Number(input.value)];
    if (input.value === '?') return;
    form.change(field, form.model.set(field, input.value === '' ? undefined : chosen.value), input);
  });
  return {
    element: input, inputs: [input],
    update(state) {
      const known = !state.exists ? '' : String(options.findIndex(o => o === state.option || (!state.option && o.value === state.value)));
      const labels = [['', field.none ? form.fill(field.none) : 'Choose one'], ...options.map((o, i) => [String(i), o.label]), ...known === '-1' ? [['?', `In your JSON: ${asText(state.value)}`]] : []];
      if (labels.length !== input.options.length || labels.some(([, label], i) => input.options[i].text !== label)) input.replaceChildren(...labels.map(([value, label]) => el('option', { value, text: label })));
      input.value = known === '-1' ? '?' : known;
    },
  };
}

function searched(form, field, id, describedby) {
  const box = combobox({ id, label: field.label, describedby, options: form.model.options(field), onChoose: option => form.change(field, form.model.set(field, option.value)) });
  return { element: el('div', { class: 'form-search' }, box.input, box.list), inputs: [box.input], update: state => box.set(asText(state.value)) };
}

function many(form, field, id, describedby) {
  const options = form.model.options(field), group = el('div', { class: 'form-checks' });
  const boxes = options.map((option, i) => {
    const input = el('input', { type: 'checkbox', id: i === 0 ? id : `${id}-${i}`, 'aria-describedby': describedby });
    input.addEventListener('change', () => form.change(field, form.model.toggle(field, option, input.checked), input));
    group.append(el('label', { class: 'form-check' }, input, el('span', {}, el('b', { text: option.label }), ` ${option.detail ?? ''}`)));
    return input;
  });
  const others = el('ul', { class: 'form-unknown' });
  group.append(others);
  return {
    element: group, inputs: boxes,
    update(state) {
      const items = state.items ?? [];
      boxes.forEach((box, i) => { box.checked = items.some(item => item.option === options[i]); });
      const unknown = items.map((item, index) => ({ ...item, index })).filter(item => !item.option);
      const texts = unknown.map(item => `In your JSON: ${asText(item.value)}`);
      if (texts.join('\n') !== [...others.children].map(li => li.firstChild.textContent).join('\n')) {
        others.replaceChildren(...unknown.map((item, i) => {
          const button = el('button', { type: 'button', class: 'link', text: 'Remove', 'aria-label': `Remove ${asText(item.value)}` });
          button.addEventListener('click', () => { form.change(field, form.model.removeRow(field, item.index)); boxes[0]?.focus(); });
          return el('li', {}, el('span', { text: texts[i] }), ' ', button);
        }));
      }
    },
  };
}

function rows(form, field, id, describedby) {
  const list = el('div', { class: 'form-rows' }), add = el('button', { type: 'button', class: 'button quiet', text: field.add, id, 'aria-describedby': describedby });
  let drawn = [];
  add.addEventListener('click', () => {
    form.change(field, form.model.addRow(field));
    drawn.at(-1)?.cells.find(c => c.input)?.input.focus();
  });

  const name = index => `${field.row} ${index + 1}`;
  function row(item, place) {
    const broken = typeof item.value !== 'object' || item.value === null || Array.isArray(item.value);
    const cells = broken ? [] : field.columns.map((column, i) => cell(item, column, `${id}-${place}-${i}`));
    const remove = el('button', { type: 'button', class: 'button quiet', text: 'Remove', 'aria-label': `Remove ${name(place).toLowerCase()}` });
    remove.addEventListener('click', () => {
      form.change(field, form.model.removeRow(field, item.index));
      (drawn[Math.min(place, drawn.length - 1)]?.remove ?? add).focus();
    });
    const element = el('div', { class: 'form-row', role: 'group', 'aria-label': name(place) },
      broken ? el('p', { text: `${asText(item.value)} is no object; mend it in your JSON.` }) : null, ...cells.map(c => c.element), remove);
    return { element, cells, remove, index: item.index };
  }

  function cell(item, column, cellId) {
    const label = el('label', { for: cellId, text: column.label });
    if (column.kind === 'preset') {
      const input = el('select', { id: cellId, 'aria-describedby': describedby }, ...column.presets.map((p, i) => el('option', { value: String(i), text: p.label })), el('option', { value: '', text: column.other }));
      input.addEventListener('change', () => {
        const preset = column.presets[Number(input.value)];
        if (input.value !== '') form.change(field, form.model.setCells(field, item.index, preset.set), input);
      });
      return { input, element: el('div', {}, label, input), update: now => { input.value = String(column.presets.indexOf(form.model.preset(now, column))).replace('-1', ''); } };
    }
    const input = el('input', { id: cellId, type: 'text', autocomplete: 'off', spellcheck: 'false', inputmode: column.kind === 'number' ? 'numeric' : null, 'aria-describedby': describedby });
    input.addEventListener('input', () => {
      const value = column.kind === 'number' ? number(input.value) : input.value;
      if (value === null) return form.refuse(field, `${column.label}: "${input.value}" is no whole number; your JSON keeps what it has.`);
      form.change(field, form.model.setCells(field, item.index, { [column.at]: value ?? null }), input);
    });
    return { input, element: el('div', { class: column.kind === 'number' ? 'form-short' : null }, label, input), update: now => put(form, input, asText(form.model.cell(now, column))) };
  }

  return {
    element: el('div', {}, list, add),
    get inputs() { return [add, ...list.querySelectorAll('input, select, button')]; },
    update(state) {
      const items = state.items ?? [];
      const shape = items.map(i => `${i.index}${typeof i.value}`).join();
      if (shape !== list.dataset.shape) {
        drawn = items.map(row);
        list.replaceChildren(...drawn.map(d => d.element));
        list.dataset.shape = shape;
      }
      drawn.forEach((d, i) => d.cells.forEach(c => c.update(items[i])));
    },
  };
}
