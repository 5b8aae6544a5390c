// What a program puts around every call: client.middlewareStack.add(middleware, { step: "initialize" }).
// There is no HTTP request here, so only the step that sees a command's input and its output is kept; another one is refused, not forgotten.
const NONE = [];

export class MiddlewareStack {
  #kept = NONE;

  add(middleware, { step = "initialize", name, priority = "normal", override, tags } = {}) {
    if (step !== "initialize") throw new Error(`NotImplemented: the course's sandbox sends no HTTP request, so a middleware cannot stand at the step '${step}'; it can at 'initialize'`);
    if (name && this.#kept.some((one) => one.name === name)) {
      if (!override) throw new Error(`Duplicate middleware name '${name}'`);
      this.remove(name);
    }
    this.#kept = [...this.#kept, { middleware, name, priority, tags }];
  }
  addRelativeTo(middleware, { toMiddleware, ...options }) {
    this.add(middleware, options);
  }
  use(plugin) {
    plugin.applyToStack(this);
  }
  remove(which) {
    const before = this.#kept.length;
    this.#kept = this.#kept.filter((one) => one.name !== which && one.middleware !== which);
    return this.#kept.length < before;
  }
  removeByTag(tag) {
    const before = this.#kept.length;
    this.#kept = this.#kept.filter((one) => !one.tags?.includes(tag));
    return this.#kept.length < before;
  }
  clone() {
    const other = new MiddlewareStack();
    other.#kept = this.#kept;
    return other;
  }
  concat(other) {
    const both = new MiddlewareStack();
    both.#kept = [...this.#kept, ...other.#kept];
    return both;
  }
  identify() {
    return this.#kept.map((one) => one.name ?? "<anonymous>");
  }
  get isEmpty() {
    return this.#kept.length === 0;
  }

  /** `last` with all that was put around it, what was added first outside. */
  resolve(last, context) {
    const order = { high: 0, normal: 1, low: 2 };
    return [...this.#kept].sort((a, b) => order[a.priority] - order[b.priority]).reduceRight((next, one) => one.middleware(next, context), last);
  }
}
