// The Lambda playground's state, what a link brings in, and the answer that comes line by line.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { deflateRawSync } from 'node:zlib';
import { MOST, OTHERS, StateError, badPath, cleanState, fromFragment, jsonLines, languageOf, placeOfLine, question, same, stateOf, toFragment } from '../../src/CloudCourse.Web/client/src/playground/lambda/state.js';
import { run } from '../../src/CloudCourse.Web/client/src/playground/lambda/run.js';

const link = value => `#l1=${deflateRawSync(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')}`;
const sample = () => cleanState({
  files: [{ path: 'lambda_function.py', text: 'def lambda_handler(e, c):\n    return "日本"\n' }, { path: 'lib/text.py', text: '' }],
  policy: '{}', event: '{"a":1}', account: '[]', runtime: 'python3.14', handler: 'lambda_function.lambda_handler', memory: 256, timeout: 10, invocations: 4, mode: 'async',
  variables: [{ name: 'A', value: '1' }], open: ':role',
});

test('a link brings back what it was made of', async () => assert.deepEqual(await fromFragment(await toFragment(sample())), sample()));

const files = [{ path: 'a.py', text: '' }];
for (const [what, hash] of Object.entries({
  'no link': '#other', 'another playground’s': link({ files }).replace('#l1', '#s1'), 'nothing in it': '#l1=', 'foreign characters': '#l1=%3Cscript%3E', 'cut': link(sample()).slice(0, -8), 'no JSON': link('{ nope'),
  'a number': link('7'), 'a list': link('[]'), 'no files': link({}), 'files that are no list': link({ files: 'x' }), 'a file that is null': link({ files: [null] }), 'a path upwards': link({ files: [{ path: '../a.py', text: '' }] }),
  'a path of ours': link({ files: [{ path: ':role', text: '' }] }), 'two of a name': link({ files: [...files, ...files] }), 'too many files': link({ files: Array.from({ length: MOST.files + 1 }, (_, i) => ({ path: `${i}.py`, text: '' })) }),
  'a text that is a number': link({ files: [{ path: 'a.py', text: 7 }] }), 'a text too long': link({ files: [{ path: 'a.py', text: 'x'.repeat(MOST.text + 1) }] }), 'a policy that is an object': link({ files, policy: {} }),
  'variables that are no list': link({ files, variables: {} }), 'a bomb': link(`{"a":"${'0'.repeat(50_000_000)}"}`), 'a fragment too long': `#l1=${'A'.repeat(MOST.link * 2)}`,
})) {
  test(`a link with ${what} is refused in words`, async () => await assert.rejects(fromFragment(hash), error => error instanceof StateError && error.message.length > 10));
}

test('nothing unknown comes in, and what is out of bounds is what it was at first', () => {
  const state = cleanState({ files, runtime: 'cobol', mode: 'magic', memory: 1e9, timeout: -1, invocations: 2.5, open: 'other', evil: 1, variables: [null, 'x', { name: 'A', value: 'b', extra: 1 }] });
  assert.deepEqual([state.runtime, state.mode, state.memory, state.timeout, state.invocations, state.open], ['python3.14', 'sync', 128, 3, 1, 'a.py']);
  assert.deepEqual(Object.keys(state).sort(), Object.keys(sample()).sort());
  assert.deepEqual(state.variables, [{ name: 'A', value: 'b' }]);
});

test('what is open is not what is asked, nor what makes two states differ', () => {
  assert.equal('open' in question(sample()), false);
  assert.ok(same(sample(), { ...sample(), open: ':event' }));
  assert.ok(!same(sample(), { ...sample(), event: '{}' }));
  assert.deepEqual(question({ ...sample(), variables: [{ name: '', value: 'x' }, { name: 'A', value: '1' }] }).variables, [{ name: 'A', value: '1' }]);
});

test('a program’s event comes from its template', () => assert.equal(stateOf({ files, event: 's3' }, [{ id: 's3', text: '{"Records":[]}' }]).event, '{"Records":[]}'));

for (const [path, ok] of Object.entries({ 'a.py': false, 'b.py': true, 'lib/b.py': true, '': false, '/b.py': false, 'b/': false, './b': false, 'a\\b': false, 'c:b': false, 'a\nb': false, ['x'.repeat(101)]: false })) {
  test(`a file called ${JSON.stringify(path.slice(0, 20))} is ${ok ? 'taken' : 'refused in words'}`, () => assert.equal(badPath(path, files) === null, ok));
}

test('languages', () => assert.deepEqual(['a.py', 'a.mjs', 'a.cjs', 'a.json', 'a.txt', ...Object.keys(OTHERS)].map(languageOf), ['python', 'javascript', 'javascript', 'json', 'plaintext', 'json', 'json', 'json']));

for (const [text, line, part] of [['a\n  b\nc', 2, 'b'], ['a\r\n\tbc\r\n', 2, 'bc'], ['a', 1, 'a'], ['a', 2, null], ['a', 0, null], ['a\n', 2, '']]) {
  test(`line ${line} of ${JSON.stringify(text)}`, () => {
    const place = placeOfLine(text, line);
    assert.equal(place && text.slice(place.start, place.end), part);
  });
}

const streamOf = (...parts) => new ReadableStream({ start(c) { for (const p of parts) c.enqueue(p); c.close(); } });
const bytes = text => new TextEncoder().encode(text);

test('lines come whole, however they are cut on their way', async () => {
  const all = bytes('{"t":"place","place":2}\n\n{"t":"done","html":"日本"}');
  for (let cut = 0; cut <= all.length; cut++) {
    const seen = [];
    for await (const line of jsonLines(streamOf(all.slice(0, cut), all.slice(cut)))) seen.push(line);
    assert.deepEqual(seen, [{ t: 'place', place: 2 }, { t: 'done', html: '日本' }]);
  }
});

async function runOver(response) {
  const told = [];
  const real = globalThis.fetch;
  globalThis.fetch = async () => response();
  try {
    return [await run({}, { queued: p => told.push(['queued', p]), ran: c => told.push(['ran', c]) }, new AbortController().signal), told];
  } finally {
    globalThis.fetch = real;
  }
}

test('a run tells its place and its steps, and ends with the report', async () => {
  const [end, told] = await runOver(() => new Response(streamOf(bytes('{"t":"place","place":3}\n{"t":"ran","count":0}\n{"t":"ran","count":1}\n{"t":"done","headline":"Succeeded"}\n'))));
  assert.deepEqual(told, [['queued', 3], ['ran', 0], ['ran', 1]]);
  assert.equal(end.report.headline, 'Succeeded');
});

test('a refused run, a broken one and one without a server end in words', async () => {
  const [refused] = await runOver(() => Response.json({ detail: 'The event is not JSON yet', part: 'event' }, { status: 400 }));
  assert.deepEqual(refused.problem, { detail: 'The event is not JSON yet', part: 'event' });
  const [odd] = await runOver(() => new Response('<html>', { status: 502 }));
  assert.match(odd.problem.detail, /502/);
  const [cut] = await runOver(() => new Response(streamOf(bytes('{"t":"ran","count":1}\n'))));
  assert.match(cut.problem.detail, /ended before/);
  const [gone] = await runOver(() => { throw new TypeError('no network'); });
  assert.match(gone.problem.detail, /does not answer/);
});
