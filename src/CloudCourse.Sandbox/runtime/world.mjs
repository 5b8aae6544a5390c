// The clock and the randomness that a handler sees. Both follow from the seed, so that a run can be repeated exactly.
import nodeCrypto from "node:crypto";
import { readLine, send } from "./pipe.mjs";

// Reading the clock costs a little virtual time, or a loop that waits for the clock without sleeping would never end.
const READING_MS = 0.01;

// A handler that sleeps in short steps tells the host about it in longer ones.
const REPORT_EVERY_MS = 25;

/** The real clock, for measurements only. */
export const stopwatch = performance.now.bind(performance);

const { exit } = Deno; // a learner's code will not find Deno

let epochMs = 0; // virtual time of day less the virtual time that has passed here
let elapsedMs = 0; // virtual time that has passed in this process, of whatever environment
let startedMs = 0; // virtual time at which the present phase (init or one invocation) began
let limitMs = Infinity;
let unreportedMs = 0;

Date.now = () => epochMs + (elapsedMs += READING_MS);
performance.now = () => (elapsedMs += READING_MS);

/** Sets the random numbers; called before the first line of an environment runs. */
export function create(seed) {
  const next = splitMix64(seed);
  const fill = (view) => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let i = 0; i < bytes.length; i++) bytes[i] = Number(next() & 255n);
    return view;
  };
  crypto.getRandomValues = fill;
  nodeCrypto.randomFillSync = fill; // what Emscripten's getentropy takes where it finds Node's modules
  Math.random = () => Number(next() >> 11n) / 2 ** 53;
}

/** One phase of an environment (its init, or an invocation) begins, at a time of day. */
export function startPhase(startMs, timeoutMs) {
  epochMs = startMs - elapsedMs;
  startedMs = elapsedMs;
  limitMs = timeoutMs;
  unreportedMs = 0;
}

/** Virtual time that has passed in this process. */
export const passedMs = () => elapsedMs;

/** The virtual time of day. */
export const timeOfDay = () => epochMs + elapsedMs;

/** Virtual time spent in the present phase. */
export const phaseMs = () => elapsedMs - startedMs;

export const remainingMs = () => Math.max(0, limitMs - phaseMs());

/** What sleeping comes to: time passes, nobody waits. */
export function advance(ms) {
  elapsedMs += ms;
  unreportedMs += ms;
  if (phaseMs() >= limitMs) {
    send({ t: "expired" });
    readLine(); // the host ends this process; nothing comes back
    exit(0);
  }
  if (unreportedMs >= REPORT_EVERY_MS) {
    send({ t: "slept", ms: unreportedMs });
    unreportedMs = 0;
  }
}

function splitMix64(seed) {
  let state = BigInt.asUintN(64, BigInt(seed));
  return () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    return z ^ (z >> 31n);
  };
}
