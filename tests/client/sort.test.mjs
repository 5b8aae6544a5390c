// Where cards lie, in the file's text.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { put, read } from '../../src/CloudCourse.Web/client/src/sort/answers.js';

const description = { columns: [{ id: 'aws' }, { id: 'you' }], cards: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] };

test('a card is put, moved and taken out, and the text stays in the order of the cards', () => {
  let text = put('{\n}\n', description, 'b', 'aws');
  text = put(text, description, 'a', 'you');
  assert.equal(text, '{\n  "a": "you",\n  "b": "aws"\n}\n');
  text = put(text, description, 'a', 'aws');
  assert.deepEqual([...read(text, description)], [['a', 'aws'], ['b', 'aws']]);
  assert.equal(put(put(text, description, 'a', null), description, 'b', null), '{\n}\n');
});

test('what was written by hand stays, and what no board knows is not shown', () => {
  const text = put('{"z": "aws", "a": "moon"}', description, 'c', 'you');
  assert.equal(text, '{\n  "a": "moon",\n  "c": "you",\n  "z": "aws"\n}\n');
  assert.deepEqual([...read(text, description)], [['c', 'you']]);
});

test('a text that is no object of JSON cannot be read', () => {
  for (const text of ['{', '[]', 'null', '3']) assert.equal(read(text, description), null, text);
  assert.equal(read('', description).size, 0);
});
