// The playground's page: one state, drawn by the editors and the form, decided by the server, kept in this browser and in links.
import { MOST, StateError, cleanState, everything, fromFragment, isLink, toFragment } from './state.js';
import { asker, problemNotice, whenQuiet } from './ask.js';
import { policyEditors } from './policies.js';
import { requestForm } from './request-form.js';
import { comparison } from './compare.js';

const KEY = 'cc:draft:playground'; // goes with the other drafts when somebody signs out
const DECIDE_PAUSE = 250, KEEP_PAUSE = 400, MOST_UNDO = 30;

const root = document.querySelector('[data-playground]');
const part = name => root.querySelector(`[data-part="${name}"]`);
const action = name => root.querySelector(`[data-action="${name}"]`);
const examples = JSON.parse(root.dataset.examples), comparisons = JSON.parse(root.dataset.comparisons);
const stateOf = example => cleanState({ ...example.situation, a: comparisons[0].a, b: comparisons[0].b });

let state = stateOf(examples[0]);
const before = []; // earlier states, each with what was done to it
const ask = asker('/api/iam/evaluate');
let said = '';

// --- drawing -----------------------------------------------------------------------------------------------------------
const policies = policyEditors(root, { changed: () => { decideSoon(); keepSoon(); }, structure: remember });
const form = requestForm(part('request'), {
  changed: request => {
    state.request = request;
    policies.requestChanged();
    decideSoon();
    keepSoon();
  },
});
let compared = null; // made when first asked for: two more editors

function draw() {
  policies.show(state);
  form.show(state.request);
  form.missing([]);
  showMode();
  markExamples(true);
  return decide();
}

function showMode() {
  root.dataset.mode = state.mode;
  for (const tab of root.querySelectorAll('.modes [role="tab"]')) {
    const chosen = tab.dataset.mode === state.mode;
    tab.setAttribute('aria-selected', String(chosen));
    tab.tabIndex = chosen ? 0 : -1;
  }
  for (const panel of root.querySelectorAll('[data-panel]')) panel.hidden = panel.dataset.panel !== state.mode;
  if (state.mode !== 'compare') return;
  compared ??= comparison(root, { changed: keepSoon, tryOut, announce });
  compared.show(state);
}

function setMode(mode, focus) {
  if (state.mode === mode) return;
  state.mode = mode;
  showMode();
  if (focus) root.querySelector(`.modes [data-mode="${mode}"]`).focus();
  keepSoon();
}
root.querySelector('.modes').addEventListener('click', event => { const tab = event.target.closest('[role="tab"]'); if (tab) setMode(tab.dataset.mode); });
root.querySelector('.modes').addEventListener('keydown', event => {
  if (!['ArrowRight', 'ArrowLeft', 'Home', 'End'].includes(event.key)) return;
  event.preventDefault();
  setMode(state.mode === 'decide' ? 'compare' : 'decide', true);
});

function announce(words) { part('announce').textContent = words; }

function tell(words) {
  part('notice').hidden = words === '';
  part('notice').textContent = words;
}

// --- deciding ------------------------------------------------------------------------------------------------------------
const decideSoon = whenQuiet(DECIDE_PAUSE, decide);

async function decide() {
  const waiting = setTimeout(() => { part('busy').hidden = false; }, 300);
  const { answer, problem, stale } = await ask({ policies: state.policies, request: state.request });
  clearTimeout(waiting);
  if (stale) return;
  part('busy').hidden = true;
  const focused = document.activeElement?.closest('[data-part="report"]') !== null;
  // The server's components encoded everything that came from outside.
  if (answer) part('report').innerHTML = answer.html;
  else part('report').replaceChildren(problemNotice(problem));
  if (focused) part('result').focus();
  policies.decided(answer?.deciding ?? []);
  form.missing(answer?.missing ?? []);
  const words = answer?.headline ?? 'Not decided: the server did not answer';
  for (const verdict of [part('headline'), part('verdict')]) {
    verdict.textContent = words;
    verdict.dataset.decision = answer?.decision ?? '';
  }
  if (words !== said) announce(said = words);
}

part('report').addEventListener('click', event => {
  const button = event.target.closest('button[data-policy]');
  if (button) policies.reveal(button.dataset.policy, Number(button.dataset.start), Number(button.dataset.end));
});
addEventListener('online', decide);

// Where the page is narrow the verdict floats at its foot, until the decision itself is seen.
new IntersectionObserver(([{ isIntersecting }]) => part('verdict').toggleAttribute('data-seen', isIntersecting)).observe(part('result'));

// --- examples, undo, reset -------------------------------------------------------------------------------------------------
function remember(what) {
  before.push({ state: structuredClone(state), what });
  if (before.length > MOST_UNDO) before.shift();
  showUndo();
}

/** An example opens with the policy that decides it, or that lacks the Allow. */
function openDecider() {
  const find = outcome => part('report').querySelector(`.stage.${outcome} button[data-policy]`);
  const button = find('blocked') ?? find('passed');
  if (button) policies.open(button.dataset.policy);
}

function showUndo() {
  const last = before.at(-1);
  action('undo').disabled = !last;
  action('undo').title = last ? `Undo ${last.what}` : '';
}

function change(next, what) {
  remember(what);
  state = next;
  tell('');
  closeShare();
  keep();
  return draw();
}

