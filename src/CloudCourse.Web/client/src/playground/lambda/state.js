// What the Lambda playground holds. Pure functions: whatever comes from outside (a link, the browser's store) is rebuilt here from what is known.
import { MOST_LINK, StateError, pack, unpack } from '../links.js';

export { StateError };
export const MOST = { files: 20, text: 128 * 1024, path: 100, variables: 40, name: 256, value: 4096, handler: 128, link: MOST_LINK, invocations: 20 };
export const RUNTIMES = ['python3.14', 'nodejs24.x', 'nodejs22.x'];
export const MODES = ['sync', 'async', 'account', 'load'];
export const LOADS = ['events', 'uploads', 'messages', 'requests'];

/** The texts beside the code. A colon stands first, which no file's name has. */
export const OTHERS = {
  ':role': { name: 'Role', field: 'policy', part: 'role', about: 'Policy of the execution role, my-function-role: what the function may do. Ctrl+Space suggests actions and resources.' },
  ':event': { name: 'Event', field: 'event', part: 'event', about: 'What the handler gets, in JSON.' },
  ':account': { name: 'Account', field: 'account', part: 'account', about: 'Steps before the function runs, made by the owner of account 111122223333 in us-east-1: calls, and time that passes. A Body is base64, as on AWS’s command line.' },
};

export const languageOf = path => /\.py$/.test(path) ? 'python' : /\.(js|mjs|cjs)$/.test(path) ? 'javascript' : /\.json$/.test(path) || path.startsWith(':') ? 'json' : 'plaintext';

/** Why a file may not be called so; null where it may. */
export function badPath(path, files) {
  if (path.length === 0) return 'A file needs a name.';
  if (path.length > MOST.path) return `A name has at most ${MOST.path} characters.`;
  if (/[\p{Cc}\\:]/u.test(path) || path.split('/').some(p => p === '' || p === '.' || p === '..')) return 'Write a name such as text.py or lib/text.py.';
  if (files.some(f => f.path === path)) return 'There is a file of that name.';
  return files.length >= MOST.files ? `A function here has at most ${MOST.files} files.` : null;
}

/**
 * The state that a value describes, made of known parts only. Throws a StateError, in words, for what is no state.
 * @param {unknown} value anything
 */
export function cleanState(value) {
  if (!isObject(value)) throw new StateError('it does not hold an object');
  const files = [];
  for (const sent of list(value.files, 'files', MOST.files)) {
    if (!isObject(sent)) throw new StateError('a file in it is none');
    const path = text(sent.path, 'a file’s name', MOST.path);
    const problem = badPath(path, files);
    if (problem) throw new StateError(`a file in it cannot be called “${path}”`);
    files.push({ path, text: text(sent.text ?? '', 'a file', MOST.text) });
  }
  if (files.length === 0) throw new StateError('it has no file');
  const state = {
    files,
    policy: text(value.policy ?? '', 'the policy', MOST.text), event: text(value.event ?? '', 'the event', MOST.text), account: text(value.account ?? '', 'the account', MOST.text),
    runtime: RUNTIMES.includes(value.runtime) ? value.runtime : RUNTIMES[0],
    handler: text(value.handler ?? '', 'the handler', MOST.handler),
    memory: whole(value.memory, 128, 10_240, 128), timeout: whole(value.timeout, 1, 900, 3), invocations: whole(value.invocations, 1, MOST.invocations, 1),
    mode: MODES.includes(value.mode) ? value.mode : MODES[0],
    loadOf: LOADS.includes(value.loadOf) ? value.loadOf : LOADS[0],
    loadCount: whole(value.loadCount, 1, 1000, 100), loadSeconds: whole(value.loadSeconds, 1, 600, 10), loadWork: whole(value.loadWork, 0, 10_000, 0), loadRoom: whole(value.loadRoom, 0, 900, 0),
    variables: list(value.variables, 'variables', MOST.variables).filter(isObject).map(v => ({ name: text(v.name ?? '', 'a variable’s name', MOST.name), value: text(v.value ?? '', 'a variable', MOST.value) })),
  };
  state.open = Object.hasOwn(OTHERS, value.open) || files.some(f => f.path === value.open) ? value.open : files[0].path;
  return state;
}

/** A starting program's state; its event comes from a template. */
export const stateOf = (program, events) => cleanState({ ...program, event: events.find(e => e.id === program.event)?.text ?? '{}' });

/** Whether two states are the same but for what is open. */
export const same = (a, b) => JSON.stringify({ ...a, open: '' }) === JSON.stringify({ ...b, open: '' });

/** What the server is asked. Variables without a name are still being written. */
export const question = ({ open: _, ...state }) => ({ ...state, variables: state.variables.filter(v => v.name !== '') });

/** Where a line begins and ends in a text, without its indentation; null where it has no such line. */
export function placeOfLine(text, line) {
  const lines = text.split('\n');
  if (!(line >= 1 && line <= lines.length)) return null;
  const start = lines.slice(0, line - 1).reduce((sum, l) => sum + l.length + 1, 0);
  const words = lines[line - 1].replace(/\r$/, '');
  return { start: start + words.length - words.trimStart().length, end: start + words.length };
}

/**
 * What a stream of JSON lines says, object by object.
 * @param {ReadableStream<Uint8Array>} stream
 */
export async function* jsonLines(stream) {
  const reader = stream.getReader(), decoder = new TextDecoder();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
    const lines = rest.split('\n');
    rest = lines.pop();
    for (const line of lines) if (line.trim() !== '') yield JSON.parse(line);
    if (!done) continue;
    if (rest.trim() !== '') yield JSON.parse(rest);
    return;
  }
}

const PREFIX = '#l1=';
export const isLink = hash => hash.startsWith(PREFIX);

/** @returns {Promise<string>} */
export const toFragment = state => pack(PREFIX, state);

/** Throws a StateError, in words. */
export const fromFragment = async hash => cleanState(await unpack(PREFIX, hash));

const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

const whole = (value, least, most, otherwise) => Number.isInteger(value) && value >= least && value <= most ? value : otherwise;

function list(value, what, most) {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new StateError(`its ${what} are no list`);
  if (value.length > most) throw new StateError(`it has ${value.length} ${what}; at most ${most} are taken`);
  return value;
}

function text(value, what, most) {
  if (typeof value !== 'string') throw new StateError(`${what} in it is no text`);
  if (value.length > most) throw new StateError(`${what} in it is longer than ${most.toLocaleString('en')} characters`);
  return value.toWellFormed();
}
