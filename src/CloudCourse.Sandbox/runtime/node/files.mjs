// node:fs over memory: /var/task as it was deployed, read-only, and /tmp, which lasts as long as its environment.
import { Buffer } from "node:buffer";
import path from "node:path";
import { Readable, Writable } from "node:stream";

/** Lambda gives 512 MB; this is what the sandbox can hold. */
const MAX_TMP = 32 << 20;

let store; // full path -> Buffer of a file, or null for a folder

export function newStore(files) {
  const made = new Map([["/", null], ["/var", null], ["/var/task", null], ["/tmp", null]]);
  for (const [name, text] of Object.entries(files)) {
    for (let folder = path.posix.dirname("/var/task/" + name); !made.has(folder); folder = path.posix.dirname(folder)) made.set(folder, null);
    made.set("/var/task/" + name, Buffer.from(text));
  }
  return made;
}

export const useStore = (files) => void (store = files);

function error(code, words, call, name) {
  const numbers = { ENOENT: -2, EACCES: -13, EEXIST: -17, ENOTDIR: -20, EISDIR: -21, ENOSPC: -28, EROFS: -30, ENOTEMPTY: -39 };
  return Object.assign(new Error(`${code}: ${words}, ${call} '${name}'`), { errno: numbers[code], code, syscall: call, path: name });
}

const full = (name) => path.posix.resolve("/var/task", name instanceof URL ? name.pathname : Buffer.isBuffer(name) ? name.toString() : String(name));

function writable(name, call) {
  const at = full(name);
  if (at !== "/tmp" && !at.startsWith("/tmp/")) throw error("EROFS", "read-only file system", call, name);
  if (store.get(path.posix.dirname(at)) !== null) throw error("ENOENT", "no such file or directory", call, name);
  return at;
}

const encodingOf = (options) => (typeof options === "string" ? options : options?.encoding);
const bytes = (data, encoding) => (typeof data === "string" ? Buffer.from(data, encoding ?? "utf8") : Buffer.from(data.buffer ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : data));
const children = (at) => [...store.keys()].filter((k) => k !== at && path.posix.dirname(k) === at).map((k) => path.posix.basename(k)).sort();

class Stats {
  constructor(content) {
    this.size = content?.length ?? 4096;
    this.mode = content === null ? 0o40755 : 0o100644;
    this.mtime = this.ctime = this.atime = this.birthtime = new Date();
    this.mtimeMs = this.mtime.getTime();
  }
  isFile = () => (this.mode & 0o170000) === 0o100000;
  isDirectory = () => (this.mode & 0o170000) === 0o40000;
  isSymbolicLink = () => false;
}

