// The lab page's script: editor, drafts, findings as you type, keyboard. The circuit asks it for the files and tells it where to point.
import { createEditor } from './editor.js';
import { Draft } from './drafts.js';

const INSPECT_PAUSE = 250;
/** What stands beside a file's text; each is loaded where a lab has it. */
const mounts = {
  form: async () => (await import('./form/form.js')).mountForm,
  terminal: async () => (await import('./terminal/terminal.js')).mountTerminal,
  sort: async () => (await import('./sort/sort.js')).mountSort,
};
const statusWords = {
  saved: 'Saved',
  editing: 'Editing',
  saving: 'Saving…',
  offline: 'Kept in this browser (offline)',
  tooLarge: 'Too large to save: a file may have 256 KB.',
  refused: 'Not saved: you are no longer signed in as the same learner. Copy your text, then reload the page.',
};

/**
 * @param {HTMLElement} root the workbench
 * @param {any} dotnet the circuit's object: `Run`, `Submit`
 * @param {{learner: string, activity: string, slug: string, label: string, files: {path: string, language: string, text: string, revision: number, starter: string}[]}} options
 */
export function start(root, dotnet, options) {
  const part = name => root.querySelector(`[data-part="${name}"]`);
  const problems = part('problems'), status = part('save-status'), conflictDialog = part('conflict'), tabs = part('tabs');
  const encodePath = path => path.split('/').map(encodeURIComponent).join('/');

  const view = part('view'), run = document.querySelector('[data-part="run"]');
  const restored = new Map();
  const saved = options.files.map(f => ({
    ...f,
    learner: options.learner,
    key: `cc:draft:${options.learner}:${options.activity}:${f.path}`,
    url: `/api/drafts/${options.activity}/${encodePath(f.path)}`,
  }));
  for (const file of saved) restored.set(file.path, Draft.restore(file));

  const allFiles = () => options.files.map(f => ({ path: f.path, text: editor.text(f.path) }));
  const waiting = []; // conflicts that the learner has not settled yet

  part('placeholder').hidden = true; // the circuit's own element: it may not vanish under it
  const states = new Map();
  let inspectTimer = 0, inspection = null, drawing = null, running = null, disposed = false, findings = [], form = null, console = null;

  const editor = createEditor(part('editor'), saved.map(f => ({ ...f, text: restored.get(f.path).text })), {
    label: options.label,
    small: options.files.some(f => f.form) || Boolean(part('console')),
    onChange: path => { drafts.get(path).changed(); scheduleInspection(); form?.changed(); console?.changed(); },
    onRun: () => press('run'),
    onSubmit: () => press('submit'),
  });

  const drafts = new Map(saved.map(file => [file.path, new Draft(file, {
    read: () => editor.text(file.path),
    status: state => { states.set(file.path, state); showStatus(); },
    conflict: theirs => askConflict(file.path, theirs),
  })]));

  for (const file of saved) {
    const found = restored.get(file.path);
    states.set(file.path, 'saved');
    if (found.conflict) { drafts.get(file.path).suspend(); askConflict(file.path, found.conflict); }
    else if (found.unsent) drafts.get(file.path).changed();
  }
  showStatus();
  showTabs();
  inspect();
  draw();
  showForm();
  showConsole();

  function press(name) {
    const button = root.querySelector(`[data-action="${name}"]`);
    if (button && !button.disabled) button.click();
  }

  function showStatus() {
    const order = ['refused', 'tooLarge', 'offline', 'saving', 'editing', 'saved'];
    const worst = order.find(state => [...states.values()].includes(state)) ?? 'saved';
    if (status.dataset.state === worst) return;
    status.dataset.state = worst;
    status.textContent = statusWords[worst];
  }

  // --- files as tabs -------------------------------------------------------------------------------------------------
  function showTabs() {
    tabs?.querySelectorAll('[role="tab"]').forEach(tab => {
      const chosen = tab.dataset.path === editor.current();
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    });
  }
  const openTab = path => { editor.show(path); showTabs(); };
  const onTabClick = e => { const tab = e.target.closest('[role="tab"]'); if (tab) { openTab(tab.dataset.path); editor.focus(); } };
  const onTabKey = e => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[e.key];
    if (!step) return;
    const all = [...tabs.querySelectorAll('[role="tab"]')];
    const next = all[(all.findIndex(t => t.dataset.path === editor.current()) + step + all.length) % all.length];
    openTab(next.dataset.path);
    next.focus();
  };
  tabs?.addEventListener('click', onTabClick);
  tabs?.addEventListener('keydown', onTabKey);

  // --- findings as you type ------------------------------------------------------------------------------------------
  function scheduleInspection() {
    clearTimeout(inspectTimer);
    inspectTimer = setTimeout(() => { inspect(); draw(); }, INSPECT_PAUSE);
  }

  async function inspect() {
    inspection?.abort();
    inspection = new AbortController();
    let response, answer;
    try {
      response = await fetch(`/api/labs/${options.slug}/inspect`, {
        method: 'POST', credentials: 'same-origin', signal: inspection.signal,
        headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ files: allFiles() }),
      });
      answer = response.ok || response.status === 400 || response.status === 413 ? await response.json() : null;
    } catch {
      // Offline or overtaken by newer text: the last findings stay until the next answer.
    }
    if (disposed || !answer) return;
    findings = response.ok ? answer
      : [{ file: editor.current(), start: 0, end: 0, severity: 'error', type: 'Error', code: '', message: answer.detail }];
    editor.mark(findings);
    listProblems();
    form?.findings(findings);
  }

  /** What the text means, drawn by the server; what the reader opened or stood on stays so. */
  async function draw() {
    if (!view) return;
    drawing?.abort();
    drawing = new AbortController();
    let html;
    try {
      const response = await fetch(`/api/labs/${options.slug}/view`, {
        method: 'POST', credentials: 'same-origin', signal: drawing.signal,
        headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ files: allFiles() }),
      });
      html = response.ok ? (await response.json()).html : null;
    } catch {
      // Offline or overtaken by newer text: the last picture stays until the next answer.
    }
    if (disposed || !html) return;
    const open = [...view.querySelectorAll('details')].map(d => d.open);
    const links = () => [...view.querySelectorAll('a')];
    const focused = links().indexOf(document.activeElement);
    view.innerHTML = html;
    view.querySelectorAll('details').forEach((d, i) => { d.open = open[i] ?? d.open; });
    if (focused >= 0) links()[focused]?.focus({ preventScroll: true });
  }

  /** A run that was graded, by time; without files it is taken away, or said why there is none. */
  async function showRun(files, words) {
    running?.abort();
    if (!run) return;
    run.hidden = !files && !words;
    if (!files) return run.replaceChildren(...(words ? [sentence(words)] : []));
    running = new AbortController();
    run.setAttribute('aria-busy', 'true');
    run.replaceChildren(sentence('The run is being drawn.')); // not the one before, under a new report
    let html, why = 'The run could not be drawn: the network may have failed. Run again to see it.';
    try {
      const response = await fetch(`/api/labs/${options.slug}/run`, {
        method: 'POST', credentials: 'same-origin', signal: running.signal,
        headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ files }),
      });
      const answer = await response.json();
      if (response.ok) html = answer.html;
      else why = answer.detail ?? why;
    } catch (failure) {
      if (failure.name === 'AbortError') return; // a newer run is on its way
    }
    if (disposed) return;
    run.removeAttribute('aria-busy');
    if (html) run.innerHTML = html; // ours, with what the learner wrote encoded
    else run.replaceChildren(sentence(why));
  }
  const sentence = text => Object.assign(document.createElement('p'), { textContent: text });
  const toRun = e => {
    if (!e.target.closest('[data-action="to-run"]')) return;
    e.preventDefault();
    run.scrollIntoView({ block: 'start' });
    run.focus({ preventScroll: true });
  };
  root.addEventListener('click', toRun);

  /** What the lab's script prints, line by line. */
  async function askTerminal(signal) {
    const response = await fetch(`/api/labs/${options.slug}/terminal`, {
      method: 'POST', credentials: 'same-origin', signal, headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ files: allFiles() }),
    });
    const answer = await response.json();
    if (!response.ok) throw Object.assign(new Error(`The terminal was answered with ${response.status}.`), { detail: answer.detail && `${answer.detail} ` });
    return answer;
  }

  /** Where the form alone is shown, the text comes beside it. */
  function revealText(path, start, end, pointer) {
    if (console && pointer !== undefined && root.querySelector('.pane-editor').dataset.side === 'form') return console.reveal(pointer);
    if (part('form')?.parentElement.dataset.side === 'form') part('form-sides').querySelector('[data-side="both"]').click();
    editor.reveal(path, start, end);
    showTabs();
  }

  /** Which of form and text is seen. */
  function chooseSide(pane, sides, side) {
    const show = () => sides.querySelectorAll('button').forEach(b => b.setAttribute('aria-pressed', String(b.dataset.side === pane.dataset.side)));
    pane.dataset.side = side;
    sides.addEventListener('click', e => {
      const button = e.target.closest('button');
      if (!button) return;
      pane.dataset.side = button.dataset.side;
      show();
    });
    show();
    return show;
  }

  // --- the form beside a file, where the lab has one -------------------------------------------------------------------
  async function showForm() {
    const file = options.files.find(f => f.form), host = part('form'), sides = part('form-sides');
    if (!file || !host) return;
    // A terminal and cards are all that most people need; a form explains a text that one is to learn.
    chooseSide(host.parentElement, sides, file.form in mounts || matchMedia('(max-width: 48rem)').matches ? 'form' : 'both');
    try {
      const response = await fetch(`/api/labs/${options.slug}/forms/${encodePath(file.path)}`, { credentials: 'same-origin' });
      if (!response.ok) throw new Error(`The form was answered with ${response.status}.`);
      const description = await response.json();
      const mount = await mounts[description.kind ?? 'form']();
      if (disposed) return;
      form = mount(host, description, {
        text: editor.text,
        edit: editor.edit,
        open: openTab,
        reveal: revealText,
        mark: editor.highlight,
        ask: askTerminal,
      });
      form.findings(findings);
    } catch {
      if (!disposed) host.replaceChildren(Object.assign(document.createElement('p'), { textContent: 'The form did not load; the network may have failed on the way. The text is all there is to it: write there, or reload the page. Your draft is kept.' }));
    }
  }

  // --- the console in place of a file, where the lab has one ----------------------------------------------------------
  async function showConsole() {
    const host = part('console');
    if (!host) return;
    chooseSide(host.parentElement, part('form-sides'), 'form');
    try {
      const { mountConsole } = await import('./console/console.js');
      if (disposed) return;
      console = mountConsole(host, `/api/labs/${options.slug}/console`, { files: allFiles, text: editor.text, replace: (path, text, group) => editor.edit(path, [{ offset: 0, length: editor.text(path).length, content: text }], group) });
    } catch {
      if (!disposed) host.replaceChildren(sentence('The console did not load; the network may have failed on the way. Reload the page. Your answers are kept.'));
    }
  }

  /** What stands between backticks is code. */
  function problemText(message) {
    const span = Object.assign(document.createElement('span'), { className: 'problem-text' });
    message.split('`').forEach((part, i) => span.append(i % 2 ? Object.assign(document.createElement('code'), { textContent: part }) : part));
    return span;
  }

  function listProblems() {
    const rows = findings.map(f => {
      const { line } = editor.place(f.file, f.start);
      const item = document.createElement('li');
      const button = document.createElement('button');
      button.type = 'button';
      button.className = 'problem';
      button.dataset.severity = f.severity;
      button.append(
        Object.assign(document.createElement('span'), { className: 'problem-type', textContent: f.type }),
        Object.assign(document.createElement('span'), { className: 'problem-place', textContent: options.files.length > 1 ? `${f.file}, line ${line}` : `Line ${line}` }),
        problemText(f.message));
      button.addEventListener('click', () => revealText(f.file, f.start, f.end));
      item.append(button);
      return item;
    });
    problems.querySelector('ul').replaceChildren(...rows);
    problems.querySelector('[data-part="problem-count"]').textContent =
      rows.length === 0 ? 'No problems found in the text' : rows.length === 1 ? '1 problem' : `${rows.length} problems`;
    problems.dataset.count = rows.length;
  }

  // --- two tabs on one draft -----------------------------------------------------------------------------------------
  function askConflict(path, theirs) {
    waiting.push({ path, theirs });
    states.set(path, 'editing');
    if (!conflictDialog.open) nextConflict();
  }
  function nextConflict() {
    const asked = waiting[0];
    if (!asked) return;
    conflictDialog.querySelector('[data-part="conflict-file"]').textContent = asked.path;
    conflictDialog.querySelector('[data-part="conflict-theirs"]').textContent = asked.theirs.text;
    conflictDialog.querySelector('[data-part="conflict-mine"]').textContent = editor.text(asked.path);
    conflictDialog.showModal();
  }
  async function settleConflict(keepMine) {
    const { path, theirs } = waiting.shift();
    conflictDialog.close();
    if (!keepMine) editor.replace(path, theirs.text);
    await drafts.get(path).settleConflict(theirs);
    nextConflict();
  }
  conflictDialog.querySelector('[data-action="keep-mine"]').addEventListener('click', () => settleConflict(true));
  conflictDialog.querySelector('[data-action="take-theirs"]').addEventListener('click', () => settleConflict(false));
  conflictDialog.addEventListener('cancel', e => e.preventDefault()); // a choice is needed: neither text may vanish by Escape

  // --- leaving and coming back ---------------------------------------------------------------------------------------
  const flush = () => drafts.forEach(d => d.flush());
  const onVisibility = () => document.visibilityState === 'hidden' && flush();
  const onOnline = () => drafts.forEach(d => d.save());
  const onKey = e => {
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !e.defaultPrevented) { e.preventDefault(); press(e.shiftKey ? 'submit' : 'run'); }
  };
  addEventListener('pagehide', flush);
  addEventListener('online', onOnline);
  document.addEventListener('visibilitychange', onVisibility);
  root.addEventListener('keydown', onKey);

  /** In another tab somebody may have signed out, or in: then this page may neither save nor submit. */
  async function isStill() {
    try {
      if ((await fetch(`/api/learners/${options.learner}`, { credentials: 'same-origin' })).status !== 403) return true;
    } catch {
      return true; // no answer says nothing about who is signed in
    }
    for (const path of states.keys()) states.set(path, 'refused');
    showStatus();
    return false;
  }

  async function replaceAll(files, why) {
    for (const { path, text } of files) {
      await drafts.get(path).replacing(why);
      editor.replace(path, text);
    }
    if (part('form')?.parentElement.dataset.side !== 'form') editor.focus();
  }

  return {
    /** The files as bytes: text this large must not travel in one SignalR message. */
    files: () => new TextEncoder().encode(JSON.stringify(allFiles())),
    isStill,
    replaceFiles: files => replaceAll(files, 'restored'),
    reset: () => replaceAll(options.files.map(f => ({ path: f.path, text: f.starter })), 'reset'),
    reveal: revealText,
    focus: () => editor.focus(),
    showRun,
    saveNow: async () => { await Promise.all([...drafts.values()].map(d => d.save())); },
    dispose() {
      disposed = true;
      clearTimeout(inspectTimer);
      inspection?.abort();
      drawing?.abort();
      drafts.forEach(d => d.stop());
      removeEventListener('pagehide', flush);
      removeEventListener('online', onOnline);
      document.removeEventListener('visibilitychange', onVisibility);
      root.removeEventListener('keydown', onKey);
      root.removeEventListener('click', toRun);
      running?.abort();
      console?.dispose();
      form?.dispose?.();
      editor.dispose();
    },
  };
}
