// The simulated console in the browser: an answer goes into the file of answers first, and what the button had made no longer stands.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { answered, valueOf } from '../../src/CloudCourse.Web/client/src/console/console.js';

const file = (answers, created = true) => JSON.stringify({ page: 'details', created, answers });

test('an answer is written beside the others, and undoes the button', () => {
  const text = answered(file({ userName: 'ana' }), 'groups', ['readers']);
  assert.deepEqual(JSON.parse(text), { page: 'details', created: false, answers: { userName: 'ana', groups: ['readers'] } });
  assert.ok(text.endsWith('}\n'));
});

test('an answer replaces the one before', () => assert.equal(JSON.parse(answered(file({ userName: 'ana' }), 'userName', '')).answers.userName, ''));

test('a file without answers gets some', () => assert.deepEqual(JSON.parse(answered('{}', 'console', true)), { created: false, answers: { console: true } }));

for (const text of ['', '{', '[]', 'null', '7']) {
  test(`a text that is no answers stays as it is: ${text}`, () => assert.equal(answered(text, 'userName', 'ana'), null));
}

test('a list is all that is ticked in it, a box true or false', () => {
  const box = (value, checked) => ({ value, checked, dataset: { field: 'groups', kind: 'many' } });
  const boxes = [box('a', true), box('b', false), box('c', true)];
  assert.deepEqual(valueOf(boxes[0], { querySelectorAll: () => boxes }), ['a', 'c']);
  assert.equal(valueOf({ checked: true, dataset: { kind: 'flag' } }), true);
  assert.equal(valueOf({ value: 'nora', dataset: { kind: 'text' } }), 'nora');
});
