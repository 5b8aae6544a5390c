// Loads Pyodide, imports what handlers commonly import and our own support code, and writes the interpreter's memory to stdout.
const [pyodideFolder, pythonFolder] = Deno.args;
// The interpreter keeps its own place, which is none of this machine's.
process.argv[1] = "/var/lang/bin/python3.14";
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

const packages = "/lib/python3.14/site-packages";
function copy(folder) {
  pyodide.FS.mkdirTree(packages + folder);
  for (const entry of [...Deno.readDirSync(pythonFolder + folder)].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = folder + "/" + entry.name;
    if (entry.isDirectory) copy(file);
    else if (file.endsWith(".py")) pyodide.FS.writeFile(packages + file, Deno.readTextFileSync(pythonFolder + file));
  }
}
copy("");
pyodide.runPython("import _lambda.warm");

const snapshot = pyodide.makeMemorySnapshot();
for (let written = 0; written < snapshot.length;) written += Deno.stdout.writeSync(snapshot.subarray(written));
