// How a state travels in a link: packed into the address's fragment, which browsers send to no server.
export class StateError extends Error {}

/** Characters of a link, and of what it unpacks to. */
export const MOST_LINK = 24_000, MOST_UNPACKED = 1024 * 1024;

/** @returns {Promise<string>} a fragment that begins with the prefix */
export async function pack(prefix, value) {
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const packed = new Uint8Array(await new Response(new Blob([plain]).stream().pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer());
  let binary = '';
  for (let i = 0; i < packed.length; i += 8192) binary += String.fromCharCode(...packed.subarray(i, i + 8192));
  return prefix + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** What is in a fragment, whatever it is. Throws a StateError, in words; stops unpacking where no page's state goes on. */
export async function unpack(prefix, hash) {
  if (!hash.startsWith(prefix)) throw new StateError('it is not one that this page made');
  if (hash.length > MOST_LINK * 2) throw new StateError('it is longer than any that this page makes');
  const coded = hash.slice(prefix.length);
  if (!/^[A-Za-z0-9_-]+$/.test(coded)) throw new StateError('it has characters that this page never writes; it may have been cut or changed on its way');
  let json;
  try {
    json = await inflate(Uint8Array.from(atob(coded.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0)));
  } catch (error) {
    if (error instanceof StateError) throw error;
    throw new StateError('it is not complete; it may have been cut on its way');
  }
  try {
    return JSON.parse(json);
  } catch {
    throw new StateError('it does not hold what this page writes');
  }
}

async function inflate(packed) {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > MOST_UNPACKED) {
      reader.cancel().catch(() => {});
      throw new StateError('it holds more than this page can show');
    }
    parts.push(value);
  }
  return new TextDecoder('utf-8', { fatal: true }).decode(await new Blob(parts).arrayBuffer());
}
