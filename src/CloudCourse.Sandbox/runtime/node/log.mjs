// console, written as Lambda writes it: time, request id, level and message, tabs between.
import util from "node:util";

// More than CloudWatch would like, less than a page can show. The host has a harder limit of its own.
const MAX_BYTES = 64 * 1024;
const MAX_LINES = 1000;

// A function may change what everybody uses; the log stays written.
const RealDate = Date;
const toISOString = Function.prototype.call.bind(RealDate.prototype.toISOString);
const { format, inspect } = util;

let emit;
let requestId = "undefined";
let lines = 0;
let bytes = 0;

/** A phase begins: its log is its own. */
export function startLog(id) {
  requestId = id ?? "undefined";
  lines = bytes = 0;
}

/** One entry as it is, such as what is written to standard output. */
export function write(text) {
  if (lines > MAX_LINES || bytes > MAX_BYTES) return;
  const entry = String(text).slice(0, MAX_BYTES + 1);
  lines++;
  bytes += entry.length + 1;
  emit(lines > MAX_LINES || bytes > MAX_BYTES ? `(the log is cut here: the course keeps ${MAX_LINES} lines or ${MAX_BYTES / 1024} KB an invocation)` : entry);
}

export const log = (level, ...message) => write(`${toISOString(new RealDate(RealDate.now()))}\t${requestId}\t${level}\t${format(...message)}`);

const kept = new Set("log info debug dir dirxml warn error assert count countReset table time timeLog timeEnd group groupCollapsed groupEnd clear trace profile profileEnd timeStamp".split(" "));

export function installConsole(to) {
  emit = to;
  const levels = { log: "INFO", info: "INFO", debug: "DEBUG", warn: "WARN", error: "ERROR", trace: "TRACE" };
  for (const [method, level] of Object.entries(levels)) console[method] = (...message) => log(level, ...message);
  console.dir = (value, options) => log("INFO", inspect(value, options));
  console.table = (value) => log("INFO", inspect(value));
  console.assert = (condition, ...message) => condition || log("ERROR", "Assertion failed", ...message);
  const since = new Map();
  // The others would write to standard output themselves, which is the pipe to the host.
  const counts = new Map();
  console.dirxml = console.dir;
  console.group = console.groupCollapsed = (...message) => message.length > 0 && log("INFO", ...message);
  console.count = (label = "default") => {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    log("INFO", `${label}: ${counts.get(label)}`);
  };
  console.countReset = (label = "default") => void counts.delete(label);
  console.timeLog = (label = "default", ...message) => since.has(label) && log("INFO", `${label}: ${(performance.now() - since.get(label)).toFixed(3)}ms`, ...message);
  console.groupEnd = console.clear = console.profile = console.profileEnd = console.timeStamp = () => {};
  for (const name of Object.getOwnPropertyNames(console)) if (!kept.has(name)) Reflect.deleteProperty(console, name);
  console.time = (label = "default") => void since.set(label, performance.now());
  console.timeEnd = (label = "default") => since.has(label) && log("INFO", `${label}: ${(performance.now() - since.get(label)).toFixed(3)}ms`);
}
