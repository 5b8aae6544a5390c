// Virtual time for JavaScript: timers fire in their order, and waiting for one passes virtual time instead of real time.
import * as world from "../world.mjs";

const realTimeout = setTimeout;
const realImmediate = setImmediate;
const RealDate = Date;
const RealPromise = Promise;
const then = Function.prototype.call.bind(Promise.prototype.then);
const planned = []; // { at, number, repeat, callback, args, handle }, soonest first
let number = 0;

/** How long real work, such as compressing or hashing beside this thread, is waited for when no timer is left. */
const PATIENCE_MS = 400;

const now = () => world.passedMs();
// An immediate comes after what has been made ready, and at once: a timer of 0 ms takes one or two.
const turn = (ms = 0) => new RealPromise((done) => (ms > 0 ? realTimeout(done, ms) : realImmediate(done)));

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
  const at = planned.findIndex((item) => item.handle === handle || item.number === Number(handle));
  if (at >= 0) planned.splice(at, 1);
}

function fireNext() {
  const item = planned.shift();
  const wait = item.at - now();
  if (wait > 0) world.advance(wait);
  if (item.repeats) plan(item);
  item.callback(...item.args);
}

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
    if (isSettled) return true;
    if (planned.some((item) => item.isRef)) {
      idleSince = null;
      fireNext();
    } else {
      idleSince ??= world.stopwatch();
      if (world.stopwatch() - idleSince > PATIENCE_MS) return false;
      await turn(2);
    }
  }
}

/** Lets everything happen that is still planned, as Lambda does after a callback. */
export async function drain() {
  while (planned.some((item) => item.isRef)) {
    await turn();
    fireNext();
  }
  await turn();
}

/** What an environment has planned stays its own: taken away while another one runs. */
export function exchange(other) {
  const mine = planned.map((item) => ({ item, left: item.at - now() }));
  planned.length = 0;
  for (const { item, left } of other ?? []) planned.push(Object.assign(item, { at: now() + left }));
  return mine;
}

export function install() {
  // Time of day comes in whole milliseconds, as everywhere in JavaScript; what passes between two readings is kept.
  const reading = RealDate.now;
  RealDate.now = () => Math.floor(reading());
  globalThis.setTimeout = (callback, delay, ...args) => schedule(callback, delay, args, false);
  globalThis.setInterval = (callback, delay, ...args) => schedule(callback, delay, args, true);
  globalThis.setImmediate = (callback, ...args) => schedule(callback, 0, args, false);
  globalThis.clearTimeout = globalThis.clearInterval = globalThis.clearImmediate = cancel;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [RealDate.now()] : args, as === globalThis.Date ? target : as),
    apply: () => new RealDate(RealDate.now()).toString(),
  });
  RealDate.prototype.constructor = globalThis.Date;
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
