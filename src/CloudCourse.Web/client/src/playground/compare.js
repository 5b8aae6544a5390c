// Two policies side by side: how what they allow lies to each other, and a request for every difference.
import { createEditor } from '../editor.js';
import { asker, problemNotice, whenQuiet } from './ask.js';

const PAUSE = 400;

// Only a policy of a resource says whom it is for.
const namesPrincipal = /"(Not)?Principal"\s*:/;

/**
 * @param {HTMLElement} root the playground
 * @param {{changed: () => void, tryOut: (request: object, policy: object) => void, announce: (words: string) => void}} options
 */
export function comparison(root, options) {
  const part = name => root.querySelector(`[data-part="${name}"]`);
  const ask = asker('/api/iam/compare');
  const inspect = { a: asker('/api/iam/inspect'), b: asker('/api/iam/inspect') };
  const files = { a: 'Policy A', b: 'Policy B' };
  let state = null, witnesses = [], ofResource = false, said = '';

  const editors = Object.fromEntries(Object.entries(files).map(([side, path]) => [side, createEditor(part(`editor-${side}`), [
    { path, language: 'json', text: '', policyType: 'identity' }], {
    label: path,
    onChange: () => {
      if (!state) return;
      const text = editors[side].text(path);
      if (state[side] === text) return;
      state[side] = text;
      compareSoon();
      options.changed();
    },
    onRun: () => compare(),
    onSubmit: () => compare(),
  })]));

  const whenWritten = whenQuiet(PAUSE, compare);

  function compareSoon() {
    outdate(true);
    whenWritten();
  }

  /** A request found for other texts is not to be tried with these. */
  function outdate(isOld) {
    part('comparison').setAttribute('aria-busy', isOld);
    for (const button of part('comparison').querySelectorAll('[data-try]')) button.disabled = isOld;
  }

  async function compare() {
    outdate(true);
    if (state.a.trim() === '' && state.b.trim() === '') return;
    const { answer, problem, stale } = await ask({ a: state.a, b: state.b, onlyReal: state.onlyReal });
    if (stale) return;
    witnesses = answer?.witnesses ?? [];
    ofResource = answer?.ofResource ?? false;
    // The server's components encoded everything that came from outside.
    if (answer) part('comparison').innerHTML = answer.html;
    else part('comparison').replaceChildren(problemNotice(problem));
    outdate(false);
    const words = answer?.headline ?? problem;
    if (words !== said) options.announce(said = words);
    for (const side of Object.keys(files)) mark(side);
  }

  /** Marks the problems of a text where they stand, as in every editor of the course. */
  async function mark(side) {
    const text = state[side];
    const policyType = namesPrincipal.test(text) ? 'resource' : 'identity';
    editors[side].policy(files[side], policyType);
    const { answer } = await inspect[side]({ text, policyType });
    if (answer && state[side] === text) editors[side].mark(answer.map(f => ({ ...f, file: files[side] })));
  }

  part('comparison').addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button) return;
    const witness = witnesses.find(w => w.allowedBy === button.dataset.try);
    if (witness) return options.tryOut(witness.request, { type: ofResource ? 'resource' : 'identity', name: files[button.dataset.with], text: state[button.dataset.with] });
    const side = Object.keys(files).find(s => files[s] === button.dataset.policy);
    if (side) editors[side].reveal(files[side], Number(button.dataset.start), Number(button.dataset.end));
  });
  part('only-real').addEventListener('change', event => {
    state.onlyReal = event.target.checked;
    compare();
    options.changed();
  });
  root.querySelector('[data-action="swap"]').addEventListener('click', () => {
    [state.a, state.b] = [state.b, state.a];
    show();
    options.changed();
  });

  function show() {
    part('only-real').checked = state.onlyReal;
    for (const [side, path] of Object.entries(files)) editors[side].replace(path, state[side]);
    compareSoon();
  }

  return { show(shown) { state = shown; show(); } };
}
