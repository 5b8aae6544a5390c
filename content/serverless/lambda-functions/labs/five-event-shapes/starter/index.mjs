import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";

const s3 = new S3Client({});
const tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));

/** Puts a wish into the table. */
async function keep({ title, member }, source) {
  await tables.send(new PutCommand({ TableName: "wishes", Item: { title, member, source } }));
}

/** Reads an object of a bucket that holds JSON. */
async function read(bucket, key) {
  const answer = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return JSON.parse(await answer.Body.transformToString());
}

export const handler = async (event) => {
  console.log(JSON.stringify(event));
};
