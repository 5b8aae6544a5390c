// Execution environments side by side in one process: each with its own modules and their state, variables, /tmp and planned timers.
// What a function changes in JavaScript's own globals is seen by all of them; a page of the course says so.
import { Buffer } from "node:buffer";
import * as clock from "./clock.mjs";
import * as world from "../world.mjs";
import { RuntimeError, failure, logged } from "./failures.mjs";
import { newStore, useStore } from "./files.mjs";
import { log, startLog } from "./log.mjs";
import { Modules, locate } from "./modules.mjs";
import { forget, heard, process, variables } from "./process.mjs";

const MAX_PAYLOAD = 6 * 1024 * 1024;
const UNSETTLED = "The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes";
const NO_CALLBACKS = "ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.";

// A function may change what everybody uses; what is said to the host stays as it is.
const { parse, stringify } = JSON;
const byteLength = Buffer.byteLength;
const LOST = Symbol("lost");

const all = new Map();
let lost = null;
let present = null;
let askHost;
let interrupt = null;

/** Called once by the runner: how to ask the host. */
export const connect = (ask) => void (askHost = ask);

/** What the host answers at once, such as a signed address: { output } or { error: { code, message, status } }. */
export const ask = (service, operation, region, input, credentials) => parse(askHost("call", stringify({ service, operation, region, input, credentials })));

/** The environment whose code runs: what it makes now is its own later as well. */
export const current = () => present;

/**
 * One call of AWS's, which leaves once what runs has come to rest and is answered after the time that it takes: what an answer to Lambda does not
 * wait for has not left by then. Gives what `ask` gives.
 */
export function call(environment, signal, service, operation, region, input, credentials) {
  return new Promise((take, refuse) => {
    if (signal?.aborted) return refuse(aborted(signal));
    const make = () => {
      const value = ask(service, operation, region, input, credentials);
      return { value, ms: value.latencyMs ?? 0 };
    };
    const sent = { name: `${service} ${operation}`, make, take };
    clock.send(environment.loop, sent);
    signal?.addEventListener("abort", () => {
      clock.recall(environment.loop, sent);
      refuse(aborted(signal));
    });
  });
}

const aborted = (signal) => Object.assign(new Error("Request aborted", { cause: signal.reason }), { name: "AbortError" });

/** A service's operations, errors, pages and waiters; null for one that is not simulated. */
export const model = (service) => parse(askHost("model", stringify({ service })));

function enter(name) {
  if (present?.name === name) return present;
  if (present) present.variables = { ...variables };
  present = all.get(name);
  setVariables(present.variables);
  useStore(present.store);
  return present;
}

function setVariables(values) {
  for (const key of Object.keys(variables)) delete variables[key];
  Object.assign(variables, values);
}

export async function init(name, request) {
  const environment = {
    name, function: request.function, runtime: request.runtime, variables: request.environment, loop: clock.newLoop(), handler: null,
    store: newStore(request.files),
    modules: new Modules(request.files, request.runtime !== "nodejs22.x"),
  };
  const version = request.runtime === "nodejs22.x" ? "22.21.0" : "24.11.0";
  Object.assign(process, { version: "v" + version, versions: { ...process.versions, node: version } });
  all.set(name, environment);
  if (present?.name === name) present = null;
  enter(name);
  forget();
  startLog(null);
  return await guarded("Uncaught Exception", async () => {
    const loading = load(environment, request.handler);
    if (!(await clock.settle(loading))) throw new RuntimeError("Runtime.NodeJsExit", UNSETTLED);
    await loading;
    return { payload: null, failure: null };
  });
}

async function load(environment, setting) {
  const folder = setting.slice(0, setting.lastIndexOf("/") + 1);
  const match = /^([^.]*)\.(.*)$/.exec(setting.slice(folder.length));
  if (!match || setting.includes("..")) throw new RuntimeError("Runtime.MalformedHandlerName", setting.includes("..") ? `'${setting}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.` : "Bad handler");
  const module = await environment.modules.open(folder + match[1]);
  const handler = match[2].split(".").reduce((value, key) => value?.[key], module);
  if (handler === undefined || handler === null) throw new RuntimeError("Runtime.HandlerNotFound", `${setting} is undefined or not exported`);
  if (typeof handler !== "function") throw new RuntimeError("Runtime.HandlerNotFound", `${setting} is not a function`);
  if (handler.length >= 3 && environment.runtime !== "nodejs22.x") throw new RuntimeError("Runtime.CallbackHandlerDeprecated", NO_CALLBACKS);
  environment.handler = handler;
}

