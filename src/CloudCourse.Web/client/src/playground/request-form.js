// The form that makes a request: the caller's ARN from its parts, action, resource, and the context's keys.
import { CALLERS, MOST, callerOf, likelyValue, principalOf } from './state.js';
import { asker, element, whenQuiet } from './ask.js';

const SUGGEST_PAUSE = 150, MOST_SUGGESTED = 60;

const LABELS = {
  user: 'User name', session: 'Role name', federatedUser: 'Name', service: 'Service, such as s3.amazonaws.com', federated: 'Provider’s ARN or name', arn: 'ARN',
};

/**
 * @param {HTMLElement} root the request's section
 * @param {{changed: (request: object) => void}} options
 */
export function requestForm(root, options) {
  const part = name => root.querySelector(`[data-part="${name}"]`);
  const field = name => root.querySelector(`[data-field="${name}"]`);
  const rows = part('keys');
  let request = null;

  field('kind').replaceChildren(...Object.entries(CALLERS).map(([value, { name }]) => element('option', { value, textContent: name })));

  root.addEventListener('input', event => {
    if (!request) return;
    const name = event.target.dataset.field;
    if (name === 'kind') keepWhatFits();
    read();
    if (name) showCaller();
    if (name === 'action') suggestSoon();
    options.changed(request);
  });
  root.addEventListener('click', event => {
    const button = event.target.closest('button');
    if (!button || !request) return;
    if (button.dataset.action === 'add-key') addKey('', '');
    else if (button.dataset.addKey) addKey(button.dataset.addKey, likelyValue(button.dataset.addKey));
    else if (button.dataset.action === 'remove-key') { const row = button.closest('li'), next = row.nextElementSibling ?? row.previousElementSibling; row.remove(); (next?.querySelector('input') ?? root.querySelector('[data-action="add-key"]')).focus(); }
    else if (button.dataset.action === 'add-value') { const value = valueInput('', button.closest('li')); button.before(value); value.focus(); }
    else return;
    read();
    options.changed(request);
  });

  // The catalogue's actions, asked for as a policy that stops behind what is typed.
  const complete = asker('/api/iam/complete');
  const suggestSoon = whenQuiet(SUGGEST_PAUSE, async () => {
    const text = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":${JSON.stringify(request.action).slice(0, -1)}`;
    const { answer } = await complete({ text, policyType: 'identity', offset: text.length });
    const names = (answer?.items ?? []).map(i => i.label).filter(l => !/[*?]/.test(l) && l !== request.action);
    part('actions').replaceChildren(...names.slice(0, MOST_SUGGESTED).map(value => element('option', { value })));
  });

  function addKey(key, value) {
    if (rows.children.length >= MOST.keys) return;
    const row = keyRow({ key, values: [value] });
    rows.append(row);
    row.querySelector(key ? '.value' : '.key').focus();
  }

  function keyRow({ key, values }) {
    const name = element('input', { className: 'key', value: key, spellcheck: false, autocomplete: 'off', placeholder: 'aws:SourceIp' });
    name.setAttribute('aria-label', 'Key');
    const row = element('li', {}, name, element('span', { className: 'equals', textContent: '=', ariaHidden: 'true' }));
    const box = element('div', { className: 'values' });
    for (const value of values.length > 0 ? values : ['']) box.append(valueInput(value, row));
    box.append(element('button', { type: 'button', className: 'link', textContent: 'one more value' }));
    box.lastChild.dataset.action = 'add-value';
    const remove = element('button', { type: 'button', className: 'link remove', textContent: 'Remove' });
    remove.dataset.action = 'remove-key';
    remove.setAttribute('aria-label', `Remove the key ${key}`);
    row.append(box, remove);
    return row;
  }

  function valueInput(value) {
    const input = element('input', { className: 'value', value, spellcheck: false, autocomplete: 'off' });
    input.setAttribute('aria-label', 'Value');
    return input;
  }

  /** Another kind of caller keeps the account and the name that stand there. */
  function keepWhatFits() {
    const kind = field('kind').value;
    if (kind === 'session' && field('session').value === '') field('session').value = 'session-1';
    if (kind === 'service') field('id').value = 's3.amazonaws.com';
    if (kind === 'federated') field('id').value = 'accounts.google.com';
    if (kind === 'arn') field('id').value = request.principal.type === 'arn' ? request.principal.id : '';
    if (field('account').value === '') field('account').value = '111122223333';
    if (CALLERS[kind].fields.includes('name') && field('name').value === '') field('name').value = 'ana';
  }

  function read() {
    const value = name => field(name).value.trim();
    request = {
      principal: principalOf({ kind: field('kind').value, account: value('account'), name: value('name'), session: value('session'), id: value('id') }),
      action: value('action'), resource: value('resource'), resourceAccount: value('resourceAccount'),
      context: [...rows.children].map(row => ({ key: row.querySelector('.key').value.trim(), values: [...row.querySelectorAll('.value')].map(v => v.value) })),
    };
  }

  function showCaller() {
    const kind = field('kind').value;
    for (const box of root.querySelectorAll('[data-for]')) box.hidden = !CALLERS[kind].fields.includes(box.dataset.for);
    for (const name of ['name', 'id']) part(`${name}-label`).textContent = CALLERS[kind].fields.includes(name) ? LABELS[kind] : 'Not asked';
    part('arn').textContent = request.principal.type === 'anonymous' ? 'no credentials' : request.principal.id;
    part('arn').parentElement.hidden = ['service', 'federated', 'arn'].includes(kind);
    const owner = request.resource.split(':')[4] ?? '';
    field('resourceAccount').placeholder = owner || 'the caller’s';
    part('account-hint').textContent = owner === '' ? 'Where the ARN does not name it, as a bucket’s does not.' : `The ARN names account ${owner}.`;
  }

  return {
    show(shown) {
      request = structuredClone(shown);
      const caller = callerOf(request.principal);
      field('kind').value = caller.kind;
      for (const name of ['account', 'name', 'session', 'id']) field(name).value = caller[name] ?? '';
      for (const name of ['action', 'resource', 'resourceAccount']) field(name).value = request[name];
      rows.replaceChildren(...request.context.map(keyRow));
      showCaller();
    },

    /** Keys that the decision asked for: a click puts one in. */
    missing(keys) {
      part('missing').hidden = keys.length === 0;
      part('missing-keys').replaceChildren(...keys.map(key => {
        const button = element('button', { type: 'button', className: 'chip', textContent: `Add ${key}` });
        button.dataset.addKey = key;
        return button;
      }));
    },
  };
}
