// Lambda's file system is read-only but for /tmp; Emscripten's knows no such thing.
const READ_ONLY = 69; // EROFS, in WebAssembly's numbers
const WRITES = 0o1003; // O_WRONLY, O_RDWR, O_TRUNC
const WRITABLE = /^\/(?:tmp|dev|proc)(?:\/|$)/;

/** Asks Emscripten's questions before a write once more; `seal(false)` lets the runtime lay out an environment's files. */
export function readOnly(FS) {
  let isSealed = false;
  const refuses = (node) => isSealed && !WRITABLE.test(FS.getPath(node));
  const { mayCreate, mayDelete, mayOpen, doSetAttr } = FS;
  FS.mayCreate = (folder, name) => mayCreate(folder, name) || (refuses(folder) ? READ_ONLY : 0);
  FS.mayDelete = (folder, name, isFolder) => mayDelete(folder, name, isFolder) || (refuses(folder) ? READ_ONLY : 0);
  FS.mayOpen = (node, flags) => mayOpen(node, flags) || ((flags & WRITES) !== 0 && refuses(node) ? READ_ONLY : 0);
  FS.doSetAttr = (stream, node, change) => {
    if (refuses(node)) throw new FS.ErrnoError(READ_ONLY);
    doSetAttr(stream, node, change);
  };
  return { seal: (on) => void (isSealed = on) };
}
