// The draft's promises: in the browser within a second, on the server within three, two tabs never overwrite each other silently.
import { test, mock, beforeEach, afterEach } from 'node:test';
import assert from 'node:assert/strict';
import { Draft } from '../../src/CloudCourse.Web/client/src/drafts.js';

const saved = { learner: 'ana', key: 'cc:draft:ana:lab:policy.json', url: '/api/drafts/lab/policy.json', path: 'policy.json', text: 'old', revision: 3 };
let store, requests, answer, text, states, conflicts;

beforeEach(() => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 });
  store = new Map();
  globalThis.localStorage = { getItem: k => store.get(k) ?? null, setItem: (k, v) => store.set(k, v), removeItem: k => store.delete(k) };
  requests = [];
  answer = body => ok(body.baseRevision + 1);
  globalThis.fetch = async (url, options) => {
    const body = JSON.parse(options.body);
    requests.push({ url, ...options, body });
    const response = await answer(body);
    if (!response) throw new TypeError('network');
    return response;
  };
  text = 'old'; states = []; conflicts = [];
});
afterEach(() => mock.timers.reset());

const ok = revision => ({ ok: true, status: 200, json: async () => ({ revision }) });
const conflict = (revision, theirs) => ({ ok: false, status: 409, json: async () => ({ revision, text: theirs }) });
const draft = () => new Draft(saved, { read: () => text, status: s => states.push(s), conflict: t => conflicts.push(t) });
const type = (d, value) => { text = value; d.changed(); };
const answered = async () => { for (let i = 0; i < 20; i++) await Promise.resolve(); };
const local = () => JSON.parse(store.get(saved.key) ?? 'null');

test('typing without a pause still reaches the browser within a second and the server within three', async () => {
  const d = draft();
  for (let ms = 0; ms < 3000; ms += 100) {
    type(d, `text at ${ms}`);
    mock.timers.tick(100);
    if (ms === 1000) assert.ok(local(), 'nothing in localStorage after a second of typing');
  }
  await answered();
  assert.equal(requests.length, 1);
  assert.equal(requests[0].body.baseRevision, 3);
});

test('a saved text leaves no copy in the browser and says so', async () => {
  const d = draft();
  type(d, 'new');
  mock.timers.tick(1200);
  await answered();
  assert.equal(local(), null);
  assert.equal(states.at(-1), 'saved');
  assert.equal(d.revision, 4);
});

test('what was typed while a save was under way is saved next, on the new revision', async () => {
  const d = draft();
  type(d, 'one');
  answer = body => { if (body.text === 'one') text = 'two'; return ok(body.baseRevision + 1); };
  mock.timers.tick(1200);
  d.changed();
  await answered();
  mock.timers.tick(1200);
  await answered();
  assert.deepEqual(requests.map(r => [r.body.text, r.body.baseRevision]), [['one', 3], ['two', 4]]);
});

test('a lost connection keeps the text in the browser and tries again until it is saved', async () => {
  const d = draft();
  let online = false;
  answer = body => online ? ok(body.baseRevision + 1) : null;
  type(d, 'new');
  mock.timers.tick(1200);
  await answered();
  assert.equal(states.at(-1), 'offline');
  assert.equal(local().text, 'new');
  online = true;
  mock.timers.tick(2000);
  await answered();
  assert.equal(states.at(-1), 'saved');
});

test('another tab\'s text is never overwritten: the learner is asked, and nothing is sent until they chose', async () => {
  const d = draft();
  answer = () => conflict(9, 'theirs');
  type(d, 'mine');
  mock.timers.tick(1200);
  await answered();
  assert.deepEqual(conflicts, [{ revision: 9, text: 'theirs' }]);
  type(d, 'mine, longer');
  mock.timers.tick(5000);
  await answered();
  assert.equal(requests.length, 1);
  assert.equal(local().text, 'mine, longer');
  answer = body => ok(body.baseRevision + 1);
  await d.settleConflict({ revision: 9, text: 'theirs' });
  assert.deepEqual([requests[1].body.text, requests[1].body.baseRevision], ['mine, longer', 9]);
});

test('an answer that was lost on the way is not taken for another tab', async () => {
  const d = draft();
  answer = () => null;
  type(d, 'new');
  mock.timers.tick(1200);
  await answered();
  answer = body => body.baseRevision === 3 ? conflict(4, 'new') : ok(body.baseRevision + 1);
  mock.timers.tick(2000);
  await answered();
  assert.deepEqual(conflicts, []);
  assert.equal(states.at(-1), 'saved');
  assert.equal(d.revision, 4);
});

test('leaving the page sends at once and keeps a copy in case that fails', () => {
  const d = draft();
  type(d, 'new');
  d.flush();
  assert.equal(local().text, 'new');
  assert.equal(requests[0].keepalive, true);
});

test('an unsent copy that grew from the server\'s text is restored; one that grew from an older text is a conflict', () => {
  store.set(saved.key, JSON.stringify({ text: 'mine', revision: 3 }));
  assert.deepEqual(Draft.restore(saved), { text: 'mine', unsent: true });
  store.set(saved.key, JSON.stringify({ text: 'mine', revision: 2 }));
  assert.deepEqual(Draft.restore(saved).conflict, { text: 'old', revision: 3 });
  store.set(saved.key, 'not json');
  assert.deepEqual(Draft.restore(saved), { text: 'old' });
});

test('a learner who is signed out is told, and nothing is retried', async () => {
  const d = draft();
  answer = () => ({ ok: false, status: 401 });
  type(d, 'new');
  mock.timers.tick(1200);
  await answered();
  assert.equal(states.at(-1), 'refused');
  mock.timers.tick(60_000);
  await answered();
  assert.equal(requests.length, 1);
  assert.equal(local().text, 'new');
});

test('a text that is put in the place of another says so, once, and what stood there is saved before', async () => {
  const d = draft();
  type(d, 'mine');
  const ready = d.replacing('reset');
  await answered();
  await ready;
  type(d, 'starter');
  mock.timers.tick(1200);
  await answered();
  type(d, 'more');
  mock.timers.tick(1200);
  await answered();
  assert.deepEqual(requests.map(r => [r.body.text, r.body.replaces]), [['mine', undefined], ['starter', 'reset'], ['more', undefined]]);
});

test('every save names the learner whose page it is, so that it cannot become another\'s who signed in since', async () => {
  const d = draft();
  answer = () => ({ ok: false, status: 403 });
  type(d, 'new');
  mock.timers.tick(1200);
  await answered();
  assert.equal(requests[0].body.learner, 'ana');
  assert.equal(states.at(-1), 'refused');
});
