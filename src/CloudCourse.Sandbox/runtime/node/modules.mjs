// Loads a function's modules from memory: ES modules and CommonJS, as Node.js tells them apart.
import vm from "node:vm";
import assert from "node:assert";
import * as asyncHooks from "node:async_hooks";
import * as buffer from "node:buffer";
import * as crypto from "node:crypto";
import * as events from "node:events";
import path from "node:path";
import * as punycode from "node:punycode";
import * as querystring from "node:querystring";
import * as readline from "node:readline";
import * as stream from "node:stream";
import * as consumers from "node:stream/consumers";
import * as streamPromises from "node:stream/promises";
import * as streamWeb from "node:stream/web";
import * as stringDecoder from "node:string_decoder";
import * as url from "node:url";
import util from "node:util";
import * as zlib from "node:zlib";
import { promises as timersPromises, timers, work } from "./clock.mjs";
import { RuntimeError } from "./failures.mjs";
import { fs, promises as fsPromises } from "./files.mjs";
import { http, https } from "./network.mjs";
import { process } from "./process.mjs";

const TASK = "/var/task/";
const EXTENSIONS = ["", ".js", ".json", ".mjs", ".cjs", "/index.js", "/index.mjs", "/index.cjs"];
const os = { EOL: "\n", tmpdir: () => "/tmp", homedir: () => "/tmp", hostname: () => "169.254.100.6", platform: () => "linux", type: () => "Linux", arch: () => "x64", release: () => "6.1", cpus: () => [{ model: "", speed: 2500 }], totalmem: () => 128 << 20, freemem: () => 64 << 20, endianness: () => "LE" };
// What looks random follows from the run's seed.
const randomBytes = (size, callback) => {
  const bytes = buffer.Buffer.from(globalThis.crypto.getRandomValues(new Uint8Array(size)));
  return callback ? void queueMicrotask(() => callback(null, bytes)) : bytes;
};
const randomFillSync = (view, offset = 0, size = undefined) => {
  const unit = view.BYTES_PER_ELEMENT ?? 1;
  const [at, count] = [offset * unit, size === undefined ? view.byteLength - offset * unit : size * unit];
  globalThis.crypto.getRandomValues(new Uint8Array(view.buffer ?? view, (view.byteOffset ?? 0) + at, count));
  return view;
};
const randomFill = (view, ...rest) => {
  const callback = rest.pop();
  randomFillSync(view, ...rest);
  queueMicrotask(() => callback(null, view));
};
const randomUUID = () => {
  const bytes = randomBytes(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return bytes.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};
const randomInt = (min, max, callback) => {
  if (typeof max !== "number") [min, max, callback] = [0, min, max];
  const n = min + Math.floor(Math.random() * (max - min));
  return callback ? void queueMicrotask(() => callback(null, n)) : n;
};
globalThis.crypto.randomUUID = randomUUID;
/** What a module does beside this thread and tells by a callback, which virtual time waits for. */
function patient(module, names) {
  return Object.fromEntries(names.filter((name) => module[name]).map((name) => {
    const real = module[name];
    const made = { [name](...args) {
      const callback = args.at(-1);
      if (typeof callback !== "function") return real(...args);
      let finish;
      work(new Promise((done) => (finish = done)));
      try {
        return real(...args.slice(0, -1), (...told) => {
          finish();
          callback(...told);
        });
      } catch (error) {
        finish();
        throw error;
      }
    } }[name];
    if (real[util.promisify.custom]) made[util.promisify.custom] = (...args) => work(real[util.promisify.custom](...args));
    return [name, made];
  }));
}
const packed = { ...zlib, ...patient(zlib, ["gzip", "gunzip", "deflate", "inflate", "deflateRaw", "inflateRaw", "brotliCompress", "brotliDecompress", "unzip"]) };
packed.default = packed;
const seeded = { ...crypto, ...patient(crypto, ["pbkdf2", "scrypt", "hkdf", "generateKey", "generateKeyPair", "generatePrime", "checkPrime", "sign", "verify"]), randomBytes, pseudoRandomBytes: randomBytes, randomFill, randomFillSync, randomUUID, randomInt, webcrypto: globalThis.crypto };
seeded.default = seeded;

/** Lines of a stream; there is no terminal to ask. */
const lineOptions = (input, rest) => {
  const options = input?.input ? input : { input, ...rest };
  if (!options.input) throw new RuntimeError("NotImplemented", "The course's sandbox has no terminal to read lines from: give createInterface a stream as its input");
  return options;
};
const lines = {
  createInterface: (input, output) => readline.createInterface(lineOptions(input, { output })), Interface: readline.Interface,
  promises: { createInterface: (input, output) => readline.createInterface(lineOptions(input, { output })) },
};

const builtins = {
  assert, "assert/strict": assert.strict, async_hooks: asyncHooks, buffer, crypto: seeded, events, fs, "fs/promises": fsPromises, http, https, os, path, "path/posix": path.posix,
  perf_hooks: { performance }, process, punycode, querystring, readline: lines, "readline/promises": lines.promises, stream, "stream/consumers": consumers, "stream/promises": streamPromises, "stream/web": streamWeb,
  string_decoder: stringDecoder, get timers() { return timers(); }, "timers/promises": timersPromises, url, util, "util/types": util.types, zlib: packed,
};
/** Node.js has them, and a function may import them; they lead to other machines, threads or programs, which the sandbox has not. */
const beyond = new Set(["child_process", "cluster", "dgram", "diagnostics_channel", "dns", "dns/promises", "http2", "inspector", "net", "repl", "sqlite", "tls", "tty", "v8", "vm", "wasi", "worker_threads"]);

let provided = () => null;

/** Lambda brings all of AWS's SDK along; the course has a part of it. */
const ofAmazons = (name) => (/^@(aws-sdk|smithy)\//.test(name) ? `\nOf AWS's SDK the course's sandbox has the clients of the services in its simulated account, and ${extras}` : "");
const extras = "lib-dynamodb, util-dynamodb, lib-storage, s3-request-presigner, credential-providers and the HTTP handlers' settings";

/** Packages that Lambda brings along; `find(name)` gives a package's exports, or null. */
export const providePackages = (find) => void (provided = find);

function builtin(name) {
  const bare = name.replace(/^node:/, "");
  if (Object.hasOwn(builtins, bare)) return builtins[bare];
  if (beyond.has(bare)) throw new RuntimeError("Runtime.ImportModuleError", `Error: The course's sandbox has no '${bare}': there are no other machines, threads or programs to reach`);
  return name.startsWith("node:") ? null : provided(bare);
}

/** One environment's modules: each is loaded once in it. */
export class Modules {
  #files;
  #es = new Map();
  #common = new Map();
  #detectsSyntax;
  #json;

  constructor(files, detectsSyntax) {
    this.#files = files;
    this.#detectsSyntax = detectsSyntax;
    try {
      this.#json = JSON.parse(files["package.json"] ?? "{}") ?? {};
    } catch {
      this.#json = {};
    }
  }

  /** A handler's module by the name in its setting, in the order in which Lambda looks. */
  async open(name) {
    const file = [name, name + ".js", name + ".mjs", name + ".cjs"].find((f) => Object.hasOwn(this.#files, f));
    if (file === undefined) throw new RuntimeError("Runtime.ImportModuleError", `Error: Cannot find module '${path.posix.basename(name)}'\nRequire stack:\n- /var/runtime/index.mjs`);
    if (!this.#isModule(file)) {
      try {
        return this.#require(file);
      } catch (error) {
        if (!this.#detectsSyntax || !/\.js$/.test(file) || !isModuleSyntax(error)) throw error;
      }
    }
    const module = await this.#load(file);
    if (module.status === "unlinked") await module.link((name, from) => this.#link(name, from.identifier));
    await module.evaluate();
    return module.namespace;
  }

  /** node:module, as far as it leads to a function's own files. */
  #builtin(name) {
    if (name !== "module" && name !== "node:module") return builtin(name);
    const createRequire = (from) => {
      const at = String(from).replace(/^file:\/\//, "");
      if (!at.startsWith(TASK)) throw Object.assign(new TypeError(`The argument 'filename' must be a file URL object, file URL string, or absolute path string. Received '${from}'`), { code: "ERR_INVALID_ARG_VALUE" });
      return this.#requireFrom(at.slice(TASK.length));
    };
    return { createRequire, builtinModules: Object.keys(builtins), isBuiltin: (other) => Object.hasOwn(builtins, String(other).replace(/^node:/, "")) };
  }

  #requireFrom(file) {
    const require = (name) => this.#required(name, file);
    require.resolve = (name) => this.#resolve(name, file, EXTENSIONS) ?? name;
    require.main = undefined;
    require.cache = {};
    return require;
  }

  #isModule(file) {
    return file.endsWith(".mjs") || (file.endsWith(".js") && this.#json.type === "module");
  }

  #resolve(name, from, extensions) {
    const wanted = name.startsWith("file:///") ? new URL(name).pathname : name;
    const at = wanted.startsWith("/") ? path.posix.normalize(wanted) : path.posix.join(TASK, path.posix.dirname(from), wanted);
    if (!at.startsWith(TASK)) return null;
    return extensions.map((e) => at.slice(TASK.length) + e).find((f) => Object.hasOwn(this.#files, f)) ?? null;
  }

  async #load(file) {
    if (this.#es.has(file)) return this.#es.get(file);
    let module;
    if (file.endsWith(".json")) module = synthetic({ default: JSON.parse(this.#files[file]) });
    else if (!this.#isModule(file) && !(this.#detectsSyntax && file.endsWith(".js") && !this.#isCommon(file))) module = synthetic(this.#require(file));
    else {
      const identifier = "file://" + TASK + file;
      try {
        module = new vm.SourceTextModule(this.#files[file], {
          identifier,
          importModuleDynamically: (name) => this.#import(name, identifier),
          initializeImportMeta: (meta) => void Object.assign(meta, { url: identifier, filename: TASK + file, dirname: path.posix.dirname(TASK + file), resolve: (name) => new URL(name, identifier).href }),
        });
      } catch (error) {
        throw syntax(error, file, this.#files[file]);
      }
    }
    this.#es.set(file, module);
    return module;
  }

  #isCommon(file) {
    try {
      this.#compile(file);
      return true;
    } catch (error) {
      return !isModuleSyntax(error);
    }
  }

  async #link(name, from) {
    const known = this.#builtin(name);
    if (known !== null && known !== undefined) return synthetic(known);
    const file = /^(\.|\/|file:)/.test(name) ? this.#resolve(name, from.replace("file://" + TASK, ""), [""]) : null;
    if (file !== null) return this.#load(file);
    const what = /^(\.|\/|file:)/.test(name) ? `module '${path.posix.join(path.posix.dirname(from.replace("file://", "")), name)}'` : `package '${name}'`;
    throw new RuntimeError("Runtime.ImportModuleError", `Error: Cannot find ${what} imported from ${from.replace("file://", "")}${ofAmazons(name)}`);
  }

  async #import(name, from) {
    const module = await this.#link(name, from);
    if (module.status === "unlinked") await module.link((n, f) => this.#link(n, f.identifier));
    await module.evaluate();
    return module;
  }

  #compile(file) {
    return vm.compileFunction(this.#files[file], ["exports", "require", "module", "__filename", "__dirname"], {
      filename: TASK + file,
      importModuleDynamically: (name) => this.#import(name, "file://" + TASK + file),
    });
  }

  #require(file) {
    if (this.#common.has(file)) return this.#common.get(file).exports;
    const module = { exports: {}, id: TASK + file, filename: TASK + file, loaded: false, children: [], paths: [] };
    this.#common.set(file, module);
    try {
      if (file.endsWith(".json")) module.exports = JSON.parse(this.#files[file]);
      else {
        let run;
        try {
          run = this.#compile(file);
        } catch (error) {
          throw syntax(error, file, this.#files[file]);
        }
        run.call(module.exports, module.exports, this.#requireFrom(file), module, TASK + file, path.posix.dirname(TASK + file));
      }
      module.loaded = true;
      return module.exports;
    } catch (error) {
      this.#common.delete(file);
      throw error;
    }
  }

  #required(name, from) {
    const known = this.#builtin(name);
    if (known !== null && known !== undefined) return known.default && !Object.hasOwn(builtins, name.replace(/^node:/, "")) ? known.default : (known.default ?? known);
    const file = /^(\.|\/)/.test(name) ? this.#resolve(name, from, EXTENSIONS) : null;
    if (file === null) throw Object.assign(new RuntimeError("Runtime.ImportModuleError", `Error: Cannot find module '${name}'\nRequire stack:\n- ${TASK}${from}${ofAmazons(name)}`), { code: "MODULE_NOT_FOUND" });
    if (file.endsWith(".mjs") || this.#isModule(file))
      throw Object.assign(new Error(`require() of ES Module ${TASK}${file} from ${TASK}${from} not supported.`), { code: "ERR_REQUIRE_ESM" });
    return this.#require(file);
  }
}

function synthetic(exports) {
  const names = new Set(["default", ...(exports !== null && (typeof exports === "object" || typeof exports === "function") ? Object.keys(exports) : [])]);
  return new vm.SyntheticModule([...names], function () {
    for (const name of names) this.setExport(name, name === "default" ? (exports?.__esModule ? exports.default : Object.hasOwn(Object(exports), "default") ? exports.default : exports) : exports[name]);
  });
}

const isModuleSyntax = (error) => (error instanceof SyntaxError || error?.name === "Runtime.UserCodeSyntaxError") && /Cannot use import statement outside a module|Unexpected token 'export'|Cannot use 'import\.meta' outside a module|await is only valid in async functions and the top level bodies of modules/.test(error.message);

/** A file that cannot be read as JavaScript. Its line is looked for when the error is told: see `locate`. */
function syntax(error, file, source) {
  if (!(error instanceof SyntaxError)) return error;
  const told = new RuntimeError("Runtime.UserCodeSyntaxError", `SyntaxError: ${error.message}`);
  unlocated.set(told, { file, source });
  return told;
}

const unlocated = new WeakMap();

/**
 * V8 keeps the line to itself here; another parser tells it. What V8 refused as a script can be a good module, which would run, out of
 * reach of this loader: the null character at the end makes it none.
 */
export async function locate(error) {
  const found = unlocated.get(error);
  if (found === undefined) return;
  const { file, source } = found;
  let line = null;
  if (isModuleSyntax(error)) line = source.split("\n").findIndex((l) => /^\s*(import|export)\b/.test(l)) + 1;
  else {
    try {
      await import("data:text/javascript;charset=utf-8," + encodeURIComponent(source.toWellFormed() + "\n\0"));
    } catch (other) {
      line = Number(/:(\d+):\d+$/.exec(String(other?.message ?? "").split("\n").at(-1))?.[1] ?? 0);
    }
  }
  if (line > source.split("\n").length) line = 0;
  if (line > 0) error.at = { path: file, line };
  error.stack = `${error.name}: ${error.message}` + (line > 0 ? `\n    at /var/task/${file}:${line}` : "");
}
