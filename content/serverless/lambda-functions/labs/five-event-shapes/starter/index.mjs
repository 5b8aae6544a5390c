import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";

const tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** Puts a wish into the table. */
async function keep({ title, member }, source) {
  await tables.send(new PutCommand({ TableName: "wishes", Item: { title, member, source } }));
}

export const handler = async (event) => {
  console.log(JSON.stringify(event));
};
