// JSON lines over stdin and stdout, blocking, so that a call from Python to the host can wait for its answer.
// Nothing is imported and no permission is needed: the two pipes were open before this process began.
const utf8 = { write: new TextEncoder(), read: new TextDecoder() };
const { stdin, stdout, exit } = Deno;
const NEWLINE = 10;

let pending = new Uint8Array(64 * 1024);
let filled = 0;

/** The next line from the host, or null once the host has closed its end. */
export function readLine() {
  let searched = 0;
  while (true) {
    const newline = pending.subarray(searched, filled).indexOf(NEWLINE);
    if (newline >= 0) {
      const end = searched + newline;
      const line = utf8.read.decode(pending.subarray(0, end));
      pending.copyWithin(0, end + 1, filled);
      filled -= end + 1;
      return line;
    }
    searched = filled;
    if (filled === pending.length) {
      const larger = new Uint8Array(pending.length * 2);
      larger.set(pending);
      pending = larger;
    }
    const count = stdin.readSync(pending.subarray(filled));
    if (count === null) return null;
    filled += count;
  }
}

export function send(message) {
  const bytes = utf8.write.encode(JSON.stringify(message) + "\n");
  for (let sent = 0; sent < bytes.length;) sent += stdout.writeSync(bytes.subarray(sent));
}

/** Says something to the host and waits for its answer; nothing else runs meanwhile. */
export function ask(message) {
  send(message);
  const line = readLine();
  if (line === null) exit(0); // the host is gone
  return line;
}
