// node:http and node:https as far as programs need them to set up an SDK's client. No request reaches anything: there is no network.
import { EventEmitter } from "node:events";
import { Writable } from "node:stream";

const NO_NETWORK = "The course's sandbox has no network: only calls by AWS's SDK are answered, by the simulated account";

const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"];
const STATUS_CODES = {
  100: "Continue", 101: "Switching Protocols", 200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information", 204: "No Content", 205: "Reset Content", 206: "Partial Content",
  300: "Multiple Choices", 301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect", 308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized",
  402: "Payment Required", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone", 411: "Length Required",
  412: "Precondition Failed", 413: "Payload Too Large", 414: "URI Too Long", 415: "Unsupported Media Type", 416: "Range Not Satisfiable", 418: "I'm a Teapot", 422: "Unprocessable Entity", 423: "Locked",
  428: "Precondition Required", 429: "Too Many Requests", 431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented", 502: "Bad Gateway", 503: "Service Unavailable",
  504: "Gateway Timeout", 505: "HTTP Version Not Supported", 507: "Insufficient Storage", 511: "Network Authentication Required",
};

/** Settings of connections that there are not. */
class Agent extends EventEmitter {
  constructor(options = {}) {
    super();
    this.options = { ...options };
    for (const [name, value] of Object.entries({ keepAlive: false, maxSockets: Infinity, maxFreeSockets: 256, maxTotalSockets: Infinity })) this[name] = options[name] ?? value;
    this.sockets = {};
    this.freeSockets = {};
    this.requests = {};
  }
  destroy() {}
}

/** Fails as a request to a host does that no route leads to: by an event, after the program has had its turn. */
class ClientRequest extends Writable {
  constructor(url, callback) {
    super({ write: (chunk, encoding, done) => done() });
    if (callback) this.once("response", callback);
    const failed = Object.assign(new Error(`connect ENETUNREACH ${typeof url === "string" ? url : (url?.href ?? url?.hostname ?? url?.host ?? "localhost")}. ${NO_NETWORK}`), { code: "ENETUNREACH", errno: -101, syscall: "connect" });
    queueMicrotask(() => this.destroy(failed));
  }
  setTimeout() {
    return this;
  }
  setHeader() {
    return this;
  }
  abort() {
    this.destroy();
  }
}

function protocol(defaultPort) {
  const request = (url, options, callback) => new ClientRequest(url, typeof options === "function" ? options : callback);
  const get = (...args) => {
    const sent = request(...args);
    sent.end();
    return sent;
  };
  const createServer = () => {
    throw Object.assign(new Error(`NotImplemented: ${NO_NETWORK}`), { code: "ERR_NOT_IMPLEMENTED" });
  };
  const KeptAgent = class extends Agent {
    defaultPort = defaultPort;
  };
  Object.defineProperty(KeptAgent, "name", { value: "Agent" });
  return { Agent: KeptAgent, globalAgent: new KeptAgent({ keepAlive: true }), ClientRequest, request, get, createServer, STATUS_CODES, METHODS };
}

export const http = protocol(80);
export const https = protocol(443);
