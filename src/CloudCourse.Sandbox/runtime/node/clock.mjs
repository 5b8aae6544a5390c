// Virtual time for JavaScript: timers fire in their order, and waiting for one passes virtual time instead of real time. What is sent leaves in
// the order in which it was sent, once what runs has come to rest; so an answer to Lambda that waits for nothing comes before it.
import * as world from "../world.mjs";

const realTimeout = setTimeout;
const realImmediate = setImmediate;
const RealDate = Date;
const RealPromise = Promise;
const then = Function.prototype.call.bind(Promise.prototype.then);
let number = 0;

/** How long real work, such as compressing or hashing beside this thread, is waited for when no timer is left. */
const PATIENCE_MS = 400;

const now = () => world.passedMs();
// An immediate comes after what has been made ready, and at once: a timer of 0 ms takes one or two.
const turn = (ms = 0) => new RealPromise((done) => (ms > 0 ? realTimeout(done, ms) : realImmediate(done)));

/** An environment's event loop: what it has planned, soonest first, what it has sent and nobody has taken yet, and when it was frozen. */
export const newLoop = () => ({ planned: [], sent: [], frozen: null });

let loop = newLoop(); // of the environment that runs
let thawed = null; // what was there when it was thawed, as long as that has not gone on
let working = 0; // pieces of real work that go on beside this thread
let uncaught; // told of what a timer throws

class Timeout {
  #item;
  constructor(item) {
    this.#item = item;
  }
  ref() {
    this.#item.isRef = true;
    return this;
  }
  unref() {
    this.#item.isRef = false;
    return this;
  }
  hasRef() {
    return this.#item.isRef;
  }
  refresh() {
    cancel(this);
    plan(this.#item);
    return this;
  }
  close() {
    cancel(this);
    return this;
  }
  [Symbol.toPrimitive]() {
    return this.#item.number;
  }
  [Symbol.dispose]() {
    cancel(this);
  }
}

function plan(item) {
  const { planned } = loop;
  item.at = now() + item.delay;
  item.number = ++number;
  let place = planned.length;
  while (place > 0 && planned[place - 1].at > item.at) place--;
  planned.splice(place, 0, item);
}

function schedule(callback, delay, args, repeats) {
  if (typeof callback !== "function") {
    throw Object.assign(new TypeError(`The "callback" argument must be of type function. Received ${callback === null ? "null" : typeof callback}`), { code: "ERR_INVALID_ARG_TYPE" });
  }
  const ms = Number(delay);
  const item = { callback, args, repeats, delay: ms >= 1 && ms <= 2147483647 ? ms : 1, isRef: true };
  item.handle = new Timeout(item);
  plan(item);
  return item.handle;
}

function cancel(handle) {
  const { planned } = loop;
  const at = planned.findIndex((item) => item.handle === handle || item.number === Number(handle));
  if (at >= 0) planned.splice(at, 1);
}

function fire(item) {
  const wait = item.at - now();
  if (wait > 0) world.advance(wait);
  if (item.repeats) plan(item);
  try {
    item.callback(...item.args);
  } catch (error) {
    uncaught(error);
  }
}

/** Real work, such as hashing: virtual time stands still until it is done. */
export function work(promise) {
  working++;
  const done = () => void working--;
  then(promise, done, done);
  return promise;
}

/** Something that is to reach the outside: `make` is called once what runs has come to rest, and gives what comes back and after how long. */
export function send(from, sent) {
  from.sent.push(sent);
}

/** Takes back what has not left yet. */
export function recall(from, sent) {
  from.sent = from.sent.filter((other) => other !== sent);
  if (thawed) thawed.sent = thawed.sent.filter((other) => other !== sent);
}

function leave(sent) {
  for (const { make, take } of sent) {
    const { value, ms } = make();
    plan({ callback: take, args: [value], repeats: false, delay: ms, isRef: true, handle: null });
  }
}

function leaveAll() {
  const { sent } = loop;
  if (sent.length === 0) return;
  loop.sent = [];
  leave(sent);
}

/** What an environment had begun goes on where it is thawed, in its order, beside the invocation for which it was. */
async function goOn() {
  const { sent, last } = thawed;
  thawed = null;
  leave(sent);
  for (let item; (item = loop.planned[0]) && item.at <= now() && item.number <= last;) {
    fire(loop.planned.shift());
    await turn();
  }
}

const isBusy = () => loop.planned.some((item) => item.isRef);

/** Lets everything happen until the promise is settled. False when it never can be: nothing is planned, and nothing real goes on. */
export async function settle(promise) {
  let isSettled = false;
  then(
    promise,
    () => (isSettled = true),
    () => (isSettled = true),
  );
  let idleSince = null;
  for (;;) {
    await turn();
    await turn();
    while (working > 0) await turn(1);
    if (thawed) await goOn();
    if (isSettled) return true;
    leaveAll();
    if (isBusy()) {
      idleSince = null;
      fire(loop.planned.shift());
    } else {
      idleSince ??= world.stopwatch();
      if (world.stopwatch() - idleSince > PATIENCE_MS) return false;
      await turn(2);
    }
  }
}

/** Lets everything happen that is still planned, as Lambda does after a callback. */
export async function drain() {
  for (;;) {
    await turn();
    while (working > 0) await turn(1);
    leaveAll();
    if (!isBusy()) return;
    fire(loop.planned.shift());
  }
}

/** A phase of an environment begins. Its clocks have gone on while it was frozen: what has come due meanwhile is due now. */
export function thaw(environment) {
  loop = environment;
  thawed = null;
  const { frozen, planned, sent } = loop;
  if (frozen === null || planned.length + sent.length === 0) return;
  const by = now() - frozen.at - Math.max(0, world.timeOfDay() - frozen.timeOfDay);
  for (const item of planned) item.at += by;
  thawed = { sent, last: number };
  loop.sent = [];
}

/** The phase has ended: nothing more happens in the environment until it is thawed. Gives the names of what it has sent and what has not left. */
export function freeze() {
  if (thawed) loop.sent = [...thawed.sent, ...loop.sent];
  thawed = null;
  loop.frozen = { at: now(), timeOfDay: world.timeOfDay() };
  return loop.sent.map((sent) => sent.name);
}

/** What tells the time without Date: each would tell the real one. */
function asksVirtualTime() {
  const { prototype } = Intl.DateTimeFormat;
  const formatOf = Function.prototype.call.bind(Object.getOwnPropertyDescriptor(prototype, "format").get);
  const made = new WeakMap();
  Object.defineProperty(prototype, "format", { configurable: true, get() {
    const real = formatOf(this);
    if (!made.has(this)) made.set(this, (date) => real(date === undefined ? RealDate.now() : date));
    return made.get(this);
  } });
  const partsOf = prototype.formatToParts;
  prototype.formatToParts = function formatToParts(date) {
    return Reflect.apply(partsOf, this, [date === undefined ? RealDate.now() : date]);
  };
  delete globalThis.Temporal; // Node.js 24 has none yet
  const [mark, measure] = [performance.mark.bind(performance), performance.measure.bind(performance)];
  performance.mark = (name, options) => mark(name, { startTime: performance.now(), ...options });
  performance.measure = (name, start, end) => {
    const options = typeof start === "object" && start !== null ? { ...start } : { start, end };
    if (options.end === undefined && options.duration === undefined) options.end = performance.now();
    return measure(name, Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)));
  };
  Object.defineProperty(performance, "timeOrigin", { configurable: true, get: () => world.timeOfDay() - world.passedMs() });
  globalThis.File = new Proxy(File, {
    construct: (target, [bits, name, options], as) => Reflect.construct(target, [bits, name, { lastModified: RealDate.now(), ...options }], as === globalThis.File ? target : as),
  });
}