const sync = {
  readFile(name, options) {
    const content = store.get(full(name));
    if (content === undefined) throw error("ENOENT", "no such file or directory", "open", name);
    if (content === null) throw Object.assign(error("EISDIR", "illegal operation on a directory", "read", name));
    const encoding = encodingOf(options);
    return encoding ? content.toString(encoding) : Buffer.from(content);
  },
  writeFile(name, data, options) {
    if (options?.flag?.startsWith("a")) return sync.appendFile(name, data, options);
    const at = writable(name, "open");
    if (store.get(at) === null) throw error("EISDIR", "illegal operation on a directory", "open", name);
    if (options?.flag === "wx" && store.has(at)) throw error("EEXIST", "file already exists", "open", name);
    const content = bytes(data, encodingOf(options));
    let held = content.length;
    for (const [key, other] of store) if (key !== at && key.startsWith("/tmp/")) held += other?.length ?? 0;
    if (held > MAX_TMP) throw error("ENOSPC", "no space left on device (the course's sandbox keeps 32 MB)", "write", name);
    store.set(at, content);
  },
  appendFile(name, data, options) {
    const before = store.get(full(name));
    sync.writeFile(name, Buffer.concat([before ?? Buffer.alloc(0), bytes(data, encodingOf(options))]));
  },
  mkdir(name, options) {
    const at = full(name);
    if (store.has(at)) {
      if (options?.recursive && store.get(at) === null) return undefined;
      throw error("EEXIST", "file already exists", "mkdir", name);
    }
    if (options?.recursive) sync.mkdir(path.posix.dirname(at), options);
    store.set(writable(name, "mkdir"), null);
    return options?.recursive ? at : undefined;
  },
  mkdtemp(prefix) {
    for (let i = 0; ; i++) {
      const name = prefix + i.toString(36).padStart(6, "0");
      if (!store.has(full(name))) return sync.mkdir(name), name;
    }
  },
  readdir(name, options) {
    const at = full(name);
    if (!store.has(at)) throw error("ENOENT", "no such file or directory", "scandir", name);
    if (store.get(at) !== null) throw error("ENOTDIR", "not a directory", "scandir", name);
    const names = children(at);
    return options?.withFileTypes ? names.map((n) => Object.assign(new Stats(store.get(path.posix.join(at, n))), { name: n, parentPath: at })) : names;
  },
  stat(name, options) {
    const content = store.get(full(name));
    if (content === undefined) {
      if (options?.throwIfNoEntry === false) return undefined;
      throw error("ENOENT", "no such file or directory", "stat", name);
    }
    return new Stats(content);
  },
  access(name) {
    if (!store.has(full(name))) throw error("ENOENT", "no such file or directory", "access", name);
  },
  unlink(name) {
    const at = writable(name, "unlink");
    if (!store.has(at)) throw error("ENOENT", "no such file or directory", "unlink", name);
    if (store.get(at) === null) throw error("EISDIR", "illegal operation on a directory", "unlink", name);
    store.delete(at);
  },
  rmdir(name) {
    const at = writable(name, "rmdir");
    if (store.get(at) !== null) throw error(store.has(at) ? "ENOTDIR" : "ENOENT", store.has(at) ? "not a directory" : "no such file or directory", "rmdir", name);
    if (children(at).length > 0) throw error("ENOTEMPTY", "directory not empty", "rmdir", name);
    store.delete(at);
  },
  rm(name, options) {
    const at = full(name);
    if (!store.has(at)) {
      if (options?.force) return;
      throw error("ENOENT", "no such file or directory", "rm", name);
    }
    if (store.get(at) === null && !options?.recursive) throw error("EISDIR", "illegal operation on a directory", "rm", name);
    writable(name, "rm");
    for (const key of [...store.keys()]) if (key === at || key.startsWith(at + "/")) store.delete(key);
  },
  rename(from, to) {
    const content = sync.readFile(from);
    writable(from, "rename");
    sync.writeFile(to, content);
    sync.unlink(from);
  },
  copyFile(from, to) {
    sync.writeFile(to, sync.readFile(from));
  },
};
Object.assign(sync, { lstat: sync.stat, realpath: full });

/** node:fs/promises */
export const promises = Object.fromEntries(Object.entries(sync).map(([name, run]) => [name, async (...args) => run(...args)]));

/** node:fs: every function in its three forms. */
export const fs = {
  promises,
  constants: { F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1 },
  existsSync: (name) => store.has(full(name)),
};
for (const [name, run] of Object.entries(sync)) {
  fs[name + "Sync"] = run;
  fs[name] = (...args) => {
    const callback = args.pop();
    promises[name](...args).then(
      (value) => callback(null, value),
      (failed) => callback(failed),
    );
  };
}

/** A file as a stream. What is wrong with it comes as an event, as from a real one. */
fs.createReadStream = (name, options) => {
  const { start = 0, end = Infinity, highWaterMark = 64 << 10 } = typeof options === "object" && options !== null ? options : {};
  let rest = null;
  const stream = new Readable({
    highWaterMark,
    encoding: encodingOf(options),
    construct(done) {
      try {
        rest = sync.readFile(name).subarray(start, end + 1);
        done();
      } catch (failed) {
        done(failed);
      }
    },
    read() {
      const chunk = rest.subarray(0, highWaterMark);
      rest = rest.subarray(chunk.length);
      this.bytesRead += chunk.length;
      this.push(chunk.length > 0 ? chunk : null);
    },
  });
  return Object.assign(stream, { path: name, bytesRead: 0 });
};

fs.createWriteStream = (name, options) => {
  const { flags = "w" } = typeof options === "object" && options !== null ? options : {};
  const encoding = encodingOf(options);
  const stream = new Writable({
    decodeStrings: true,
    construct(done) {
      try {
        sync.writeFile(name, "", { flag: flags });
        done();
      } catch (failed) {
        done(failed);
      }
    },
    write(chunk, _, done) {
      try {
        sync.appendFile(name, chunk);
        this.bytesWritten += chunk.length;
        done();
      } catch (failed) {
        done(failed);
      }
    },
  });
  if (encoding) stream.setDefaultEncoding(encoding);
  return Object.assign(stream, { path: name, bytesWritten: 0 });
};
