// The Lambda playground's page: one state, shown by an editor and a form, run by the server, kept in this browser and in links.
import { createEditor } from '../../editor.js';
import { element, problemNotice, whenQuiet } from '../ask.js';
import { settingsForm } from './settings.js';
import { run } from './run.js';
import { MOST, OTHERS, StateError, badPath, cleanState, fromFragment, isLink, languageOf, placeOfLine, question, same, stateOf, toFragment } from './state.js';

const KEY = 'cc:draft:lambda-playground'; // goes with the other drafts when somebody signs out
const KEEP_PAUSE = 400, INSPECT_PAUSE = 400, MOST_UNDO = 30;

const root = document.querySelector('[data-lambda]');
const part = name => root.querySelector(`[data-part="${name}"]`);
const action = name => root.querySelector(`[data-action="${name}"]`);
const programs = JSON.parse(root.dataset.programs), events = JSON.parse(root.dataset.events);

let state = stateOf(programs[0], events);
const before = []; // earlier states, each with what was done to it
let failedLines = [], policyProblems = [], wrongPart = '';

const fileOf = path => ({ path, language: languageOf(path), text: textOf(path), ...(path === ':role' ? { policyType: 'identity' } : {}) });
const textOf = path => OTHERS[path] ? state[OTHERS[path].field] : state.files.find(f => f.path === path)?.text ?? '';
const paths = () => [...state.files.map(f => f.path), ...Object.keys(OTHERS)];

// --- the editor -----------------------------------------------------------------------------------------------------------
part('placeholder').remove();
let drawing = false;
const editor = createEditor(part('editor'), paths().map(fileOf), {
  label: 'Function', onChange: changedText, onRun: start, onSubmit: start,
});
let opened = paths();

function changedText(path) {
  if (drawing) return;
  const text = editor.text(path);
  if (OTHERS[path]) state[OTHERS[path].field] = text;
  else state.files.find(f => f.path === path).text = text;
  // A line that failed is another one now.
  if (failedLines.some(f => f.file === path)) { failedLines = failedLines.filter(f => f.file !== path); mark(); }
  if (path === ':role') inspectSoon();
  changed();
}

function changed() {
  if (part('report').childElementCount > 0) part('report').toggleAttribute('data-stale', true);
  markProgram();
  keepSoon();
}

const inspectSoon = whenQuiet(INSPECT_PAUSE, inspect);

async function inspect() {
  const text = state.policy;
  policyProblems = [];
  if (text.trim() !== '') {
    try {
      const response = await fetch('/api/iam/inspect', { method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ text, policyType: 'identity' }) });
      if (response.ok) policyProblems = (await response.json()).map(f => ({ ...f, file: ':role' }));
    } catch { /* help is help: without it one writes on */ }
  }
  if (text === state.policy) mark();
}

function mark() {
  const failures = failedLines.flatMap(({ file, line, words }) => {
    const place = opened.includes(file) && placeOfLine(editor.text(file), line);
    return place ? [{ file, ...place, severity: 'error', message: words, code: 'failed', words, kind: 'failed' }] : [];
  });
  editor.mark([...policyProblems, ...failures]);
  editor.highlight(failures);
  drawTabs();
}

// --- tabs -----------------------------------------------------------------------------------------------------------------
function drawTabs() {
  const focused = part('tabs').contains(document.activeElement);
  part('tabs').replaceChildren(...paths().map((path, at) => {
    const tab = element('button', { type: 'button', className: `tab${at === state.files.length ? ' first-other' : ''}`, textContent: OTHERS[path]?.name ?? path, tabIndex: path === state.open ? 0 : -1 });
    tab.setAttribute('role', 'tab');
    tab.setAttribute('aria-selected', String(path === state.open));
    tab.setAttribute('aria-controls', 'lambda-editor');
    tab.dataset.path = path;
    const failed = failedLines.find(f => f.file === path);
    if (failed) tab.append(' ', element('span', { className: 'wrong', textContent: `line ${failed.line}` }));
    else if (OTHERS[path] && OTHERS[path].part === wrongPart) tab.append(' ', element('span', { className: 'wrong', textContent: 'to mend' }));
    return tab;
  }));
  if (focused) part('tabs').querySelector('[aria-selected="true"]').focus();
}

