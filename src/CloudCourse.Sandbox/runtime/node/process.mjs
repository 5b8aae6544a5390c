// node:process as a function sees it in Lambda: the environment's variables, and nothing of this machine.
import { write } from "./log.mjs";

export const variables = Object.create(null);

const stream = (fd) => ({
  fd,
  isTTY: false,
  writable: true,
  write(text, encoding, callback) {
    write(String(text).replace(/\n$/, ""));
    (typeof encoding === "function" ? encoding : callback)?.();
    return true;
  },
  end() {},
  on() {
    return this;
  },
  once() {
    return this;
  },
  emit: () => false,
});

const listeners = new Map();

/** What the function asked to be told; Lambda's own runtime asks for the same events. */
export const heard = (event) => listeners.get(event) ?? [];

export const forget = () => listeners.clear();

function hrtime(before) {
  const ms = performance.now();
  let [seconds, nanoseconds] = [Math.floor(ms / 1e3), Math.floor((ms % 1e3) * 1e6)];
  if (before) {
    seconds -= before[0];
    nanoseconds -= before[1];
    if (nanoseconds < 0) [seconds, nanoseconds] = [seconds - 1, nanoseconds + 1e9];
  }
  return [seconds, nanoseconds];
}
hrtime.bigint = () => BigInt(Math.round(performance.now() * 1e6));

function refuse(name) {
  return () => {
    throw Object.assign(new Error(`process.${name}: the course's sandbox has no such thing`), { code: "ENOSYS" });
  };
}

export const process = {
  title: "/var/lang/bin/node",
  env: variables,
  version: "v24.11.0",
  versions: { node: "24.11.0", v8: "13.6.233.10-node.28", modules: "137" },
  release: { name: "node", lts: "Krypton" },
  platform: "linux",
  arch: "x64",
  argv: ["/var/lang/bin/node", "/var/runtime/index.mjs"],
  argv0: "/var/lang/bin/node",
  execArgv: [],
  execPath: "/var/lang/bin/node",
  pid: 2,
  ppid: 1,
  exitCode: undefined,
  config: {},
  features: {},
  stdout: stream(1),
  stderr: stream(2),
  hrtime,
  cwd: () => "/var/task",
  chdir: refuse("chdir"),
  kill: refuse("kill"),
  abort: refuse("abort"),
  dlopen: refuse("dlopen"),
  binding: refuse("binding"),
  umask: () => 0o22,
  getuid: () => 993,
  getgid: () => 990,
  uptime: () => performance.now() / 1e3,
  nextTick: (callback, ...args) => queueMicrotask(() => callback(...args)),
  memoryUsage: () => ({ rss: 64 << 20, heapTotal: 16 << 20, heapUsed: 8 << 20, external: 2 << 20, arrayBuffers: 0 }),
  cpuUsage: () => ({ user: Math.round(performance.now() * 1e3), system: 0 }),
  emitWarning: (warning) => console.error(`(node:2) ${warning?.name ?? "Warning"}: ${warning?.message ?? warning}`),
  emit: (event, ...args) => {
    const all = heard(event);
    for (const listener of all) listener(...args);
    return all.length > 0;
  },
  listeners: (event) => [...heard(event)],
  listenerCount: (event) => heard(event).length,
  on(event, listener) {
    listeners.set(event, [...heard(event), listener]);
    return this;
  },
  off(event, listener) {
    listeners.set(event, heard(event).filter((l) => l !== listener));
    return this;
  },
  removeAllListeners(event) {
    event === undefined ? listeners.clear() : listeners.delete(event);
    return this;
  },
};
Object.assign(process, { addListener: process.on, once: process.on, prependListener: process.on, removeListener: process.off });

export function installProcess(exit) {
  process.exit = process.reallyExit = (code) => exit(Number(code ?? process.exitCode ?? 0) & 255);
  Object.defineProperty(globalThis, "process", { value: process, writable: true, configurable: true });
}
