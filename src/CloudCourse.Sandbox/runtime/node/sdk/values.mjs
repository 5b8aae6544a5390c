// @aws-sdk/util-dynamodb: JavaScript's values as DynamoDB's, and back.

/** A number too long for JavaScript, kept as its digits. */
export class NumberValue {
  constructor(value) {
    this.value = typeof value === "object" ? String(value.N ?? value.value) : String(value);
  }
  static from(value) {
    return new NumberValue(value);
  }
  toAttributeValue() {
    return { N: this.value };
  }
  toBigInt() {
    return BigInt(this.value);
  }
  toString() {
    return this.value;
  }
  valueOf() {
    return this.value;
  }
}

const isBinary = (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value) || (typeof Blob !== "undefined" && value instanceof Blob);
const UNDEFINED = "Pass options.removeUndefinedValues=true to remove undefined values from map/array/set.";

function number(value, options) {
  if (value instanceof NumberValue) return value.value;
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new Error(`Special numeric value ${value} is not allowed`);
    if (options?.allowImpreciseNumbers) return String(value);
    if (value > Number.MAX_SAFE_INTEGER) throw new Error(`Number ${value} is greater than Number.MAX_SAFE_INTEGER. Use NumberValue from @aws-sdk/lib-dynamodb.`);
    if (value < Number.MIN_SAFE_INTEGER) throw new Error(`Number ${value} is lesser than Number.MIN_SAFE_INTEGER. Use NumberValue from @aws-sdk/lib-dynamodb.`);
  }
  return String(value);
}

function set(value, options) {
  const items = options?.removeUndefinedValues ? [...value].filter((item) => item !== undefined) : [...value];
  if (!options?.removeUndefinedValues && value.has(undefined)) throw new Error(UNDEFINED);
  if (items.length === 0) {
    if (options?.convertEmptyValues) return { NULL: true };
    throw new Error("Pass a non-empty set, or options.convertEmptyValues=true.");
  }
  const [first] = items;
  if (typeof first === "number" || typeof first === "bigint" || first instanceof NumberValue) return { NS: items.map((item) => number(item, options)) };
  if (typeof first === "string") return { SS: items };
  if (isBinary(first)) return { BS: items };
  throw new Error(`Only Number Set (NS), Binary Set (BS), String Set (SS) are allowed.`);
}

export function convertToAttr(value, options) {
  if (value === undefined) throw new Error(UNDEFINED);
  if (value === null) return { NULL: true };
  if (Array.isArray(value)) {
    const items = value.filter((item) => typeof item !== "function" && !(options?.removeUndefinedValues && item === undefined));
    return { L: items.map((item) => convertToAttr(item, options)) };
  }
  if (value instanceof Set) return set(value, options);
  if (value instanceof Map) return { M: map(value, options) };
  if (value instanceof NumberValue) return { N: value.value };
  if (isBinary(value)) return value.byteLength === 0 && options?.convertEmptyValues ? { NULL: true } : { B: value };
  switch (typeof value) {
    case "object":
      if (value.constructor === Object || value.constructor === undefined || Object.getPrototypeOf(Object.getPrototypeOf(value) ?? {}) === null) break;
      if (value instanceof String || value instanceof Number || value instanceof Boolean) return convertToAttr(value.valueOf(), options);
      if (options?.convertClassInstanceToMap) break;
      throw new Error(`Unsupported type passed: ${value}. Pass options.convertClassInstanceToMap=true to marshall typeof object as map attribute.`);
    case "boolean": return { BOOL: value };
    case "number":
    case "bigint": return { N: number(value, options) };
    case "string": return value.length === 0 && options?.convertEmptyValues ? { NULL: true } : { S: value };
    default: throw new Error(`Unsupported type passed: ${String(value)}. Pass options.convertClassInstanceToMap=true to marshall typeof object as map attribute.`);
  }
  return { M: map(Object.entries(value), options) };
}

function map(entries, options) {
  const made = {};
  for (const [name, item] of entries) {
    if (typeof item !== "function" && (item !== undefined || !options?.removeUndefinedValues)) made[name] = convertToAttr(item, options);
  }
  return made;
}

export function convertToNative(data, options) {
  for (const [kind, value] of Object.entries(data)) {
    if (value === undefined) continue;
    switch (kind) {
      case "NULL": return null;
      case "BOOL": return Boolean(value);
      case "N": return native(value, options);
      case "B":
      case "S": return value;
      case "L": return value.map((item) => convertToNative(item, options));
      case "M": return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, convertToNative(item, options)]));
      case "NS": return new Set(value.map((item) => native(item, options)));
      case "BS":
      case "SS": return new Set(value);
      default: throw new Error(`Unsupported type passed: ${kind}`);
    }
  }
  throw new Error(`No value defined: ${JSON.stringify(data)}`);
}

function native(text, options) {
  if (typeof options?.wrapNumbers === "function") return options.wrapNumbers(text);
  if (options?.wrapNumbers) return NumberValue.from(text);
  const value = Number(text);
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER && Number.isFinite(value)) {
    try {
      return BigInt(text);
    } catch {
      throw new Error(`${text} can't be converted to BigInt. Set options.wrapNumbers to get string value.`);
    }
  }
  return value;
}

export function marshall(data, options) {
  const made = convertToAttr(data, options);
  const [kind] = Object.keys(made);
  return (kind === "M" || kind === "L") && !options?.convertTopLevelContainer ? made[kind] : made;
}

export function unmarshall(data, options) {
  return convertToNative(options?.convertWithoutMapWrapper ? data : { M: data }, options);
}

export const exported = { marshall, unmarshall, convertToAttr, convertToNative, NumberValueImpl: NumberValue };