/** @param {boolean} anew the whole state is another: then an example's sentence goes with the example */
function markExamples(anew) {
  const of = (list, wanted) => list.find(wanted);
  const same = (x, y) => JSON.stringify(x) === JSON.stringify(y);
  const example = of(examples, e => { const s = stateOf(e); return same(s.policies, state.policies) && same(s.request, state.request); });
  for (const chip of root.querySelectorAll('[data-example]')) chip.setAttribute('aria-pressed', String(chip.dataset.example === example?.id));
  if (example || anew) part('sentence').textContent = example?.sentence ?? '';
  const pair = of(comparisons, c => c.a === state.a && c.b === state.b);
  for (const chip of root.querySelectorAll('[data-comparison]')) chip.setAttribute('aria-pressed', String(chip.dataset.comparison === pair?.id));
  if (pair || anew) part('comparison-sentence').textContent = pair?.sentence ?? '';
}

root.addEventListener('click', event => {
  const { example, comparison: pair } = event.target.closest('.chip')?.dataset ?? {};
  if (example) {
    const { a, b } = state;
    change({ ...stateOf(examples.find(e => e.id === example)), a, b }, 'taking the example').then(openDecider);
  } else if (pair) {
    const { a, b } = comparisons.find(c => c.id === pair);
    change({ ...structuredClone(state), a, b }, 'taking the example');
  }
});
action('undo').addEventListener('click', () => {
  const last = before.pop();
  if (!last) return;
  state = last.state;
  showUndo();
  tell(`Undone: ${last.what}.`);
  closeShare();
  draw();
  keep();
});
action('reset').addEventListener('click', () => {
  const { mode } = state;
  change({ ...stateOf(examples[0]), mode }, 'the reset');
  tell('Back at the first example. Undo brings back what you had.');
});

/** A witness of the comparison, decided here with one of the two policies alone. */
function tryOut(request, policy) {
  // A resource's policy is compared for callers who may do everything in their own accounts; here that is seen as a policy.
  const ofCaller = policy.type === 'resource' && request.principal.type === 'arn' ? [{ type: 'identity', name: 'The caller may do everything', text: everything }] : [];
  const next = cleanState({ ...structuredClone(state), mode: 'decide', policies: [policy, ...ofCaller], request });
  change(next, 'trying the request');
  tell(`This is the request, decided with ${policy.name} alone. Undo leads back to the comparison.`);
  part('notice').scrollIntoView({ block: 'start' });
  part('result').focus({ preventScroll: true });
}

// --- kept in this browser ------------------------------------------------------------------------------------------------
const keepSoon = (() => { const later = whenQuiet(KEEP_PAUSE, keep); return () => { closeShare(); markSoon(); later(); }; })();
const markSoon = whenQuiet(KEEP_PAUSE, () => markExamples(false));

function keep() {
  // A link's address would bring its own state back over what was changed since.
  if (isLink(location.hash)) history.replaceState(null, '', location.pathname + location.search);
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch { /* a private window, or full: the page works on, a reload begins anew */ }
}
addEventListener('pagehide', () => { if (!isLink(location.hash)) keep(); });

function kept() {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === null ? null : cleanState(JSON.parse(stored));
  } catch {
    return null;
  }
}

async function linked() {
  const named = examples.find(e => location.hash === `#example-${e.id}`);
  if (named) {
    history.replaceState(null, '', location.pathname + location.search);
    return stateOf(named);
  }
  if (!isLink(location.hash)) return null;
  try {
    return await fromFragment(location.hash);
  } catch (error) {
    history.replaceState(null, '', location.pathname + location.search);
    tell(`The link could not be read: ${error instanceof StateError ? error.message : 'it is damaged'}. Ask for it again, or begin with an example.`);
    return null;
  }
}

// --- sharing ---------------------------------------------------------------------------------------------------------------
function closeShare() { part('share').hidden = true; }

action('share').addEventListener('click', async () => {
  const fragment = await toFragment(state);
  part('share').hidden = false;
  const box = part('share-link'), words = part('share-words');
  if (fragment.length > MOST.link) {
    box.hidden = true;
    words.textContent = `This is too much for a link: it would have ${fragment.length.toLocaleString('en')} characters, and links above ${MOST.link.toLocaleString('en')} are cut by many programs. Remove a policy or shorten one.`;
    return announce(words.textContent);
  }
  box.hidden = false;
  box.value = `${location.origin}${location.pathname}${fragment}`;
  const long = fragment.length > 2000 ? ` It has ${fragment.length.toLocaleString('en')} characters, which some chat programs cut.` : '';
  let copied = true;
  try { await navigator.clipboard.writeText(box.value); } catch { copied = false; }
  words.textContent = `${copied ? 'Copied.' : 'Select it and copy.'} Everything is in the link itself; nothing was stored on the server.${long}`;
  box.focus();
  box.select();
  announce(copied ? 'The link was copied.' : 'The link is in the field, selected.');
});
addEventListener('hashchange', async () => {
  const next = await linked();
  if (next) { remember('opening the link'); state = next; tell('Opened from the link. Undo brings back what you had.'); draw(); }
});

// --- the start -------------------------------------------------------------------------------------------------------------
const mine = kept(), shared = await linked();
if (shared && mine && JSON.stringify(shared) !== JSON.stringify(mine)) {
  state = mine;
  remember('opening the link');
  tell('Opened from the link. Undo brings back what you had here before.');
}
state = shared ?? mine ?? state;
draw();
root.dataset.ready = 'true';
