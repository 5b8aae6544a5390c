// Runs one learner's JavaScript functions as Lambda's Node.js runtimes do. Started by the host without any permission: all that follows
// was loaded before, and what handlers import comes out of memory.
import { ask, plain, readLine, send } from "./pipe.mjs";
import * as world from "./world.mjs";
import * as clock from "./node/clock.mjs";
import * as environments from "./node/environments.mjs";
import { installConsole } from "./node/log.mjs";
import { providePackages } from "./node/modules.mjs";
import { installProcess } from "./node/process.mjs";
import { find } from "./node/sdk/index.mjs";

const began = world.stopwatch();
const { exit, memoryUsage } = Deno;
const { parse } = JSON;

installConsole((line) => send({ t: "log", s: line.toWellFormed() }));
clock.install((error) => environments.uncaught(error, null, 129));
installProcess((status) => {
  send({ t: "exited", status });
  exit(0);
});
providePackages(find);
environments.connect((kind, request) => ask({ t: kind, request, ms: world.phaseMs() }));

// An error that nobody caught ends the environment, whoever waits for an answer.
for (const [event, type, status] of [["unhandledrejection", "Runtime.UnhandledPromiseRejection", 128], ["error", null, 129]]) {
  globalThis.addEventListener(event, (e) => {
    e.preventDefault();
    environments.uncaught(event === "error" ? e.error : e.reason, type, status);
  });
}
for (const name of ["Deno", "prompt", "alert", "confirm", "localStorage", "sessionStorage", "caches", "Worker", "close", "window", "self", "navigator", "location", "onload", "onunload", "WebSocket", "EventSource"]) {
  try {
    delete globalThis[name];
  } catch {
    // one that cannot be taken away has no permission either
  }
}
globalThis.fetch = () => Promise.reject(new TypeError("fetch failed", { cause: new Error("The course's sandbox has no network: only calls by AWS's SDK are answered, by the simulated account.") }));

send({ t: "ready", ms: world.stopwatch() - began });

for (let line = readLine(); line !== null; line = readLine()) {
  const message = parse(line);
  if (message.t === "init") world.create(message.seed);
  world.startPhase(message.startMs, message.timeoutMs);
  const start = world.stopwatch();
  const outcome = await environments[message.t](message.environment, parse(message.request));
  const used = memoryUsage();
  if (plain(outcome).failure) plain(plain(outcome.failure).stackTrace);
  send({ t: "done", ms: world.stopwatch() - start, virtualMs: world.phaseMs(), heap: used.heapTotal + used.external, unsent: plain(environments.notAwaited()), outcome });
}
exit(0);
