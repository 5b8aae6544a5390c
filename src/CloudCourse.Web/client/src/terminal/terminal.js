// A terminal beside a script. What is typed goes to the script's end, and the server says what the whole script prints; the text is the truth.
import { el, withCode } from '../form/dom.js';
import { appended, common, isOpen, isTable, removed } from './lines.js';

const PAUSE = 700, PATIENCE = 15_000;

/**
 * @param {HTMLElement} host empty
 * @param {{file: string, prompt: string, start: string}} description
 * @param {{text: (path: string) => string, edit: (path: string, edits: any[], group: string) => void, reveal: (path: string, start: number, end: number) => void,
 *   ask: (signal: AbortSignal) => Promise<{lines: any[], now: string, tooMuch: string?}>}} editor
 */
export function mountTerminal(host, description, editor) {
  let lines = [], hidden = 0, before = '', past = null, kept = '', asking = null, timer = 0, own = false, first = true, unheard = null;
  const clock = el('span', { class: 'term-clock' });
  const log = el('div', { class: 'term-log', role: 'log', 'aria-label': 'Terminal', tabindex: '0' });
  const status = el('p', { class: 'term-status', role: 'status' });
  const prompt = el('label', { for: 'term-input', text: `${description.prompt} $` });
  const input = el('input', { id: 'term-input', class: 'term-input', type: 'text', autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false', 'aria-describedby': 'term-keys', enterkeyhint: 'go' });
  const button = (text, action) => { const made = el('button', { type: 'button', class: 'term-button', text }); made.addEventListener('click', action); return made; };
  const undo = button('Take the last line back', takeBack);
  const bar = el('div', { class: 'term-bar' }, clock, button('Clear', clear), undo);
  const form = el('form', { class: 'term-line' }, prompt, input, el('button', { type: 'submit', class: 'term-enter', text: 'Enter' }));
  host.classList.add('terminal');
  host.append(bar, log, status, form, el('p', { class: 'term-keys', id: 'term-keys', text: 'Arrow up and down bring earlier commands back.' }));

  form.addEventListener('submit', e => { e.preventDefault(); enter(); });
  input.addEventListener('keydown', e => {
    if (e.key === 'ArrowUp' || e.key === 'ArrowDown') { e.preventDefault(); recall(e.key === 'ArrowUp' ? -1 : 1); }
    else if (e.key === 'l' && e.ctrlKey) { e.preventDefault(); clear(); }
    else if (e.key === 'c' && e.ctrlKey && input.selectionStart === input.selectionEnd) { e.preventDefault(); before = ''; input.value = ''; show(); }
    else if (e.key === 'Enter' && !e.isComposing && (e.ctrlKey || e.metaKey)) return; // runs the checks
    else return;
    e.stopPropagation();
  });
  // Several lines are pasted as several commands.
  input.addEventListener('paste', e => {
    const text = (e.clipboardData?.getData('text') ?? '').replaceAll('\r\n', '\n');
    if (!text.trim().includes('\n')) return;
    e.preventDefault();
    const typed = `${before === '' ? '' : `${before}\n`}${input.value.slice(0, input.selectionStart)}${text}${input.value.slice(input.selectionEnd)}`.trim();
    input.value = before = '';
    past = null;
    if (isOpen(typed)) { before = typed; return show(); }
    show();
    send(typed);
  });
  log.addEventListener('click', () => { if (String(getSelection()) === '') input.focus({ preventScroll: true }); });

  function enter() {
    const typed = before === '' ? input.value : `${before}\n${input.value}`;
    input.value = '';
    past = null;
    if (typed.trim() === '') { before = ''; return show(); }
    if (isOpen(typed)) { before = typed; return show(); }
    before = '';
    show();
    if (typed.trim() === 'clear') return clear();
    send(typed);
  }
  function send(command) {
    own = true;
    unheard ??= editor.text(description.file).length;
    editor.edit(description.file, [appended(editor.text(description.file), command)], '');
    own = false;
    run();
  }
  function recall(step) {
    const typed = lines.map(l => l.typed).filter((t, i, all) => t !== all[i - 1] && !t.includes('\n'));
    past ??= typed.length;
    if (past === typed.length) kept = input.value;
    past = Math.max(0, Math.min(typed.length, past + step));
    input.value = past === typed.length ? kept : typed[past];
    input.setSelectionRange(input.value.length, input.value.length);
  }
  function clear() {
    hidden = lines.length;
    log.replaceChildren();
    input.focus();
  }
  function takeBack() {
    // What got no answer goes first: it may be what nobody can answer.
    const text = editor.text(description.file);
    const last = unheard !== null && unheard < text.length ? { start: unheard, end: text.length, typed: text.slice(unheard).trim() } : lines.at(-1);
    if (!last) return;
    unheard = null;
    own = true;
    editor.edit(description.file, [removed(text, last)], '');
    own = false;
    input.value = last.typed.includes('\n') || last.typed.length > 4000 ? '' : last.typed;
    input.focus();
    run();
  }
  function show() {
    prompt.textContent = before === '' ? `${description.prompt} $` : '>';
    input.setAttribute('aria-label', before === '' ? `Command, ${description.prompt} $` : 'The command goes on: >');
    undo.disabled = lines.length === 0 && unheard === null;
  }

  async function run() {
    clearTimeout(timer);
    asking?.abort();
    const mine = asking = new AbortController();
    const late = setTimeout(() => mine.abort('late'), PATIENCE);
    host.setAttribute('aria-busy', 'true');
    status.textContent = '';
    try {
      const answer = await editor.ask(mine.signal);
      if (mine !== asking) return;
      unheard = null;
      draw(answer);
    } catch (failure) {
      if (mine !== asking || (mine.signal.aborted && mine.signal.reason !== 'late')) return;
      undo.disabled = lines.length === 0 && unheard === null;
      status.replaceChildren(failure?.detail ?? 'The terminal gave no answer: the network may have failed. What you typed is kept in the file. ', button('Try again', run));
    } finally {
      clearTimeout(late);
      if (mine === asking) host.removeAttribute('aria-busy');
    }
  }

  function draw({ lines: now, now: time, tooMuch }) {
    const same = common(lines, now);
    if (same < lines.length || hidden > now.length) { hidden = Math.min(hidden, same); log.replaceChildren(...now.slice(hidden, same).map(entry)); }
    log.append(...now.slice(Math.max(same, hidden)).map(entry));
    lines = now;
    if (first && now.length === 0) log.append(el('p', { class: 'term-note', text: 'Type a command and press Enter. help tells what there is.' }));
    first = false;
    clock.textContent = `In the account it is ${new Date(time).toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZone: 'UTC' })} UTC`;
    status.textContent = tooMuch ?? '';
    log.scrollTop = log.scrollHeight;
    show();
  }

  function entry(line) {
    const output = line.output.replace(/\n+$/, '');
    const copy = output === '' ? null : button('Copy', async () => {
      try { await navigator.clipboard.writeText(output); copy.textContent = 'Copied'; } catch { copy.textContent = 'Not allowed here'; }
      setTimeout(() => { copy.textContent = 'Copy'; }, 1500);
    });
    copy?.setAttribute('aria-label', `Copy what line ${line.line} printed`);
    const head = el('div', { class: 'term-typed' }, el('span', { class: 'term-sign', text: '$ ', 'aria-hidden': 'true' }), el('code', { text: line.typed }), copy);
    return el('div', { class: `term-entry${line.exitCode === 0 ? '' : ' failed'}` }, head, output === '' ? null : printed(output), line.hint ? el('p', { class: 'term-hint' }, ...withCode(line.hint)) : null);
  }

  /** Lines of a table are not folded: they are scrolled, by keyboard too. */
  function printed(output) {
    const pre = el('pre', { text: output });
    if (isTable(output)) { pre.className = 'term-table'; pre.tabIndex = 0; }
    return pre;
  }

  run();
  return {
    /** The text has changed, here or in the editor. */
    changed() {
      if (own) return;
      unheard = null;
      clearTimeout(timer);
      timer = setTimeout(run, PAUSE);
    },
    findings() {},
    dispose() { clearTimeout(timer); asking?.abort(); },
  };
}
