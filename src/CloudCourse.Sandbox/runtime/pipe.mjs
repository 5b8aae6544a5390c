// JSON lines over stdin and stdout, blocking, so that a call from Python to the host can wait for its answer.
// Nothing is imported and no permission is needed: the two pipes were open before this process began.
// What a function later does to JavaScript's own objects must not change what is said here: all that is used is taken before.
const own = Function.prototype.bind.bind(Function.prototype.call); // a method, as a function of the object it belongs to
const Bytes = Uint8Array;
const [encode, decode] = [TextEncoder.prototype.encode.bind(new TextEncoder()), TextDecoder.prototype.decode.bind(new TextDecoder())];
const [indexOf, copyWithin, set] = [own(Bytes.prototype.indexOf), own(Bytes.prototype.copyWithin), own(Bytes.prototype.set)];
const { stringify } = JSON;
const { setPrototypeOf } = Object;
const { exit } = Deno;
const [read, write] = [Deno.stdin.readSync.bind(Deno.stdin), Deno.stdout.writeSync.bind(Deno.stdout)];
const NEWLINE = 10;

let room = 64 * 1024;
let buffer = new ArrayBuffer(room);
let pending = new Bytes(buffer);
let filled = 0;

/** The next line from the host, or null once the host has closed its end. */
export function readLine() {
  let searched = 0;
  while (true) {
    const newline = filled > searched ? indexOf(new Bytes(buffer, searched, filled - searched), NEWLINE) : -1;
    if (newline >= 0) {
      const end = searched + newline;
      const line = decode(new Bytes(buffer, 0, end));
      copyWithin(pending, 0, end + 1, filled);
      filled -= end + 1;
      return line;
    }
    searched = filled;
    if (filled === room) {
      room *= 2;
      const larger = new ArrayBuffer(room);
      const view = new Bytes(larger);
      set(view, pending);
      [buffer, pending] = [larger, view];
    }
    const count = read(new Bytes(buffer, filled, room - filled));
    if (count === null) return null;
    filled += count;
  }
}

/** An object that inherits nothing: a `toJSON` that a function has hung on all objects is not asked. */
export const plain = (object) => (object === null ? null : setPrototypeOf(object, null));

export function send(message) {
  const bytes = encode(stringify(plain(message)) + "\n");
  const { length, buffer: memory } = bytes;
  for (let sent = 0; sent < length;) sent += write(new Bytes(memory, sent, length - sent));
}

/** Says something to the host and waits for its answer; nothing else runs meanwhile. */
export function ask(message) {
  send(message);
  const line = readLine();
  if (line === null) exit(0); // the host is gone
  return line;
}
