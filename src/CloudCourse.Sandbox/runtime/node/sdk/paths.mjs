// The part of JMESPath (https://jmespath.org) that AWS's tables of pages and waiters use. `compile(text)` gives a function of a value.

const TOKEN = /\s*(?:([A-Za-z_]\w*)|`([^`]*)`|(-?\d+)|(\[\?|\[\]|\|\||&&|==|!=|[.[\]()>!]))/y;
const BINDS = { "||": 1, "&&": 2, "==": 3, "!=": 3, ">": 3, "[]": 9, "[?": 9, ".": 10, "[": 11 };
const compiled = new Map();

export function compile(text) {
  if (!compiled.has(text)) compiled.set(text, new Reader(text).whole());
  return compiled.get(text);
}

const isTrue = (v) => !(v === null || v === undefined || v === false || v === "" || (Array.isArray(v) && v.length === 0) || (v?.constructor === Object && Object.keys(v).length === 0));
const each = (list, rest) => (Array.isArray(list) ? list.map(rest).filter((v) => v !== null && v !== undefined) : null);

class Reader {
  #tokens = [];
  #at = 0;

  constructor(text) {
    TOKEN.lastIndex = 0;
    const end = text.trimEnd().length;
    while (TOKEN.lastIndex < end) {
      const match = TOKEN.exec(text);
      if (!match) throw new SyntaxError(`${text} is no path that this SDK reads`);
      if (match[1] !== undefined) this.#tokens.push({ name: match[1] });
      else if (match[2] !== undefined) this.#tokens.push({ value: JSON.parse(match[2]) });
      else if (match[3] !== undefined) this.#tokens.push({ index: Number(match[3]) });
      else this.#tokens.push({ sign: match[4] });
    }
  }

  whole() {
    return this.#expression(0);
  }

  #sign = () => this.#tokens[this.#at]?.sign;
  #take = () => this.#tokens[this.#at++];

  #expression(binding) {
    let left = this.#first();
    while (binding < (BINDS[this.#sign()] ?? 0)) left = this.#next(left);
    return left;
  }

  #first() {
    const token = this.#take();
    if ("value" in token) return () => token.value;
    if (token.sign === "!") {
      const of = this.#expression(9);
      return (v) => !isTrue(of(v));
    }
    if (token.sign === "(") {
      const inner = this.#expression(0);
      this.#take();
      return inner;
    }
    if (token.sign) {
      this.#at--;
      return this.#next((v) => v);
    }
    if (this.#sign() === "(") {
      this.#take();
      const of = this.#expression(0);
      this.#take();
      return (v) => of(v)?.length ?? 0; // `length` is the only function in these tables
    }
    return (v) => v?.[token.name] ?? null;
  }

  #next(left) {
    const { sign } = this.#take();
    switch (sign) {
      case ".": {
        const right = this.#expression(10);
        return (v) => (left(v) === null ? null : right(left(v)));
      }
      case "[": {
        const { index } = this.#take();
        this.#take();
        return (v) => left(v)?.at?.(index) ?? null;
      }
      case "[]": {
        const rest = this.#rest();
        return (v) => each(left(v)?.flat?.() ?? null, rest);
      }
      case "[?": {
        const asks = this.#expression(0);
        this.#take();
        const rest = this.#rest();
        return (v) => each(left(v)?.filter?.((item) => isTrue(asks(item))) ?? null, rest);
      }
      default: {
        const right = this.#expression(BINDS[sign]);
        if (sign === "||") return (v) => (isTrue(left(v)) ? left(v) : right(v));
        if (sign === "&&") return (v) => (isTrue(left(v)) ? right(v) : left(v));
        if (sign === "==") return (v) => left(v) === right(v);
        if (sign === "!=") return (v) => left(v) !== right(v);
        return (v) => left(v) > right(v);
      }
    }
  }

  /** What is asked of each item. */
  #rest() {
    let rest = (v) => v;
    while ((BINDS[this.#sign()] ?? 0) >= 9) rest = this.#next(rest);
    return rest;
  }
}
