// What the editor of policies asks, and what it makes of the answers: nothing old, nothing that a writer would trip over.
import { test, beforeEach } from 'node:test';
import assert from 'node:assert/strict';
import { ask, isWanted, quickFixes, suggestions } from '../../src/CloudCourse.Web/client/src/policy/answers.js';

let requests, answer;
beforeEach(() => {
  requests = [];
  answer = async () => ({ status: 200, json: async () => ({ ok: true }) });
  globalThis.fetch = (url, options) => { requests.push({ url, ...options, body: JSON.parse(options.body) }); return answer(options); };
});

const token = () => {
  const listeners = new Set();
  return {
    isCancellationRequested: false,
    onCancellationRequested(act) { listeners.add(act); return { dispose: () => listeners.delete(act) }; },
    cancel() { this.isCancellationRequested = true; listeners.forEach(act => act()); },
    listeners,
  };
};

/** A text as Monaco holds it, as far as answers.js looks at it. */
const model = text => ({
  uri: 'iam-policy://lab-1/policy.json',
  getValue: () => text,
  getVersionId: () => 7,
  isDisposed: () => false,
  getPositionAt(offset) {
    const before = text.slice(0, offset).split('\n');
    return { lineNumber: before.length, column: before.at(-1).length + 1 };
  },
});
const trust = { policyType: 'trust' };

test('the question has the text, the type of policy and the place', async () => {
  assert.deepEqual(await ask('hover', model('{}'), { policyType: 'resource', resourceType: 'AWS::S3::Bucket' }, { offset: 1 }, token()), { ok: true });
  assert.equal(requests[0].url, '/api/iam/hover');
  assert.deepEqual(requests[0].body, { text: '{}', policyType: 'resource', resourceType: 'AWS::S3::Bucket', offset: 1 });
});

test('half a character never travels', async () => {
  await ask('hover', model('a\ud800b'), trust, { offset: 1 }, token());
  assert.equal(requests[0].body.text, 'a\ufffdb');
});

test('offline, and when the site has nothing to say, there is silently nothing', async () => {
  answer = async () => { throw new TypeError('network'); };
  assert.equal(await ask('complete', model('{}'), trust, { offset: 1 }, token()), null);
  for (const status of [204, 400, 429, 500]) {
    answer = async () => ({ status, json: async () => assert.fail('read') });
    assert.equal(await ask('complete', model('{}'), trust, { offset: 1 }, token()), null);
  }
});

test('a question that was overtaken is called off, and its answer dropped', async () => {
  const asked = token();
  let called = false;
  answer = options => new Promise((done, fail) => options.signal.addEventListener('abort', () => { called = true; fail(new DOMException('aborted', 'AbortError')); }));
  const waiting = ask('complete', model('{}'), trust, { offset: 1 }, asked);
  asked.cancel();
  assert.equal(await waiting, null);
  assert.ok(called, 'the request went on');
  assert.equal(asked.listeners.size, 0);

  const late = token();
  answer = async () => { late.cancel(); return { status: 200, json: async () => ({}) }; };
  assert.equal(await ask('complete', model('{}'), trust, { offset: 1 }, late), null);
  assert.equal(await ask('complete', model('{}'), trust, { offset: 1 }, late), null);
  assert.equal(requests.length, 2, 'asked although nobody waits');
});

test('a quote that closes a string and a brace that opens an object bring no list up', () => {
  assert.equal(isWanted('"', { inString: false }), false);
  assert.equal(isWanted('{', { inString: false }), false);
  assert.equal(isWanted('"', { inString: true }), true);
  assert.equal(isWanted('{', { inString: true }), true); // ${
  assert.equal(isWanted(':', { inString: false }), true);
  assert.equal(isWanted(undefined, { inString: false }), true); // Ctrl+Space
});

const item = more => ({ label: 's3:GetObject', kind: 'action', detail: 'Read', insert: 's3:GetObject', ...more });
const monaco = text => ({ kinds: { action: 3 }, snippet: 4, at: offset => model(text).getPositionAt(offset) });

test('a choice takes the place of what was typed, between the quotes', () => {
  const text = '{\n"Action": "s3:Ge"}';
  const offset = text.indexOf('Ge') + 2, start = text.indexOf('s3:');
  const [choice] = suggestions({ start, end: offset, also: [], items: [item()] }, text, offset, { lineNumber: 2, column: 18 }, monaco(text));
  assert.deepEqual(choice.range, { startLineNumber: 2, startColumn: 13, endLineNumber: 2, endColumn: 18 });
  assert.deepEqual([choice.insertText, choice.filterText, choice.kind, choice.label.description, choice.command], ['s3:GetObject', 's3:GetObject', 3, 'Read', undefined]);
});

test('a name takes the quotes too, and typing is compared with them', () => {
  const text = '{"Eff"}', offset = 5;
  const answer = { start: 1, end: 6, also: [{ start: 1, end: 1, text: ',' }], items: [item({ label: 'Effect', insert: '"Effect": "$1"', snippet: true, again: true })] };
  const [choice] = suggestions(answer, text, offset, { lineNumber: 1, column: 6 }, monaco(text));
  assert.deepEqual([choice.range.startColumn, choice.range.endColumn, choice.filterText, choice.insertTextRules], [2, 7, '"Effect', 4]);
  assert.equal(choice.command.id, 'editor.action.triggerSuggest');
  assert.deepEqual(choice.additionalTextEdits, [{ range: { startLineNumber: 1, startColumn: 2, endLineNumber: 1, endColumn: 2 }, text: ',' }]);
});

test('the order is the site\'s, beyond nine items too', () => {
  const items = Array.from({ length: 120 }, (_, i) => item({ label: `a${i}` }));
  const sorted = suggestions({ start: 0, end: 0, also: [], items }, '', 0, { lineNumber: 1, column: 1 }, monaco('')).map(s => s.sortText);
  assert.deepEqual(sorted, [...sorted].sort());
});

test('a fix belongs to its own finding and to the text that it was made for', () => {
  const text = '{\n  "Effect": "allow"\n}';
  const start = text.indexOf('"allow"'), place = { startLineNumber: 2, startColumn: 13 };
  const mine = { ...place, code: 'INVALID_EFFECT' }, other = { ...place, code: 'MISSING_ACTION' }, elsewhere = { ...mine, startColumn: 1 };
  const fixes = quickFixes([{ code: 'INVALID_EFFECT', start, end: start + 7, title: 'Write "Allow"', preferred: true, edits: [{ start, end: start + 7, text: '"Allow"' }] }],
    model(text), [other, mine, elsewhere]);
  assert.deepEqual(fixes, [{
    title: 'Write "Allow"', kind: 'quickfix', isPreferred: true, diagnostics: [mine],
    edit: { edits: [{ resource: 'iam-policy://lab-1/policy.json', versionId: 7, textEdit: { range: { startLineNumber: 2, startColumn: 13, endLineNumber: 2, endColumn: 20 }, text: '"Allow"' } }] },
  }]);
});
