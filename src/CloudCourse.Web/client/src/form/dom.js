// Elements, and the one control that HTML has not: a list that is searched by typing.

/** @param {Record<string, any>} attributes `text` is the content; false and null are left out */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === 'text') element.textContent = value;
    else if (value === true) element.setAttribute(key, '');
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(key, value);
  }
  element.append(...children.filter(c => c));
  return element;
}

/** Text in which what stands between backticks is code. */
export const withCode = text => text.split('`').map((part, i) => i % 2 ? el('code', { text: part }) : part);

const haystack = o => `${o.label} ${o.detail ?? ''} ${o.category ?? ''}`.toLowerCase();

/** Those that hold what was typed, or else every word of it. */
export function search(options, typed) {
  const query = typed.trim().toLowerCase();
  if (query === '') return options;
  const whole = options.filter(o => haystack(o).includes(query));
  return whole.length > 0 ? whole : options.filter(o => query.split(/\s+/).every(word => haystack(o).includes(word)));
}

/**
 * An editable combobox with a list (WAI-ARIA's pattern). Only what is in the list can be chosen; leaving with anything else brings the old value back.
 * @param {{id: string, label: string, describedby: string, options: any[], onChoose: (option: any) => void}} settings
 */
export function combobox({ id, label, describedby, options, onChoose }) {
  const input = el('input', {
    id, type: 'text', role: 'combobox', autocomplete: 'off', spellcheck: 'false', 'aria-expanded': 'false', 'aria-autocomplete': 'list', 'aria-controls': `${id}-list`, 'aria-describedby': describedby,
  });
  const list = el('ul', { id: `${id}-list`, role: 'listbox', 'aria-label': label, hidden: true });
  let found = [], active = -1, value = '';

  function show(matches) {
    found = matches;
    list.replaceChildren(...found.map((o, i) => el('li', { id: `${id}-${i}`, role: 'option', 'aria-selected': String(o.value === value) }, el('b', { text: o.label }), el('span', { text: o.detail ?? '' }))));
    if (found.length === 0) list.replaceChildren(el('li', { role: 'option', 'aria-disabled': 'true', 'aria-selected': 'false', text: 'Nothing fits' }));
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    point(found.findIndex(o => o.value === value));
  }
  function hide() {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    point(-1);
  }
  function point(index) {
    list.children[active]?.classList.remove('active');
    active = index;
    if (active < 0) { input.removeAttribute('aria-activedescendant'); return; }
    list.children[active].classList.add('active');
    list.children[active].scrollIntoView({ block: 'nearest' });
    input.setAttribute('aria-activedescendant', `${id}-${active}`);
  }
  function choose(option) {
    hide();
    value = option.value;
    input.value = option.label;
    onChoose(option);
  }

  input.addEventListener('input', () => { show(search(options, input.value)); if (found.length > 0) point(0); });
  input.addEventListener('click', () => { if (list.hidden && !input.readOnly) show(options); });
  input.addEventListener('keydown', e => {
    if (input.readOnly || e.ctrlKey || e.metaKey) return;
    if (e.key === 'ArrowDown' || e.key === 'ArrowUp') {
      e.preventDefault();
      if (list.hidden) return show(options);
      if (found.length > 0) point((active + (e.key === 'ArrowDown' ? 1 : -1) + found.length) % found.length);
    } else if (e.key === 'Enter' && !list.hidden) {
      e.preventDefault();
      if (found[active]) choose(found[active]);
    } else if (e.key === 'Escape' && !list.hidden) {
      e.preventDefault();
      hide();
      input.value = value;
    }
  });
  input.addEventListener('blur', () => {
    const typed = options.find(o => o.label === input.value.trim());
    hide();
    if (typed && typed.value !== value) choose(typed);
    else input.value = value;
  });
  list.addEventListener('mousedown', e => e.preventDefault()); // the input keeps the focus
  list.addEventListener('click', e => {
    const option = found[[...list.children].indexOf(e.target.closest('li'))];
    if (option) choose(option);
  });
  return {
    input, list,
    set(text) { value = text; if (document.activeElement !== input || list.hidden) input.value = text; },
  };
}