function open(path) {
  state.open = path;
  editor.show(path);
  drawTabs();
  part('about').textContent = OTHERS[path]?.about ?? 'Code of the function. The Handler setting names the file and the function in it.';
  part('template-label').hidden = path !== ':event';
  action('remove-file').hidden = Boolean(OTHERS[path]) || state.files.length < 2;
  document.getElementById('lambda-editor').setAttribute('aria-label', OTHERS[path]?.name ?? path);
  keepSoon();
}

part('tabs').addEventListener('click', event => { const tab = event.target.closest('[role="tab"]'); if (tab) open(tab.dataset.path); });
part('tabs').addEventListener('keydown', event => {
  const move = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!move) return;
  event.preventDefault();
  const all = paths();
  open(all[(all.indexOf(state.open) + move + all.length) % all.length]);
});

// --- files ----------------------------------------------------------------------------------------------------------------
const nameForm = part('name-form'), nameField = document.getElementById('new-file');
action('add-file').addEventListener('click', () => {
  nameForm.hidden = false;
  nameField.value = '';
  part('name-problem').hidden = true;
  nameField.focus();
});
action('cancel-file').addEventListener('click', () => { nameForm.hidden = true; action('add-file').focus(); });
nameForm.addEventListener('submit', event => {
  event.preventDefault();
  const path = nameField.value.trim(), problem = badPath(path, state.files);
  part('name-problem').hidden = !problem;
  part('name-problem').textContent = problem ?? '';
  if (problem) return nameField.focus();
  remember(`adding ${path}`);
  state.files.push({ path, text: '' });
  nameForm.hidden = true;
  draw();
  open(path);
  editor.focus();
});
action('remove-file').addEventListener('click', () => {
  const path = state.open;
  remember(`removing ${path}`);
  state.files = state.files.filter(f => f.path !== path);
  state.open = state.files[0].path;
  failedLines = failedLines.filter(f => f.file !== path);
  draw();
  tell(`Removed ${path}. Undo brings it back.`);
});
part('template').addEventListener('change', event => {
  const template = events.find(e => e.id === event.target.value);
  event.target.value = '';
  if (template) editor.replace(':event', `${template.text}\n`); // the editor's own undo brings the old one back
});

// --- the form -------------------------------------------------------------------------------------------------------------
const form = settingsForm(root, () => changed());

// --- running --------------------------------------------------------------------------------------------------------------
let under = null;

async function start() {
  if (under) return;
  const mine = under = new AbortController();
  action('run').disabled = true;
  action('stop').hidden = false;
  wrongPart = '';
  failedLines = [];
  mark();
  progress('Sent…');
  const { report, problem, stopped } = await run(question(state), {
    queued: place => progress(place === 1 ? 'You are next.' : `Place ${place} in the queue.`),
    ran: count => progress(count === 0 ? 'Starting…' : count === 1 ? 'The first invocation runs.' : `Invocation ${count} runs.`),
  }, mine.signal);
  under = null;
  action('run').disabled = false;
  action('stop').hidden = true;
  progress('');
  if (stopped) return verdict('Stopped', 'stopped');
  part('report').removeAttribute('data-stale');
  if (problem) {
    wrongPart = problem.part;
    part('report').replaceChildren(problemNotice(problem.detail));
    verdict(problem.part === '' ? 'Not run' : 'Not run: something to mend', 'problem');
    const path = Object.keys(OTHERS).find(p => OTHERS[p].part === problem.part);
    if (path) open(path); else drawTabs();
    return;
  }
  // The server's components encoded everything that came from outside.
  part('report').innerHTML = report.html;
  failedLines = report.marks;
  mark();
  // Under the editor, where the page is narrow, nobody would see it.
  if (part('result').getBoundingClientRect().top > innerHeight * 0.7) part('result').scrollIntoView({ behavior: 'smooth' });
  verdict(report.headline, report.succeeded ? 'done' : 'failed');
}

function progress(words) { part('progress').textContent = words; }

function verdict(words, kind) {
  const shown = part('headline');
  shown.hidden = false;
  shown.textContent = words;
  shown.dataset.state = kind;
  part('announce').textContent = words;
}

action('run').addEventListener('click', start);
action('stop').addEventListener('click', () => under?.abort());
addEventListener('pagehide', () => under?.abort());
part('report').addEventListener('click', event => {
  const button = event.target.closest('button');
  if (button?.dataset.open) { open(`:${button.dataset.open}`); editor.focus(); }
  if (!button?.dataset.file || !state.files.some(f => f.path === button.dataset.file)) return;
  const place = placeOfLine(textOf(button.dataset.file), Number(button.dataset.line));
  if (!place) return;
  open(button.dataset.file);
  editor.reveal(button.dataset.file, place.start, place.end);
});

