import { DynamoDB } from "@aws-sdk/client-dynamodb";
import { S3 } from "@aws-sdk/client-s3";

const tables = new DynamoDB();
const s3 = new S3();

const readers = {
  "aws:s3": async (record) => {
    const Key = new URLSearchParams(`key=${record.s3.object.key}`).get("key");
    const { Body } = await s3.getObject({ Bucket: record.s3.bucket.name, Key });
    return ["bucket", JSON.parse(await Body.transformToString())];
  },
  "aws:sqs": async (record) => ["queue", JSON.parse(record.body)],
  "aws:kinesis": async (record) => ["stream", JSON.parse(Buffer.from(record.kinesis.data, "base64"))],
};

async function wishesOf(event) {
  if (event.Records) return Promise.all(event.Records.map((record) => readers[record.eventSource](record)));
  return [event.detail ? ["bus", event.detail] : ["web", JSON.parse(event.body)]];
}

export async function handler(event) {
  const wishes = await wishesOf(event);
  await Promise.all(
    wishes.map(([source, { title, member }]) =>
      tables.putItem({ TableName: "wishes", Item: { title: { S: title }, member: { S: member }, source: { S: source } } }),
    ),
  );
  return { statusCode: 201, body: JSON.stringify({ title: wishes[0][1].title }) };
}
