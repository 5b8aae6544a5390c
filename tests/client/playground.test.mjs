// The playground's state: what a link carries comes back as it was, and nothing else gets in by one.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import {
  MOST, PLACES, StateError, assistOf, callerOf, cleanState, emptyState, fromFragment, likelyValue, mayAdd, newPolicy, principalOf, toFragment,
} from '../../src/CloudCourse.Web/client/src/playground/state.js';

const link = value => `#s1=${deflateRawSync(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')}`;
const sample = () => cleanState({
  policies: [{ type: 'identity', name: 'Mine', text: '{ "é": "日本" }' }, { type: 'serviceControl', level: 'unit', text: '{}' }],
  open: 'Mine',
  request: { principal: { type: 'arn', id: 'arn:aws:iam::111122223333:user/ana' }, action: 's3:GetObject', resource: '*', context: [{ key: 'aws:SourceIp', values: ['203.0.113.1', ''] }] },
  a: '{"a":1}', b: '',
});

test('a link brings back what it was made of', async () => {
  const state = sample();
  assert.deepEqual(await fromFragment(await toFragment(state)), state);
});

test('a link of a large state stays text that an address may hold', async () => {
  const state = sample();
  state.policies[0].text = Array.from({ length: 3000 }, (_, i) => `${i * 7919 % 104729}`).join(' ');
  const fragment = await toFragment(state);
  assert.match(fragment, /^#s1=[A-Za-z0-9_-]+$/);
  assert.deepEqual(await fromFragment(fragment), state);
});

for (const [what, hash] of Object.entries({
  'no link': '#other', 'nothing in it': '#s1=', 'foreign characters': '#s1=%3Cscript%3E', 'no base64': '#s1=A', 'cut': link(sample()).slice(0, -8), 'no deflate': '#s1=AAAAAAAA',
  'no JSON': link('{ nope'), 'a number': link('7'), 'null': link('null'), 'a list': link('[]'),
  'policies that are no list': link({ policies: { length: 3 } }), 'a policy that is null': link({ policies: [null] }), 'an unknown kind of policy': link({ policies: [{ type: 'magic', text: '' }] }),
  'a kind of policy from the prototype': link({ policies: [{ type: 'constructor', text: '' }] }),
  'a text that is a number': link({ policies: [{ type: 'identity', text: 7 }] }), 'two boundaries': link({ policies: [{ type: 'boundary', text: '' }, { type: 'boundary', text: '' }] }),
  'too many policies': link({ policies: Array.from({ length: MOST.policies + 1 }, () => ({ type: 'identity', text: '' })) }),
  'a policy too long': link({ policies: [{ type: 'identity', text: 'x'.repeat(MOST.text + 1) }] }),
  'a bomb': link(`{"a":"${'0'.repeat(50_000_000)}"}`), 'a fragment too long': `#s1=${'A'.repeat(MOST.link * 2)}`,
  'keys that are no list': link({ request: { context: 'x' } }), 'deep JSON': link('['.repeat(100_000)),
})) {
  test(`a hostile link is answered in words: ${what}`, async () => {
    await assert.rejects(fromFragment(hash), error => error instanceof StateError && error.message.length > 10);
  });
}

test('nothing unknown comes in with a state', () => {
  const state = cleanState(JSON.parse('{"__proto__":{"polluted":1},"evil":1,"request":{"extra":2,"principal":{"type":"admin","id":"x"}},"policies":[{"type":"identity","name":"<b>#/?","text":"","onclick":"x"}]}'));
  assert.deepEqual(Object.keys(state).sort(), Object.keys(emptyState()).sort());
  assert.equal({}.polluted, undefined);
  assert.equal(state.policies[0].name, 'b');
  assert.equal(state.request.principal.type, 'arn');
});

test('half a character does not survive', () => assert.equal(cleanState({ a: 'x\ud800' }).a, 'x\ufffd'));

test('two policies never share a name', () => {
  const state = cleanState({ policies: [{ type: 'identity', name: 'Same', text: '' }, { type: 'identity', name: 'Same', text: '' }] });
  assert.deepEqual(state.policies.map(p => p.name), ['Same', 'Same 2']);
});

test('each kind of policy starts as a document, and only some may come twice', () => {
  for (const type of Object.keys(PLACES)) {
    const first = newPolicy(type, [], 'unit');
    assert.equal(JSON.parse(first.text).Version, '2012-10-17');
    assert.equal(mayAdd(type, [first]), Boolean(PLACES[type].many));
  }
});

for (const id of ['arn:aws:iam::111122223333:user/ana', 'arn:aws:iam::111122223333:user/division/ana', 'arn:aws:iam::111122223333:root',
  'arn:aws:sts::111122223333:assumed-role/Reader/ana', 'arn:aws:sts::111122223333:federated-user/ana', 'arn:aws-cn:iam::111122223333:user/li', 'arn:aws:iam:::user/']) {
  test(`the form shows ${id} and makes it again`, () => assert.deepEqual(principalOf(callerOf({ type: 'arn', id })), { type: 'arn', id }));
}
test('callers without an ARN', () => {
  for (const principal of [{ type: 'service', id: 's3.amazonaws.com' }, { type: 'federated', id: 'accounts.google.com' }, { type: 'anonymous', id: '' }])
    assert.deepEqual(principalOf(callerOf(principal)), principal);
});

test('a role’s resource policy is a trust policy, a bucket’s is a bucket policy', () => {
  const policy = { type: 'resource' };
  assert.deepEqual(assistOf(policy, { action: 'sts:AssumeRole', resource: 'arn:aws:iam::1:role/x' }), { policyType: 'trust' });
  assert.deepEqual(assistOf(policy, { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k' }), { policyType: 'resource', resourceType: 'AWS::S3::Bucket' });
  assert.deepEqual(assistOf({ type: 'session' }, { action: '', resource: '' }), { policyType: 'session' });
});

test('a key’s likely value ignores case', () => assert.equal(likelyValue('AWS:multifactorAuthPresent'), 'true'));
