// What a call can end in.

/** The parent of what services answer instead of an output. */
export class ServiceException extends Error {
  constructor(options) {
    super(options.message);
    Object.setPrototypeOf(this, new.target.prototype);
    this.name = options.name;
    this.$fault = options.$fault;
    this.$metadata = options.$metadata;
    Object.defineProperty(this, "$response", { value: options.$response, enumerable: false });
  }

  static isInstance(value) {
    return Boolean(value) && (value instanceof this || (Boolean(value.$fault) && Boolean(value.$metadata)));
  }

  static [Symbol.hasInstance](value) {
    if (!value || typeof value !== "object") return false;
    return this.prototype.isPrototypeOf(value) || (this === ServiceException && Boolean(value.$fault) && Boolean(value.$metadata));
  }
}

/** { base, kinds: { name: class }, of(operation, failed, metadata) } for one service; `errors` is the model's: name: [code, status]. */
export function errorsOf(service, baseName, errors) {
  const base = { [baseName]: class extends ServiceException {} }[baseName];
  const kinds = {};
  const nameOf = new Map();
  for (const [name, [code]] of Object.entries(errors)) {
    kinds[name] = { [name]: class extends base {
      constructor(options) {
        super({ $fault: "client", ...options, name });
      }
    } }[name];
    nameOf.set(code, name).set(name, name);
  }
  return { base, kinds, of: (operation, failed, $metadata) => failure(service, base, kinds, nameOf, failed, $metadata) };
}

function failure(service, base, kinds, nameOf, failed, $metadata) {
  let { code, message, advice, fields } = failed;
  if (code === "NotSimulated" && advice) message += " " + advice;
  if (code === "ParamValidation") [code, message] = refused(message);
  // S3 answers HEAD with a status and nothing else.
  if (service === "s3" && /^\d+$/.test(code)) [code, message] = [code === "404" ? "NotFound" : code, "UnknownError"];
  const name = nameOf.get(code);
  const $fault = $metadata.httpStatusCode >= 500 ? "server" : "client";
  const error = name ? new kinds[name]({ message, $metadata, $fault }) : new base({ name: code, message, $metadata, $fault });
  if (code !== error.name || service === "s3") error.Code = code;
  return Object.assign(error, fields);
}

/** This SDK checks almost nothing by itself: the service finds out. */
function refused(message) {
  const lines = message.split("\n").slice(1);
  const missing = lines.map((line) => /Missing required parameter in (\S+): "(\w+)"/.exec(line)).filter(Boolean);
  if (missing.length > 0) {
    const words = missing.map(([, where, name]) => `Value null at '${where === "input" ? "" : where[0].toLowerCase() + where.slice(1) + "."}${name[0].toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`);
    return ["ValidationException", `${words.length} validation error${words.length > 1 ? "s" : ""} detected: ${words.join("; ")}`];
  }
  return lines.some((line) => line.startsWith("Invalid type")) ? ["SerializationException", lines.join("; ")] : ["ValidationException", lines.join("; ")];
}
