import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { GetObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";

const tables = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const s3 = new S3Client({});

/** Puts a wish into the table. */
async function keep({ title, member }, source) {
  await tables.send(new PutCommand({ TableName: "wishes", Item: { title, member, source } }));
}

async function fromBucket({ bucket, object }) {
  const Key = decodeURIComponent(object.key.replaceAll("+", " "));
  const found = await s3.send(new GetObjectCommand({ Bucket: bucket.name, Key }));
  return JSON.parse(await found.Body.transformToString());
}

export const handler = async (event) => {
  if (event.requestContext) {
    const wish = JSON.parse(event.body);
    await keep(wish, "web");
    return { statusCode: 201, body: JSON.stringify({ title: wish.title }) };
  }
  if (event.detail) {
    await keep(event.detail, "bus");
    return;
  }
  event.Records.forEach(async (record) => {
    if (record.eventSource === "aws:s3") {
      await keep(await fromBucket(record.s3), "bucket");
    } else if (record.eventSource === "aws:sqs") {
      await keep(JSON.parse(record.body), "queue");
    } else {
      await keep(JSON.parse(Buffer.from(record.kinesis.data, "base64").toString("utf8")), "stream");
    }
  });
};
