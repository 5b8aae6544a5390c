// What a call can end in.
import { fromJson } from "./shapes.mjs";

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
  return { base, kinds, of: (operation, failed, $metadata, shapes) => failure(service, base, kinds, nameOf, failed, $metadata, shapes) };
}

/** Items that an error brings along are DynamoDB's values, whose bytes are bytes. */
function converted(fields, shapes) {
  if (!fields || !shapes?.knows("AttributeValue")) return fields;
  const value = shapes.of("@AttributeValue");
  const item = (holder) => (holder?.Item ? { ...holder, Item: Object.fromEntries(Object.entries(holder.Item).map(([name, written]) => [name, fromJson(value, written)])) } : holder);
  return { ...item(fields), ...(Array.isArray(fields.CancellationReasons) ? { CancellationReasons: fields.CancellationReasons.map(item) } : {}) };
}

function failure(service, base, kinds, nameOf, failed, $metadata, shapes) {
  let { code, message, advice, fields } = failed;
  if (code === "NotSimulated" && advice) message += " " + advice;
  if (code === "ParamValidation") [code, message] = refused(service, message);
  // S3 answers HEAD with a status and nothing else.
  if (service === "s3" && /^\d+$/.test(code)) [code, message] = [code === "404" ? "NotFound" : code, "UnknownError"];
  // Some services send a code alone; the SDK finds words of its own then.
  message ||= "UnknownError";
  const name = nameOf.get(code);
  const $fault = $metadata.httpStatusCode >= 500 ? "server" : "client";
  const error = name ? new kinds[name]({ message, $metadata, $fault }) : new base({ name: code, message, $metadata, $fault });
  if (code !== error.name || service === "s3") error.Code = code;
  return Object.assign(error, converted(fields, shapes));
}

/** What services call a member that is missing, where it is not a ValidationException. */
const UNFIT = { logs: "InvalidParameterException", sns: "ValidationError", sts: "ValidationError", iam: "ValidationError", autoscaling: "ValidationError", cloudwatch: "ValidationError", elasticloadbalancing: "ValidationError" };

/** This SDK checks almost nothing by itself: the service finds out. */
function refused(service, message) {
  const lines = message.split("\n").slice(1);
  const missing = lines.map((line) => /Missing required parameter in (\S+): "(\w+)"/.exec(line)).filter(Boolean);
  if (missing.length > 0 && service === "sqs") return ["MissingParameter", `The request must contain the parameter ${missing[0][2]}.`];
  if (missing.length > 0) {
    const words = missing.map(([, where, name]) => `Value null at '${where === "input" ? "" : where[0].toLowerCase() + where.slice(1) + "."}${name[0].toLowerCase()}${name.slice(1)}' failed to satisfy constraint: Member must not be null`);
    return [UNFIT[service] ?? "ValidationException", `${words.length} validation error${words.length > 1 ? "s" : ""} detected: ${words.join("; ")}`];
  }
  const wrong = lines.map((line) => /^Invalid type for parameter (.+), value: .*, type: <class '(\w+)'>, valid types: (.*)$/s.exec(line)).find(Boolean);
  if (!wrong) return ["ValidationException", lines.join("; ")];
  return ["SerializationException", `${unfit(wrong[2], wrong[3])} (${wrong[1]})`];
}

/** What a service says of JSON in which something else stands than it can read. */
function unfit(given, wanted) {
  if (given === "dict") return "Start of structure or map found where not expected.";
  if (given === "list") return "Start of list found where not expected";
  const kind = { str: "STRING_VALUE", int: "NUMBER_VALUE", float: "DECIMAL_VALUE", bool: "TRUE_VALUE" }[given] ?? given;
  if (/'(dict|list)'/.test(wanted)) return "Unexpected value type in payload";
  return `${kind} cannot be converted to ${/'str'/.test(wanted) ? "String" : /'int'/.test(wanted) ? "Integer" : /'bool'/.test(wanted) ? "Boolean" : /'float'/.test(wanted) ? "Double" : "the type that the service wants"}`;
}
