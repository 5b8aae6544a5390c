// The function's settings and how it is invoked, as fields.
import { element } from '../ask.js';
import { MOST } from './state.js';

const NUMBERS = ['memory', 'timeout', 'invocations', 'loadCount', 'loadSeconds', 'loadWork', 'loadRoom'], TEXTS = ['runtime', 'handler', 'mode', 'loadOf'];

/** @param {() => void} changed after a field was written into the state */
export function settingsForm(root, changed) {
  const field = name => root.querySelector(`[data-field="${name}"]`);
  const variables = root.querySelector('[data-part="variables"]');
  let state = null;

  for (const name of TEXTS) field(name).addEventListener(field(name).tagName === 'SELECT' ? 'change' : 'input', () => {
    state[name] = field(name).value.toWellFormed();
    if (name === 'mode') showTimes();
    changed();
  });
  for (const name of NUMBERS) field(name).addEventListener('change', () => {
    const input = field(name), value = Math.round(Number(input.value));
    state[name] = Math.min(Number(input.max), Math.max(Number(input.min), Number.isFinite(value) ? value : 0));
    input.value = state[name];
    changed();
  });

  function showTimes() {
    root.querySelector('[data-part="times"]').hidden = state.mode === 'account' || state.mode === 'load';
    root.querySelector('[data-part="load"]').hidden = state.mode !== 'load';
  }

  function drawVariables(focus) {
    variables.replaceChildren(...state.variables.map((variable, at) => {
      const input = (member, label, most) => {
        const made = element('input', { value: variable[member], maxLength: most, spellcheck: false, autocomplete: 'off' });
        made.setAttribute('aria-label', `${label} of variable ${at + 1}`);
        made.placeholder = label;
        made.addEventListener('input', () => { variable[member] = made.value.toWellFormed(); changed(); });
        return made;
      };
      const remove = element('button', { type: 'button', className: 'link', textContent: 'Remove' });
      remove.setAttribute('aria-label', `Remove variable ${at + 1}`);
      remove.addEventListener('click', () => { state.variables.splice(at, 1); drawVariables(); changed(); });
      return element('li', {}, input('name', 'Name', MOST.name), input('value', 'Value', MOST.value), remove);
    }));
    if (focus) variables.querySelector('li:last-child input')?.focus();
  }

  root.querySelector('[data-action="add-variable"]').addEventListener('click', () => {
    if (state.variables.length >= MOST.variables) return;
    state.variables.push({ name: '', value: '' });
    drawVariables(true);
    changed();
  });

  return {
    show(shown) {
      state = shown;
      for (const name of [...TEXTS, ...NUMBERS]) field(name).value = state[name];
      showTimes();
      drawVariables();
    },
  };
}
