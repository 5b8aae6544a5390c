// What a service takes and gives, member by member: JavaScript's values into JSON and back.
import { Buffer } from "node:buffer";
import { Readable } from "node:stream";

/** Bytes that can also be read as text, as Lambda's payloads are. */
export class Uint8ArrayBlobAdapter extends Uint8Array {
  transformToString(encoding = "utf-8") {
    return Buffer.from(this.buffer, this.byteOffset, this.byteLength).toString(encoding);
  }
}

function body(base64) {
  const bytes = Buffer.from(base64, "base64");
  const stream = Readable.from(bytes.length > 0 ? [bytes] : [], { objectMode: false });
  let isTaken = false;
  const take = () => {
    if (isTaken) throw new Error("The stream has already been transformed.");
    isTaken = true;
    stream.destroy();
    return bytes;
  };
  return Object.assign(stream, {
    transformToByteArray: async () => new Uint8Array(take()),
    transformToString: async (encoding = "utf-8") => take().toString(encoding),
    transformToWebStream: () => new Blob([take()]).stream(),
  });
}

/** Bytes of what a member may be given as: text, bytes, or a promise of them for what has to be read first. */
export function bytesOf(value) {
  if (typeof value === "string") return Buffer.from(value);
  if (value instanceof ArrayBuffer) return Buffer.from(value);
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  if (typeof value?.arrayBuffer === "function") return value.arrayBuffer().then((b) => Buffer.from(b));
  if (typeof value?.[Symbol.asyncIterator] === "function") return gathered(value);
  return null;
}

async function gathered(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** Reads the model's notation as far as it is needed. */
export class Shapes {
  #structures;
  #known = new Map();

  constructor(structures) {
    this.#structures = structures;
  }

  knows(name) {
    return Object.hasOwn(this.#structures, name);
  }

  /** { name?, members?, required?, item?, value?, scalar? } */
  of(written) {
    if (Array.isArray(written)) return { item: this.of(written[0]) };
    if (typeof written === "object") return { value: this.of(written["*"]) };
    if (written === "map") return { value: { scalar: "string" } };
    let shape = this.#known.get(written);
    if (shape) return shape;
    if (written[0] !== "@") shape = { scalar: /^[a-z]+/.exec(written)[0] };
    else {
      const members = Object.entries(this.#structures[written.slice(1)]);
      const shapes = this;
      shape = { name: written.slice(1), required: members.filter(([n]) => n.endsWith("!")).map(([n]) => n.slice(0, -1)), members: {} };
      // A structure may lead back to itself, so its members wait until they are looked at.
      for (const [n, of] of members) {
        Object.defineProperty(shape.members, n.replace(/!$/, ""), { enumerable: true, configurable: true, get() {
          const found = shapes.of(of);
          Object.defineProperty(shape.members, n.replace(/!$/, ""), { enumerable: true, value: found });
          return found;
        } });
      }
    }
    this.#known.set(written, shape);
    return shape;
  }
}

/** The JSON of an input. Members that the service does not know stay out, as do undefined ones; `waits` collects what has to be read first. */
export function toJson(shape, value, waits) {
  if (shape.members) {
    if (value === null || typeof value !== "object") return value;
    const json = {};
    for (const [name, member] of Object.entries(value)) {
      if (member === undefined || member === null || !Object.hasOwn(shape.members, name)) continue;
      const given = toJson(shape.members[name], member, waits);
      if (given instanceof Promise) waits.push(given.then((done) => (json[name] = done)));
      else json[name] = given;
    }
    return json;
  }
  if (shape.item) return Array.isArray(value) || value instanceof Set ? [...value].map((item) => toJson(shape.item, item, waits)) : value;
  if (shape.value) return value !== null && typeof value === "object" ? Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined).map(([k, v]) => [k, toJson(shape.value, v, waits)])) : value;
  if (shape.scalar === "timestamp") return value instanceof Date ? value.toISOString().replace(".000Z", "Z") : value;
  if (shape.scalar === "blob" || shape.scalar === "stream") {
    const bytes = bytesOf(value);
    if (bytes instanceof Promise) return bytes.then((b) => b.toString("base64"));
    return bytes === null ? value : bytes.toString("base64");
  }
  return typeof value === "bigint" ? Number(value) : value;
}

export function fromJson(shape, json) {
  if (json === null || json === undefined) return undefined;
  if (shape.members) {
    const value = {};
    for (const [name, member] of Object.entries(json)) value[name] = Object.hasOwn(shape.members, name) ? fromJson(shape.members[name], member) : member;
    return value;
  }
  if (shape.item) return json.map((item) => fromJson(shape.item, item));
  if (shape.value) return Object.fromEntries(Object.entries(json).map(([k, v]) => [k, fromJson(shape.value, v)]));
  switch (shape.scalar) {
    case "timestamp": return new Date(typeof json === "number" ? json * 1000 : json);
    case "stream": return body(json);
    case "blob": return new Uint8ArrayBlobAdapter(Buffer.from(json, "base64"));
    default: return json;
  }
}
