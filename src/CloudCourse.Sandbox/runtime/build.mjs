// Restores the npm packages and makes the memory snapshot, once; run by MSBuild. Safe when two builds run at the same time.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const root = import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname);
const cache = path.join(root, "cache");
const stamp = path.join(cache, "built.txt");
const lock = path.join(cache, "lock");
const snapshot = path.join(cache, "python.snapshot");
const platforms = {
  "linux-x64": "linux-x64-glibc",
  "linux-arm64": "linux-arm64-glibc",
  "darwin-x64": "darwin-x64",
  "darwin-arm64": "darwin-arm64",
  "win32-x64": "win32-x64",
};

function digest(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(file + "\0").update(fs.readFileSync(path.join(root, file))).update("\0");
  return hash.digest("hex");
}

function run(command, args, options) {
  const result = spawnSync(command, args, { cwd: root, maxBuffer: 1 << 30, ...options });
  if (result.status === 0) return result;
  console.error(`sandbox: ${command} ${args[0]} failed: ${result.error?.message ?? "exit code " + result.status}`);
  if (result.stderr) console.error(String(result.stderr).slice(-4000));
  process.exit(1);
}

/** Another build may be doing the same: wait for it, unless it died and left its lock behind. */
async function takeLock() {
  fs.mkdirSync(cache, { recursive: true });
  while (true) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      process.on("exit", () => fs.rmSync(lock, { force: true }));
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    try {
      const owner = Number(fs.readFileSync(lock, "utf8"));
      if (owner > 0) process.kill(owner, 0);
    } catch (error) {
      if (error.code === "ESRCH") fs.rmSync(lock, { force: true });
    }
    await new Promise((done) => setTimeout(done, 100));
  }
}

await takeLock();
const support = fs.readdirSync(path.join(root, "python"), { recursive: true }).filter((f) => f.endsWith(".py")).map((f) => "python/" + f.replaceAll("\\", "/")).sort();
const packages = digest(["package.json", "package-lock.json"]);
const image = digest(["package-lock.json", "snapshot.mjs", ...support]);
const built = fs.existsSync(stamp) ? fs.readFileSync(stamp, "utf8").split("\n") : [];
const deno = path.join(root, "node_modules/@deno", platforms[`${process.platform}-${process.arch}`] ?? "unsupported", process.platform === "win32" ? "deno.exe" : "deno");

if (built[0] !== packages || !fs.existsSync(path.join(root, "node_modules/pyodide/pyodide.asm.wasm"))) {
  const windows = process.platform === "win32";
  run(windows ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { stdio: ["ignore", "ignore", "pipe"], shell: windows });
}
if (!fs.existsSync(deno)) {
  console.error(`sandbox: there is no Deno for ${process.platform}-${process.arch}; Python handlers will not run on this machine`);
} else if (built[1] !== image || !fs.existsSync(snapshot)) {
  const pyodide = path.join(root, "node_modules/pyodide");
  const { stdout } = run(deno, [
    "run", "--no-prompt", "--no-remote", "--no-npm", "--cached-only", "--no-config", "--no-lock", "--no-code-cache", "--node-modules-dir=none",
    `--allow-read=${pyodide},${path.join(root, "python")}`, path.join(root, "snapshot.mjs"), pyodide, path.join(root, "python"),
  ], { env: { DENO_DIR: path.join(cache, "deno"), NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" } });
  fs.writeFileSync(snapshot + ".new", stdout);
  fs.renameSync(snapshot + ".new", snapshot);
}
fs.writeFileSync(stamp, packages + "\n" + image + "\n");
