// Places in JSON as a form's description names them: a JSON pointer, in which [Member=value] stands for the item of a list that has this member.

/**
 * The place that a pointer means in a value. An item that is not there yet stands behind the last; `template` is what it begins with.
 * @param {any} value the whole document
 * @param {string} pointer such as /TagSpecifications/[ResourceType=instance]/Tags
 * @param {Record<string, string>} variables what {name} stands for
 * @returns {{path: (string|number)[], templates: Map<number, object>, exists: boolean}}
 */
export function resolve(value, pointer, variables = {}) {
  const path = [], templates = new Map();
  let at = value, exists = true;
  for (const raw of pointer.split('/').slice(1)) {
    const segment = raw.replace(/\{(\w+)\}/g, (_, name) => variables[name] ?? '');
    const wanted = /^\[(\w+)=(.*)\]$/.exec(segment);
    let step;
    if (wanted) {
      const [, member, text] = wanted;
      const is = /^\d+$/.test(text) ? Number(text) : text;
      const items = Array.isArray(at) ? at : [];
      step = items.findIndex(i => isObject(i) && i[member] === is);
      if (step < 0) step = items.findIndex(i => isObject(i) && !(member in i)); // one that does not say otherwise
      if (step < 0) step = items.length;
      templates.set(path.length, { [member]: is });
    } else step = /^\d+$/.test(segment) ? Number(segment) : segment;
    path.push(step);
    const next = exists && at !== null && typeof at === 'object' && Object.hasOwn(at, step) ? at[step] : undefined;
    exists = next !== undefined;
    at = next;
  }
  return { path, templates, exists };
}

export const isObject = value => value !== null && typeof value === 'object' && !Array.isArray(value);

export const at = (value, path) => path.reduce((v, step) => v !== null && typeof v === 'object' && Object.hasOwn(v, step) ? v[step] : undefined, value);

/** For people: NetworkInterfaces[0].SubnetId */
export const words = path => path.map((step, i) => typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`).join('');

export const startsWith = (path, prefix) => prefix.length <= path.length && prefix.every((step, i) => step === path[i]);
