// The policies: a tab each, one editor, and findings as you type.
import { createEditor } from '../editor.js';
import { LEVELS, PLACES, assistOf, mayAdd, newName, newPolicy } from './state.js';
import { element, whenQuiet } from './ask.js';

const INSPECT_PAUSE = 300;

/**
 * @param {HTMLElement} root the playground
 * @param {{changed: () => void, structure: (what: string) => void}} options `structure` before a policy comes or goes
 */
export function policyEditors(root, options) {
  const part = name => root.querySelector(`[data-part="${name}"]`);
  const tabs = part('tabs'), addType = part('add-type');
  let state = null; // shared with the page: policies, open, request
  let deciding = [];
  const findings = new Map();
  const asked = new Map(); // what was last inspected, so that nothing is asked twice

  part('placeholder').hidden = true;
  const editor = createEditor(part('editor'), [], {
    label: 'Policy',
    onChange: name => {
      const policy = state?.policies.find(p => p.name === name);
      if (!policy) return;
      policy.text = editor.text(name);
      inspectSoon();
      options.changed();
    },
    onRun: () => options.changed(),
    onSubmit: () => options.changed(),
  });

  // --- tabs --------------------------------------------------------------------------------------------------------------
  function showTabs() {
    const decides = new Set(deciding.map(d => d.policy));
    tabs.replaceChildren(...state.policies.map(policy => {
      const chosen = policy.name === state.open;
      const tab = element('button', { type: 'button', className: 'tab', textContent: policy.name, tabIndex: chosen ? 0 : -1 });
      tab.setAttribute('role', 'tab');
      tab.setAttribute('aria-selected', String(chosen));
      tab.setAttribute('aria-controls', 'policy-editor');
      tab.dataset.policy = policy.name;
      if (decides.has(policy.name)) tab.append(element('span', { className: 'mark decides', textContent: ' decides' }));
      const errors = (findings.get(policy.name) ?? []).filter(f => f.severity === 'error').length;
      if (errors > 0) tab.append(element('span', { className: 'mark wrong', textContent: errors === 1 ? ' 1 error' : ` ${errors} errors` }));
      return tab;
    }));
  }

  function open(name, focus) {
    state.open = name;
    const policy = state.policies.find(p => p.name === name);
    part('no-policy').hidden = Boolean(policy);
    part('editor').hidden = !policy;
    part('about').textContent = policy ? PLACES[policy.type].about : '';
    root.querySelector('[data-action="remove"]').hidden = !policy;
    part('level').hidden = !policy?.level;
    if (policy?.level) part('level-select').value = policy.level;
    if (policy) editor.show(name);
    root.querySelector('#policy-editor').setAttribute('aria-label', name || 'No policy');
    showTabs();
    showProblems();
    if (focus === 'tab') tabs.querySelector('[aria-selected="true"]')?.focus();
    if (focus === 'editor') editor.focus();
  }

  tabs.addEventListener('click', event => {
    const tab = event.target.closest('[role="tab"]');
    if (tab) { open(tab.dataset.policy, 'tab'); options.changed(); }
  });
  tabs.addEventListener('keydown', event => {
    const at = state.policies.findIndex(p => p.name === state.open), last = state.policies.length - 1;
    const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
    if (to === undefined || last < 0) return;
    event.preventDefault();
    open(state.policies[to].name, 'tab');
  });

  // --- adding, removing, levels ---------------------------------------------------------------------------------------
  function showAdd() {
    const choice = addType.value;
    addType.replaceChildren(...Object.entries(PLACES).filter(([type]) => mayAdd(type, state.policies))
      .map(([value, { name, levels }]) => element('option', { value, textContent: levels ? `${name} (organization)` : name })));
    if ([...addType.options].some(o => o.value === choice)) addType.value = choice;
  }
  part('level-select').replaceChildren(...Object.entries(LEVELS).map(([value, name]) => element('option', { value, textContent: name })));

  root.querySelector('[data-action="add"]').addEventListener('click', () => {
    const type = addType.value;
    if (!type || !mayAdd(type, state.policies)) return;
    options.structure(`adding a ${PLACES[type].name.toLowerCase()}`);
    const levels = state.policies.filter(p => p.type === type).length;
    const policy = newPolicy(type, state.policies, Object.keys(LEVELS)[Math.min(levels, 2)]);
    state.policies.push(policy);
    editor.open(fileOf(policy));
    showAdd();
    open(policy.name, 'editor');
    inspectSoon();
    options.changed();
  });
  root.querySelector('[data-action="remove"]').addEventListener('click', () => {
    const at = state.policies.findIndex(p => p.name === state.open);
    if (at < 0) return;
    options.structure(`removing ${state.open}`);
    forget(state.open);
    state.policies.splice(at, 1);
    showAdd();
    open(state.policies[Math.max(0, at - 1)]?.name ?? '', 'tab');
    if (state.policies.length === 0) addType.focus();
    options.changed();
  });
  part('level-select').addEventListener('change', event => {
    const policy = state.policies.find(p => p.name === state.open);
    if (!policy) return;
    const others = state.policies.filter(p => p !== policy);
    forget(policy.name);
    policy.level = event.target.value;
    // A name that says another level would mislead; names of one's own stay.
    if (/^(SCP|RCP) (at the root|of the OU|of the account)( \d+)?$/.test(policy.name)) policy.name = newName(policy.type, policy.level, others);
    editor.open(fileOf(policy));
    open(policy.name);
    inspectSoon();
    options.changed();
  });

  function forget(name) {
    editor.close(name);
    findings.delete(name);
    asked.delete(name);
  }

  const fileOf = policy => ({ path: policy.name, language: 'json', text: policy.text, ...assistOf(policy, state.request) });

  // --- findings as you type -------------------------------------------------------------------------------------------
  const inspectSoon = whenQuiet(INSPECT_PAUSE, inspect);

  async function inspect() {
    for (const policy of [...state.policies].sort(p => (p.name === state.open ? -1 : 1))) {
      const body = JSON.stringify({ text: policy.text, ...assistOf(policy, state.request) });
      if (asked.get(policy.name) === body) continue;
      asked.set(policy.name, body);
      let answer = null;
      try {
        const response = await fetch('/api/iam/inspect', { method: 'POST', credentials: 'same-origin', headers: { 'Content-Type': 'application/json' }, body });
        if (response.ok) answer = await response.json();
      } catch { /* offline: the last findings stay */ }
      if (asked.get(policy.name) !== body) continue; // newer text is on its way, or the policy went
      if (!answer) { asked.delete(policy.name); continue; }
      findings.set(policy.name, answer.map(f => ({ ...f, file: policy.name })));
      editor.mark([...findings.values()].flat());
      showTabs();
      showProblems();
    }
  }

  function showProblems() {
    const list = part('problems'), found = findings.get(state.open) ?? [];
    list.hidden = !state.open;
    list.dataset.count = found.length;
    part('problem-count').textContent = found.length === 0 ? 'No problems found in the text' : found.length === 1 ? '1 problem in the text' : `${found.length} problems in the text`;
    list.querySelector('ul').replaceChildren(...found.map(f => {
      const button = element('button', { type: 'button', className: 'problem' },
        element('span', { className: 'problem-type', textContent: f.type }),
        element('span', { className: 'problem-place', textContent: `Line ${editor.place(f.file, f.start).line}` }), words(f.message));
      button.dataset.severity = f.severity;
      button.addEventListener('click', () => editor.reveal(f.file, f.start, f.end));
      return element('li', {}, button);
    }));
  }

  /** What stands between backticks is code. */
  function words(message) {
    const span = element('span', { className: 'problem-text' });
    message.split('`').forEach((piece, i) => span.append(i % 2 ? element('code', { textContent: piece }) : piece));
    return span;
  }

  return {
    show(shown) {
      if (state) for (const policy of state.policies) forget(policy.name);
      state = shown;
      deciding = [];
      for (const policy of state.policies) editor.open(fileOf(policy));
      showAdd();
      open(state.open);
      inspectSoon();
    },

    /** The request says what a resource policy is attached to, and so what is right in it. */
    requestChanged() {
      for (const policy of state.policies) {
        const { policyType, resourceType } = assistOf(policy, state.request);
        editor.policy?.(policy.name, policyType, resourceType);
      }
      inspectSoon();
    },

    decided(places) {
      deciding = places;
      editor.highlight(places.map(p => ({ file: p.policy, start: p.start, end: p.end, kind: p.effect, words: p.effect === 'deny' ? 'This statement denies the request.' : 'This statement allows the request.' })));
      showTabs();
    },

    open: name => open(name),

    reveal(name, start, end) {
      if (!state.policies.some(p => p.name === name)) return;
      open(name);
      part('editor').scrollIntoView({ block: 'nearest' });
      editor.reveal(name, start, end);
    },
  };
}
