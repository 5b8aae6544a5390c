// Runs one learner's Python functions: CPython on WebAssembly, restored from a memory snapshot.
// Started by the host without any permission but to read Pyodide and the snapshot, and that is given up before `ready`.
import vm from "node:vm";
import { ask, readLine, send } from "./pipe.mjs";
import { readOnly } from "./files.mjs";
import * as world from "./world.mjs";

const began = world.stopwatch();
const [pyodideFolder, snapshotFile] = Deno.args;

// Bytes that are no text come with half characters, which the host would not read.
const log = (line) => send({ t: "log", s: String(line).toWellFormed() });

// Evaluating the two modules this way skips Deno's module loader, a quarter of the whole start.
async function evaluate(file) {
  const url = "file://" + pyodideFolder + "/" + file;
  const module = new vm.SourceTextModule(Deno.readTextFileSync(pyodideFolder + "/" + file), {
    identifier: url,
    importModuleDynamically: (name) => import(name),
    initializeImportMeta: (meta) => void (meta.url = url),
  });
  await module.link((name) => {
    throw new Error("unexpected import of " + name);
  });
  await module.evaluate();
  return module.namespace;
}

// Deno.readFileSync copies what it has read once more.
function readBytes(file) {
  using source = Deno.openSync(file);
  const bytes = new Uint8Array(source.statSync().size);
  for (let filled = 0; filled < bytes.length;) filled += source.readSync(bytes.subarray(filled));
  return bytes;
}

// Asked who runs it, Deno would refuse, and the interpreter would end by that: it is Lambda's user.
process.getuid = () => 993;

const snapshot = readBytes(snapshotFile);
const { loadPyodide } = await evaluate("pyodide.mjs");
const { default: createPyodideModule } = await evaluate("pyodide.asm.mjs");
const pyodide = await loadPyodide({
  indexURL: pyodideFolder + "/",
  createPyodideModule,
  jsglobals: Object.create(null), // `import js` finds an empty object
  env: { HOME: "/tmp", PYTHONUTF8: "1", PYTHONHASHSEED: "0" },
  stdin: () => null,
  stdout: log,
  stderr: log,
  _loadSnapshot: snapshot,
});
pyodide._api.config._loadSnapshot = null;
snapshot.buffer.transfer(0); // thirty megabytes that nothing needs any more

const files = readOnly(pyodide.FS);
const runtime = pyodide.pyimport("_lambda.runtime");
runtime.connect(
  log,
  (ms) => world.advance(ms),
  () => world.remainingMs(),
  (kind, request) => ask({ t: kind, request, ms: world.phaseMs() }),
  files.seal,
);
pyodide.unregisterJsModule("pyodide_js");
const phases = { init: runtime.init, invoke: runtime.invoke };
const heapBytes = () => pyodide._module.HEAPU8.length;

world.create("0");
world.startPhase(0, Infinity);
runtime.rehearse();

await Deno.permissions.revoke({ name: "read" });
send({ t: "ready", ms: world.stopwatch() - began });

for (let line = readLine(); line !== null; line = readLine()) {
  const message = JSON.parse(line);
  if (message.t === "init") world.create(message.seed);
  world.startPhase(message.startMs, message.timeoutMs);
  const start = world.stopwatch();
  let outcome;
  try {
    outcome = JSON.parse(phases[message.t](message.environment, message.request));
  } catch (error) {
    // The interpreter itself ended: os._exit, a stack that overran, memory that ran out below Python.
    const exit = /terminated with exit\((-?\d+)\)/.exec(String(error?.message));
    if (exit) send({ t: "exited", status: Number(exit[1]) });
    else send({ t: "crashed", reason: String(error).slice(0, 500) });
    Deno.exit(0);
  }
  send({ t: "done", ms: world.stopwatch() - start, virtualMs: world.phaseMs(), heap: heapBytes(), outcome });
}
