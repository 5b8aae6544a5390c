// A client's package: its commands, its aggregated client, its exceptions, paginators and waiters.
import * as environments from "../environments.mjs";
import { variables } from "../process.mjs";
import { keysOf } from "./credentials.mjs";
import { errorsOf } from "./errors.mjs";
import { MiddlewareStack } from "./middleware.mjs";
import { paginatorsOf } from "./pages.mjs";
import { Shapes, fromJson, toJson } from "./shapes.mjs";
import { waitersOf } from "./waiters.mjs";

/** Names that stand in a request's address: without them nothing can be sent. */
const LABELS = { s3: ["Bucket", "Key"], lambda: ["FunctionName", "UUID", "Name"], scheduler: ["Name"], apigateway: ["ApiId", "RouteId", "IntegrationId", "StageName", "DeploymentId"] };

/** By which a document client finds the model behind a command. */
export const internals = new WeakMap();

export class Command {
  constructor(input) {
    this.input = input ?? {};
    this.middlewareStack = new MiddlewareStack();
  }
}

function provider(value) {
  return typeof value === "function" ? value : async () => value;
}

export class Client {
  constructor(config = {}) {
    this.given = config;
    this.environment = environments.current();
    this.middlewareStack = new MiddlewareStack();
    this.config = {
      ...config,
      region: provider(config.region ?? variables.AWS_REGION),
      credentials: provider(config.credentials ?? { accessKeyId: "ASIACOURSEFUNCTIONS0", secretAccessKey: "there-are-no-keys-in-the-courses-sandbox", sessionToken: "there-is-no-token-either" }),
      maxAttempts: provider(config.maxAttempts ?? 3),
    };
    for (const own of ["given", "environment"]) Object.defineProperty(this, own, { enumerable: false });
  }

  /** Promise, or the older form with a callback at the end. */
  send(command, options, callback) {
    const done = typeof options === "function" ? options : callback;
    const sent = around(this, command, options?.abortSignal);
    if (!done) return sent;
    sent.then((output) => done(null, output), (error) => done(error));
    return undefined;
  }

  destroy() {}
}

/** A call with what the program has put around it. */
function around(client, command, signal) {
  if (client.middlewareStack.isEmpty && (command?.middlewareStack?.isEmpty ?? true)) return start(client, command, signal);
  const context = { clientName: client.constructor.name, commandName: command.constructor.name };
  const last = async ({ input }) => {
    const output = await start(client, Object.assign(Object.create(Object.getPrototypeOf(command)), command, { input }), signal);
    return { output, response: { statusCode: output.$metadata.httpStatusCode, headers: {} } };
  };
  return Promise.resolve(client.middlewareStack.concat(command.middlewareStack).resolve(last, context)({ input: command.input })).then(({ output }) => output);
}

/**
 * What is asked in one go is asked at one moment of virtual time, so that calls beside each other, as in Promise.all, take the time of the
 * longest and not of all.
 */
function start(client, command, signal) {
  try {
    const known = internals.get(command.constructor);
    if (!known) throw new TypeError("client.send() takes a command of this SDK, such as new GetObjectCommand({ … })");
    const { region, credentials } = client.given;
    if (typeof region === "function" || typeof credentials === "function") {
      return (async () => run(client, command, signal, known, typeof region === "function" ? await region() : region, typeof credentials === "function" ? await credentials() : credentials))();
    }
    return run(client, command, signal, known, region, credentials);
  } catch (error) {
    return Promise.reject(error);
  }
}

function run(client, command, signal, known, region, credentials) {
  if (known.lacking) throw new known.errors.base({ name: "NotImplemented", message: `${known.lacking} is one of AWS's operations, and the course's simulated account does not have it.`, $fault: "server", $metadata: { httpStatusCode: 501, attempts: 1, totalRetryDelay: 0 } });
  region ??= variables.AWS_REGION;
  if (!region) throw new Error("Region is missing");
  const { service, operation, input } = known;
  const given = known.before ? known.before(client, command.input) : command.input;
  for (const label of LABELS[service] ?? []) {
    if (!input?.required.includes(label)) continue;
    // A bucket's name is part of the host's.
    if (given[label] === undefined || given[label] === null || (given[label] === "" && label === "Bucket")) throw new Error(`No value provided for input HTTP label: ${label}.`);
    if (given[label] === "") throw new Error(`Empty value provided for input HTTP label: ${label}.`);
  }
  const waits = [];
  const json = input ? toJson(input, given, waits) : {};
  const ask = () => environments.call(client.environment, signal, service, operation, region, json, keysOf(credentials)).then((answer) => ended(client, known, answer));
  return waits.length > 0 ? Promise.all(waits).then(ask) : ask();
}

function ended(client, known, answer) {
  const $metadata = { httpStatusCode: known.status, requestId: answer.requestId, extendedRequestId: undefined, cfId: undefined, attempts: 1, totalRetryDelay: 0 };
  if (answer.error) {
    if (answer.error.code === "NotSimulated" && !known.isSimulated) answer.error = { ...answer.error, code: "NotImplemented" };
    $metadata.httpStatusCode = answer.error.status || 400;
    throw known.errors.of(known.operation, answer.error, $metadata, known.shapes);
  }
  if (answer.output.ContentRange !== undefined) $metadata.httpStatusCode = 206;
  if (known.service === "lambda" && known.operation === "Invoke") $metadata.httpStatusCode = answer.output.StatusCode ?? 200;
  const output = known.output ? fromJson(known.output, answer.output) : {};
  return { $metadata, ...(known.after ? known.after(client, output) : output) };
}

export function clientPackage(about, prefix) {
  const shapes = new Shapes(about.shapes);
  const errors = errorsOf(about.service, `${prefix}ServiceException`, about.errors);
  const made = { [`${prefix}ServiceException`]: errors.base, ...errors.kinds, $Command: Command, __Client: Client };
  const ClientClass = { [`${prefix}Client`]: class extends Client {} }[`${prefix}Client`];
  const Aggregated = { [prefix]: class extends ClientClass {} }[prefix];

  const simulated = new Set(about.simulated);
  const add = (operation, known) => {
    const name = `${operation}Command`;
    const Made = { [name]: class extends Command {} }[name];
    internals.set(Made, known);
    made[name] = Made;
    Aggregated.prototype[operation[0].toLowerCase() + operation.slice(1)] = function (args, options, callback) {
      return this.send(new Made(args), options, callback);
    };
  };
  for (const operation of about.others.split(" ").filter(Boolean)) add(operation, { lacking: operation, errors });
  for (const [operation, [input, output]] of Object.entries(about.operations)) {
    const known = { isSimulated: simulated.has(operation), service: about.service, operation, errors, status: about.statuses?.[operation] ?? 200, written: [input, output], shapes };
    // Read when first sent.
    Object.defineProperty(known, "input", { get: () => input && shapes.of(input) });
    Object.defineProperty(known, "output", { get: () => output && shapes.of(output) });
    add(operation, known);
  }
  Object.assign(made, { [`${prefix}Client`]: ClientClass, [prefix]: Aggregated }, paginatorsOf(about, made, ClientClass), waitersOf(about, made));
  return made;
}
