// What is typed at the terminal, and the script that it becomes.
import { test } from 'node:test';
import assert from 'node:assert/strict';
import { appended, common, isOpen, isTable, removed } from '../../src/CloudCourse.Web/client/src/terminal/lines.js';

const applied = (text, { offset, length, content }) => text.slice(0, offset) + content + text.slice(offset + length);

test('a shell waits for more while something is open', () => {
  for (const open of ["echo 'a", 'echo "a', 'echo a \\', 'A=$(aws ec2', "echo 'a\nb", 'echo "$(x"']) assert.equal(isOpen(open), true, open);
  for (const whole of ['echo a', "echo 'a\"'", 'echo "it\'s"', 'echo \\"', 'A=$(aws x)', "echo # don't", "echo 'a\nb'", 'echo a#"b"', ')']) assert.equal(isOpen(whole), false, whole);
});

test('a command goes to the end, on lines of its own', () => {
  assert.equal(applied('', appended('', 'ls')), 'ls\n');
  assert.equal(applied('# a', appended('# a', 'ls')), '# a\nls\n');
  assert.equal(applied('# a\n', appended('# a\n', 'ls')), '# a\nls\n');
});

test('the last line is taken back with its end', () => {
  const text = 'echo a\necho b\r\n';
  assert.equal(applied(text, removed(text, { start: 7, end: 13 })), 'echo a\n');
  assert.equal(applied('echo a', removed('echo a', { start: 0, end: 6 })), '');
});

test('only what differs is drawn anew', () => {
  const line = (typed, output) => ({ typed, output, exitCode: 0, hint: null, line: 1 });
  assert.equal(common([], [line('a', '')]), 0);
  assert.equal(common([line('a', '1'), line('b', '2')], [line('a', '1'), line('b', '3'), line('c', '')]), 1);
  assert.equal(common([line('a', '1')], [line('a', '1'), line('b', '2')]), 1);
});

test('a table is what is drawn by signs', () => {
  for (const table of ['-------\n|  A  |\n+-----+', 'x\n||+-----+|']) assert.equal(isTable(table), true, table);
  for (const text of ['', '{\n    "a": "-----"\n}', 'a\t-----', '- - a', '--dry-run']) assert.equal(isTable(text), false, text);
});
