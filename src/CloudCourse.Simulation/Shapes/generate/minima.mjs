// Writes ../minima.json: the least lengths and values that AWS's SDK for Python and its command line hold every request against before they
// send it. The SDKs for JavaScript, from which generate.mjs makes the rest, leave them out; botocore's models (Apache-2.0) have them. Run by hand:
//
//   apt-get download python3-botocore && dpkg-deb -x python3-botocore*.deb there
//   node minima.mjs there/usr/lib/python3/dist-packages/botocore/data
//
// Facts only. A structure's members are written as name:least, and where the member is a list or a map, name:least,of its items, and so on;
// a level without one is empty. A member that is newer than the package has none.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const folders = { apigateway: "apigatewayv2", elasticloadbalancing: "elbv2" };
// What AWS has changed since: a table may be named by its ARN (API Reference of DynamoDB: at least 1 character, where it was 3).
const since = { dynamodb: { TableName: 1 } };
const lengths = new Set(["string", "list"]);
const numbers = new Set(["integer", "long", "float", "double"]);

const here = dirname(fileURLToPath(import.meta.url));
const data = process.argv[2];
const versions = new Set();
const all = {};

for (const file of readdirSync(join(here, "..")).filter(f => f.endsWith(".json") && !["other-operations.json", "minima.json"].includes(f)).sort()) {
  const service = file.slice(0, -".json".length);
  const folder = join(data, folders[service] ?? service);
  const version = readdirSync(folder).sort().at(-1);
  const { operations, shapes } = JSON.parse(readFileSync(join(folder, version, "service-2.json"), "utf8"));
  const ours = JSON.parse(readFileSync(join(here, "..", file), "utf8"));
  const found = {};
  const seen = new Set();

  const leastOf = shape => (shape && "min" in shape && (numbers.has(shape.type) || (lengths.has(shape.type) && shape.min > 0)) ? shape.min : null);

  function levels(written, shape) {
    if (!shape) return [];
    if (typeof written === "string") {
      if (written[0] === "@") walk(written.slice(1), shape);
      return [leastOf(shape)];
    }
    const [inner, name] = Array.isArray(written) ? [written[0], shape.member?.shape] : [written["*"], shape.value?.shape];
    return [leastOf(shape), ...levels(inner, shapes[name])];
  }

  function walk(name, shape) {
    if (seen.has(name)) return;
    seen.add(name);
    for (const [key, written] of Object.entries(ours.shapes[name])) {
      const member = key.replace(/!$/, "");
      const least = levels(written, shapes[shape.members?.[member]?.shape]);
      if (since[service]?.[member] !== undefined) least[0] = since[service][member];
      while (least.at(-1) === null) least.pop();
      if (least.length > 0) (found[name] ??= []).push(`${member}:${least.map(l => l ?? "").join(",")}`);
    }
  }

  for (const [operation, [input]] of Object.entries(ours.operations)) {
    if (input && operations[operation]?.input) walk(input.slice(1), shapes[operations[operation].input.shape]);
  }
  versions.add(version);
  const line = ([name, members]) => `    ${JSON.stringify(name)}: ${JSON.stringify(members.join(" "))}`;
  const lines = Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)).map(line);
  if (lines.length > 0) all[service] = `  ${JSON.stringify(service)}: {\n${lines.join(",\n")}\n  }`;
  console.log(`${service}: ${lines.length} structures`);
}

writeFileSync(join(here, "..", "minima.json"), `{
  "source": "API models of botocore 1.29.27, as packaged by Debian (Apache-2.0)",
  "asOf": "2026-11-23",
${Object.values(all).join(",\n")}
}
`);
