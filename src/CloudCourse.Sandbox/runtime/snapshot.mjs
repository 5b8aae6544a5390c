// Loads Pyodide, imports what handlers commonly import and our own support code, and writes the interpreter's memory to stdout.
const [pyodideFolder, pythonFolder] = Deno.args;
const { loadPyodide } = await import("file://" + pyodideFolder + "/pyodide.mjs");
const complain = (line) => Deno.stderr.writeSync(new TextEncoder().encode(line + "\n"));

const pyodide = await loadPyodide({
  indexURL: pyodideFolder + "/",
  _makeSnapshot: true,
  jsglobals: Object.create(null),
  // Fixed, or the order of a set of strings would differ between one build's snapshot and the next one's.
  env: { HOME: "/tmp", PYTHONUTF8: "1", PYTHONHASHSEED: "0" },
  stdout: complain,
  stderr: complain,
});

const packages = "/lib/python3.14/site-packages/_lambda";
pyodide.FS.mkdirTree(packages);
for (const file of [...Deno.readDirSync(pythonFolder + "/_lambda")].map((f) => f.name).filter((name) => name.endsWith(".py")).sort()) {
  pyodide.FS.writeFile(packages + "/" + file, Deno.readTextFileSync(pythonFolder + "/_lambda/" + file));
}
pyodide.runPython("import _lambda.warm");

const snapshot = pyodide.makeMemorySnapshot();
for (let written = 0; written < snapshot.length;) written += Deno.stdout.writeSync(snapshot.subarray(written));
