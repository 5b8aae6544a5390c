// Errors in the shape in which Lambda's Node.js runtimes report them.
const UNREADABLE = "(an error whose text cannot be read)";
const MAX_HEAD = 16;
const TASK = /(?:file:\/\/)?\/var\/task\/([^:()\s]+):(\d+)/;

/** Errors that Lambda's own loader makes carry the name that Lambda gives them. */
export class RuntimeError extends Error {
  constructor(name, message, at) {
    super(message);
    this.name = name;
    this.at = at;
  }
}

/** Whatever was thrown: an error's own parts can be made to fail, or to be anything. */
export function failure(error, type) {
  try {
    return told(error, type);
  } catch {
    return { errorType: type ?? "Error", errorMessage: UNREADABLE, stackTrace: [], at: null };
  }
}

function told(error, type) {
  if (!(error instanceof Error) && !(error && typeof error === "object" && "message" in error && "name" in error)) {
    return { errorType: typeof error, errorMessage: text(() => String(error)), stackTrace: [], at: null };
  }
  const stack = text(() => String(error.stack ?? ""));
  const lines = stack.split("\n");
  const first = lines.findIndex((line) => /^\s+at /.test(line));
  const frames = first < 0 ? [] : lines.slice(first).filter((line) => TASK.test(line));
  const head = first < 0 ? lines : lines.slice(0, first);
  return {
    errorType: type ?? text(() => String(error.name ?? "Error")),
    errorMessage: type === "Runtime.UnhandledPromiseRejection" ? text(() => String(error)) : text(() => String(error.message ?? "")),
    stackTrace: [...head.slice(0, MAX_HEAD), ...(frames.length > 16 ? [...frames.slice(0, 8), ...frames.slice(-8)] : frames)],
    at: (error instanceof RuntimeError ? error.at : null) ?? place(frames[0] ?? ""),
  };
}

/** The line of a learner's own file, out of a stack's line. */
export function place(line) {
  const match = TASK.exec(line);
  return match ? { path: match[1], line: Number(match[2]) } : null;
}

/** How Lambda writes an error into the log. */
export const logged = (failed) => JSON.stringify({ errorType: failed.errorType, errorMessage: failed.errorMessage, stack: failed.stackTrace });

/** An error's own text can be made to fail. */
function text(make) {
  try {
    return make().toWellFormed();
  } catch {
    return UNREADABLE;
  }
}