export async function invoke(name, request) {
  const environment = enter(name);
  startLog(request.id);
  return await guarded("Invoke Error", async () => {
    let answer;
    let usesCallback = false;
    const result = new Promise((resolve, reject) => {
      const done = (error, value) => {
        usesCallback = true;
        if (error !== null && error !== undefined) reject(error instanceof Error ? error : typeof error === "string" ? error : new Error(String(error)));
        else resolve(value);
      };
      const context = contextOf(environment, request.id);
      if (environment.runtime === "nodejs22.x") Object.assign(context, { done, succeed: (value) => done(null, value), fail: (error) => done(error ?? "handled") });
      environment.context = context;
      const given = parse(request.event);
      answer = environment.runtime === "nodejs22.x" ? environment.handler(given, context, done) : environment.handler(given, context);
      if (typeof answer?.then === "function") answer.then(resolve, reject);
      else if (environment.runtime !== "nodejs22.x" || (answer !== undefined && environment.handler.length < 3)) resolve(answer);
    });
    if (!(await clock.settle(result))) {
      // Nothing is left that could answer. The older runtimes take that for an answer of null.
      if (environment.runtime === "nodejs22.x") return { payload: "null", failure: null };
      throw new RuntimeError("Runtime.NodeJsExit", UNSETTLED);
    }
    const value = await result;
    if (usesCallback && environment.context.callbackWaitsForEmptyEventLoop !== false) await clock.drain();
    return marshal(value);
  });
}

/** What goes wrong in a phase is its outcome, and one error that nobody caught ends it at once. */
async function guarded(what, run) {
  const interrupted = new Promise((_, reject) => (interrupt = reject));
  clock.thaw(present.loop);
  try {
    return await Promise.race([run(), interrupted]);
  } catch (error) {
    if (error === LOST) return lost;
    await locate(error);
    const failed = failure(error);
    log("ERROR", `${what} \t${logged(failed)}`);
    return { payload: null, failure: failed };
  } finally {
    interrupt = null;
    unsent = clock.freeze();
  }
}

const MAX_UNSENT = 10;
let unsent = [];

/** What the phase that has ended did not wait for: calls that have not left the environment. */
export const notAwaited = () => unsent.slice(0, MAX_UNSENT);

/** An error in a timer, or a promise that was refused while nobody looked: Lambda's runtime ends. */
export function uncaught(error, type, status) {
  const event = type ? "unhandledRejection" : "uncaughtException";
  if (heard(event).length > 0) {
    for (const listener of heard(event)) listener(error);
    return;
  }
  const failed = failure(error, type);
  log("ERROR", `${type ? "Unhandled Promise Rejection" : "Uncaught Exception"} \t${logged(failed)}`);
  lost = { payload: null, failure: { ...failed, lost: true, status } };
  interrupt?.(LOST);
}

function contextOf(environment, id) {
  const about = environment.function;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: about.version,
    functionName: about.name,
    memoryLimitInMB: String(about.memory),
    logGroupName: about.logGroup,
    logStreamName: about.logStream,
    clientContext: undefined,
    identity: undefined,
    invokedFunctionArn: about.arn,
    awsRequestId: id,
    getRemainingTimeInMillis: () => Math.floor(world.remainingMs()),
  };
}

function marshal(value) {
  let payload;
  try {
    payload = stringify(value === undefined ? null : value);
    if (payload === undefined) throw new TypeError(`a ${typeof value} is no JSON`);
  } catch {
    throw new RuntimeError("Runtime.MarshalError", "Unable to stringify response body");
  }
  payload = payload.toWellFormed();
  if (byteLength(payload) > MAX_PAYLOAD) throw new RuntimeError("Function.ResponseSizeTooLarge", `Response payload size exceeded maximum allowed payload size (${MAX_PAYLOAD} bytes).`);
  return { payload, failure: null };
}
