// The simulated console of a lab. The server draws the page for every click (ConsoleWalk in CloudCourse.Labs); the answers are a file of the lab, which the
// editor holds and the draft keeps. Whatever is typed or ticked goes into the file first and is asked about afterwards, so nothing hangs on an answer from the server.
import { el } from '../form/dom.js';
import { morph } from './morph.js';

const TYPING_PAUSE = 400;

/** The answers with one field changed. What was made by the button no longer stands. Null where the text cannot be read. */
export function answered(text, field, value) {
  let file;
  try { file = JSON.parse(text); } catch { return null; }
  if (typeof file !== 'object' || file === null || Array.isArray(file)) return null;
  const { page, answers } = file;
  return `${JSON.stringify({ page, created: false, answers: { ...answers, [field]: value } }, null, 2)}\n`;
}

/** What a control says: text, true or false, or all that is ticked in its list. */
export function valueOf(control, host) {
  switch (control.dataset.kind) {
    case 'flag': return control.checked;
    case 'many': return [...host.querySelectorAll(`[data-field="${control.dataset.field}"]`)].filter(c => c.checked).map(c => c.value);
    default: return control.value;
  }
}

/**
 * @param {HTMLElement} host empty
 * @param {string} url
 * @param {{files: () => {path: string, text: string}[], text: (path: string) => string, replace: (path: string, text: string, group: string) => void}} editor
 */
export function mountConsole(host, url, editor) {
  const path = editor.files()[0].path;
  const trouble = el('p', { class: 'console-trouble', role: 'status' }), page = el('div');
  let asking = null, timer = 0, own = false, disposed = false;
  host.append(trouble, page);

  async function ask(click) {
    clearTimeout(timer);
    asking?.abort();
    const mine = asking = new AbortController();
    const before = editor.text(path);
    let answer, why = 'The page could not be asked for: the network may have failed. Your answers are kept; click again.';
    try {
      const response = await fetch(url, {
        method: 'POST', credentials: 'same-origin', signal: mine.signal,
        headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ files: editor.files(), click }),
      });
      const body = await response.json();
      if (response.ok) answer = body;
      else why = body.detail ?? why;
    } catch (failure) {
      if (failure.name === 'AbortError') return;
    }
    if (disposed || mine !== asking) return;
    asking = null;
    if (!answer) { trouble.textContent = why; return; }
    if (editor.text(path) !== before) return ask('show'); // typed meanwhile: this page is of what stood there before
    trouble.textContent = '';
    if (answer.text !== before) write(answer.text, '');
    morph(page, answer.html);
    filterAll();
    if (answer.focus) document.getElementById(answer.focus)?.focus();
    if (answer.focus === 'console-title') host.scrollTop = 0;
  }

  function write(text, group) {
    own = true;
    try { editor.replace(path, text, group); } finally { own = false; }
  }

  /** Into the file at once; the page is asked for when its other fields may hang on it. */
  function take(control, pause) {
    const text = answered(editor.text(path), control.dataset.field, valueOf(control, host));
    if (text === null) return ask('show');
    if (text !== editor.text(path)) write(text, control.id);
    clearTimeout(timer);
    timer = setTimeout(() => ask('show'), pause);
  }

  function filterAll() { host.querySelectorAll('[data-filter]').forEach(filter); }
  function filter(input) {
    const words = input.value.trim().toLowerCase().split(/\s+/);
    const list = document.getElementById(input.dataset.filter);
    for (const row of list.children) row.hidden = !words.every(w => row.textContent.toLowerCase().includes(w));
  }

  const onClick = e => {
    const button = e.target.closest('[data-click]');
    if (button) ask(button.dataset.click).then(() => button.dataset.then && document.getElementById(button.dataset.then)?.focus());
  };
  const onInput = e => {
    if (e.target.dataset.filter) filter(e.target);
    else if (e.target.dataset.field) take(e.target, e.target.matches('textarea, input[type="text"]') ? TYPING_PAUSE : 0);
  };
  const onKey = e => {
    // As in any form: Enter in a line goes on. With Ctrl it runs the checks.
    if (e.key !== 'Enter' || e.ctrlKey || e.metaKey || e.isComposing || !e.target.matches('input[type="text"]')) return;
    e.preventDefault();
    host.querySelector('[data-click="next"], [data-click="create"]')?.click();
  };
  host.addEventListener('click', onClick);
  host.addEventListener('input', onInput);
  host.addEventListener('keydown', onKey);
  ask('show');

  return {
    /** The file changed: by an undo, a reset, an earlier text or in the editor. */
    changed() { if (!own) { clearTimeout(timer); timer = setTimeout(() => ask('show'), TYPING_PAUSE); } },
    /** Goes to the field whose answer has that JSON pointer. */
    reveal: pointer => ask(`at ${pointer}`),
    dispose() {
      disposed = true;
      clearTimeout(timer);
      asking?.abort();
    },
  };
}