export function install(told) {
  uncaught = told;
  // Time of day comes in whole milliseconds, as everywhere in JavaScript; what passes between two readings is kept.
  const reading = RealDate.now;
  RealDate.now = () => Math.floor(reading());
  globalThis.setTimeout = (callback, delay, ...args) => schedule(callback, delay, args, false);
  globalThis.setInterval = (callback, delay, ...args) => schedule(callback, delay, args, true);
  globalThis.setImmediate = (callback, ...args) => schedule(callback, 0, args, false);
  AbortSignal.timeout = (ms) => {
    const stopping = new AbortController();
    schedule(() => stopping.abort(new DOMException("The operation was aborted due to timeout", "TimeoutError")), ms, [], false).unref();
    return stopping.signal;
  };
  globalThis.clearTimeout = globalThis.clearInterval = globalThis.clearImmediate = cancel;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [RealDate.now()] : args, as === globalThis.Date ? target : as),
    apply: () => new RealDate(RealDate.now()).toString(),
  });
  RealDate.prototype.constructor = globalThis.Date;
  asksVirtualTime();
  const subtle = Object.getPrototypeOf(crypto.subtle);
  for (const [name, { value: real }] of Object.entries(Object.getOwnPropertyDescriptors(subtle))) {
    if (typeof real === "function" && name !== "constructor") subtle[name] = { [name](...args) { return work(real.apply(this, args)); } }[name];
  }
  // There is no other thread that could wake this one: waiting ends by its time, which is virtual, or never.
  const { load } = Atomics;
  Atomics.wait = (view, index, value, ms = Infinity) => {
    if (load(view, index) !== value) return "not-equal";
    world.advance(ms >= 0 ? Math.min(ms, 1e9) : 1e9);
    return "timed-out";
  };
}

function wait(ms, value, options) {
  return new Promise((resolve, reject) => {
    const signal = options?.signal;
    const stopped = () => Object.assign(new Error("The operation was aborted", { cause: signal.reason }), { name: "AbortError", code: "ABORT_ERR" });
    if (signal?.aborted) return reject(stopped());
    const handle = setTimeout(() => resolve(value), ms);
    signal?.addEventListener("abort", () => {
      cancel(handle);
      reject(stopped());
    });
  });
}

/** node:timers and node:timers/promises */
export const timers = () => ({ setTimeout, setInterval, setImmediate, clearTimeout, clearInterval, clearImmediate, promises });
export const promises = {
  setTimeout: wait,
  setImmediate: (value, options) => wait(0, value, options),
  async *setInterval(ms, value, options) {
    for (;;) yield await wait(ms, value, options);
  },
  scheduler: { wait: (ms, options) => wait(ms, undefined, options), yield: () => wait(0) },
};
