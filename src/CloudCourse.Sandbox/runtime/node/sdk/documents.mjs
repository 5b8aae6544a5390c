// @aws-sdk/lib-dynamodb: a client that takes and gives JavaScript's own values.
import { Command, internals } from "./client.mjs";
import { paginator } from "./pages.mjs";
import { NumberValue, convertToAttr, convertToNative } from "./values.mjs";

const COMMANDS = {
  Get: "GetItem", Put: "PutItem", Update: "UpdateItem", Delete: "DeleteItem", Query: "Query", Scan: "Scan", BatchGet: "BatchGetItem", BatchWrite: "BatchWriteItem",
  TransactGet: "TransactGetItems", TransactWrite: "TransactWriteItems", ExecuteStatement: "ExecuteStatement",
};

/** Converts every value that stands where the model has DynamoDB's own. */
function change(shape, value, convert) {
  if (value === undefined || value === null) return value;
  if (shape.name === "AttributeValue") return convert(value);
  if (shape.members) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shape.members[name] ? change(shape.members[name], item, convert) : item]));
  if (shape.item) return Array.isArray(value) ? value.map((item) => change(shape.item, item, convert)) : value;
  if (shape.value) {
    const isItem = shape.value.name === "AttributeValue";
    // What is undefined in an item is an error, unless the client was told to leave it out.
    const members = Object.entries(value).filter(([, item]) => item !== undefined || (isItem && !convert.dropsUndefined));
    return Object.fromEntries(members.map(([name, item]) => [name, isItem ? convert(item) : change(shape.value, item, convert)]));
  }
  return value;
}

export function documentPackage(dynamodb) {
  const made = { NumberValue };

  class DynamoDBDocumentClient extends dynamodb.DynamoDBClient {
    constructor(client, translateConfig) {
      super(client.given);
      this.config = { ...client.config, translateConfig };
      this.inner = client;
    }
    static from(client, translateConfig) {
      return new this(client, translateConfig);
    }
    destroy() {}
  }

  class DynamoDBDocument extends DynamoDBDocumentClient {}

  for (const [name, operation] of Object.entries(COMMANDS)) {
    const known = internals.get(dynamodb[`${operation}Command`]);
    if (!known) continue;
    const own = Object.create(known, {
      before: {
        value: (client, input) => {
          const { marshallOptions } = client.config.translateConfig ?? {};
          const options = { convertTopLevelContainer: true, ...marshallOptions };
          const convert = (value) => convertToAttr(value, options);
          convert.dropsUndefined = marshallOptions?.removeUndefinedValues;
          return change(known.input, input, convert);
        },
      },
      after: { value: (client, output) => change(known.output, output, (value) => convertToNative(value, client.config.translateConfig?.unmarshallOptions)) },
    });
    const Made = { [`${name}Command`]: class extends Command {} }[`${name}Command`];
    internals.set(Made, own);
    made[`${name}Command`] = Made;
    DynamoDBDocument.prototype[name[0].toLowerCase() + name.slice(1)] = function (input, options, callback) {
      return this.send(new Made(input), options, callback);
    };
  }
  const page = { input_token: "ExclusiveStartKey", output_token: "LastEvaluatedKey", limit_key: "Limit" };
  return { ...made, DynamoDBDocumentClient, DynamoDBDocument, paginateQuery: paginator(made.QueryCommand, page, DynamoDBDocumentClient), paginateScan: paginator(made.ScanCommand, page, DynamoDBDocumentClient) };
}