// --- drawing, undo --------------------------------------------------------------------------------------------------------
function draw() {
  drawing = true;
  const wanted = paths();
  for (const path of opened.filter(p => !wanted.includes(p))) editor.close(path);
  for (const path of wanted) if (opened.includes(path)) editor.replace(path, textOf(path)); else editor.open(fileOf(path));
  opened = wanted;
  drawing = false;
  form.show(state);
  open(state.open);
  mark();
  inspectSoon();
  markProgram();
}

function remember(what) {
  before.push({ state: structuredClone(state), what });
  if (before.length > MOST_UNDO) before.shift();
  showUndo();
}

function showUndo() {
  const last = before.at(-1);
  action('undo').disabled = !last;
  action('undo').title = last ? `Undo ${last.what}` : '';
}

function take(next, what) {
  remember(what);
  state = next;
  failedLines = [];
  wrongPart = '';
  tell('');
  part('share').hidden = true;
  draw();
}

function markProgram() {
  const program = programs.find(p => same(stateOf(p, events), state));
  for (const chip of root.querySelectorAll('[data-program]')) chip.setAttribute('aria-pressed', String(chip.dataset.program === program?.id));
  if (program) part('sentence').textContent = program.sentence;
}

function tell(words) {
  part('notice').hidden = words === '';
  part('notice').textContent = words;
}

root.querySelector('.chips').addEventListener('click', event => {
  const id = event.target.closest('[data-program]')?.dataset.program;
  if (id) take(stateOf(programs.find(p => p.id === id), events), 'taking the program');
});
action('undo').addEventListener('click', () => {
  const last = before.pop();
  if (!last) return;
  state = last.state;
  failedLines = [];
  showUndo();
  tell(`Undone: ${last.what}.`);
  draw();
});

// --- keeping and sharing --------------------------------------------------------------------------------------------------
const keepSoon = whenQuiet(KEEP_PAUSE, keep);

function keep() {
  try { localStorage.setItem(KEY, JSON.stringify(state)); } catch { /* a full or forbidden store: the page works on */ }
}
addEventListener('pagehide', keep);

function kept() {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === null ? null : cleanState(JSON.parse(stored));
  } catch {
    return null;
  }
}

async function linked() {
  const named = programs.find(p => location.hash === `#program-${p.id}`);
  if (named) {
    history.replaceState(null, '', location.pathname + location.search);
    return stateOf(named, events);
  }
  if (!isLink(location.hash)) return null;
  try {
    return await fromFragment(location.hash);
  } catch (error) {
    history.replaceState(null, '', location.pathname + location.search);
    tell(`The link could not be read: ${error instanceof StateError ? error.message : 'it is damaged'}. Ask for it again, or begin with a program.`);
    return null;
  }
}

action('share').addEventListener('click', async () => {
  const fragment = await toFragment(state);
  const box = document.getElementById('share-link'), words = part('share-words');
  part('share').hidden = false;
  box.hidden = fragment.length > MOST.link;
  if (box.hidden) {
    words.textContent = `This is too much for a link: it would have ${fragment.length.toLocaleString('en')} characters, and links above ${MOST.link.toLocaleString('en')} are cut by many programs.`;
  } else {
    box.value = `${location.origin}${location.pathname}${fragment}`;
    let copied = true;
    try { await navigator.clipboard.writeText(box.value); } catch { copied = false; }
    words.textContent = `${copied ? 'Copied.' : 'Select it and copy.'} Everything is in the link itself; nothing was stored on the server. Code from a link runs only when you press Run.`;
    box.focus();
    box.select();
  }
  part('announce').textContent = words.textContent;
});
addEventListener('hashchange', async () => {
  const next = await linked();
  if (next) { take(next, 'opening the link'); tell('Opened from the link. Undo brings back what you had.'); }
});

const mine = kept(), shared = await linked();
if (shared && mine && !same(shared, mine)) {
  state = mine;
  remember('opening the link');
  tell('Opened from the link. Undo brings back what you had here before.');
}
state = shared ?? mine ?? state;
draw();
root.dataset.ready = 'true';
