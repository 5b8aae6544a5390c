using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests;

/// <summary>AWS's SDK for JavaScript, against real services of the simulated account.</summary>
/// <seealso href="https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/"/>
public sealed class NodeSdkTests(SdkWorld world) : IClassFixture<SdkWorld>
{
    private const string Head = """
        import * as s3sdk from "@aws-sdk/client-s3";
        import { S3Client, S3, PutObjectCommand, GetObjectCommand, HeadObjectCommand, ListObjectsV2Command, DeleteObjectCommand, NoSuchKey, NotFound, S3ServiceException, paginateListObjectsV2, waitUntilBucketExists, waitUntilObjectExists } from "@aws-sdk/client-s3";
        import { DynamoDBClient, DynamoDB, PutItemCommand, GetItemCommand, CreateTableCommand, DescribeTableCommand, ConditionalCheckFailedException, waitUntilTableExists } from "@aws-sdk/client-dynamodb";
        import { DynamoDBDocumentClient, DynamoDBDocument, GetCommand, PutCommand, UpdateCommand, QueryCommand, DeleteCommand, BatchWriteCommand, paginateQuery } from "@aws-sdk/lib-dynamodb";
        import { marshall, unmarshall } from "@aws-sdk/util-dynamodb";
        import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
        import { Upload } from "@aws-sdk/lib-storage";
        const s3 = new S3Client({});
        const ddb = new DynamoDBClient({});
        const docs = DynamoDBDocumentClient.from(ddb);
        const Bucket = "ana-photos";
        const words = async (run) => { try { await run(); return "no error"; } catch (e) { return `${e.name}: ${e.message}`; } };

        """;

    private static HandlerCode Code(string body) => new("nodejs24.x", "index.handler", [new("index.mjs", Head + "export const handler = async (event, context) => {\n" + body + "\n};")], Seed: 7);

    private Task GivesAsync(string body, string expected) => world.GivesAsync(Code(body), expected);

    [Theory]
    [InlineData("""
        const put = await s3.send(new PutObjectCommand({ Bucket, Key: "a.txt", Body: "grüß", ContentType: "text/plain", Metadata: { who: "ana" } }));
        const got = await s3.send(new GetObjectCommand({ Bucket, Key: "a.txt" }));
        return [await got.Body.transformToString(), got.ContentLength, got.ContentType, got.Metadata, put.ETag === got.ETag, got.LastModified instanceof Date, got.$metadata.httpStatusCode, got.$metadata.attempts, typeof got.$metadata.requestId];
        """, """["grüß", 6, "text/plain", {"who": "ana"}, true, true, 200, 1, "string"]""")]
    [InlineData("""
        const { Readable } = await import("node:stream");
        await s3.send(new PutObjectCommand({ Bucket, Key: "bytes", Body: new Uint8Array([1, 2, 3]) }));
        await s3.send(new PutObjectCommand({ Bucket, Key: "stream", Body: Readable.from(["one,", "two"]) }));
        const bytes = await (await s3.send(new GetObjectCommand({ Bucket, Key: "bytes" }))).Body.transformToByteArray();
        const chunks = [];
        for await (const chunk of (await s3.send(new GetObjectCommand({ Bucket, Key: "stream" }))).Body) chunks.push(chunk);
        const web = await new Response((await s3.send(new GetObjectCommand({ Bucket, Key: "stream" }))).Body.transformToWebStream()).text();
        const base64 = await (await s3.send(new GetObjectCommand({ Bucket, Key: "bytes" }))).Body.transformToString("base64");
        return [[...bytes], Buffer.concat(chunks).toString(), web, base64];
        """, """[[1, 2, 3], "one,two", "one,two", "AQID"]""")]
    [InlineData("""
        const client = new S3({ region: "eu-west-1" });
        await client.putObject({ Bucket, Key: "agg", Body: Buffer.from("x") });
        const { Contents } = await client.listObjectsV2({ Bucket, Prefix: "agg" });
        const gone = await client.deleteObject({ Bucket, Key: "agg" });
        return [Contents.map((o) => [o.Key, o.Size]), gone.$metadata.httpStatusCode, await client.config.region()];
        """, """[[["agg", 1]], 204, "eu-west-1"]""")]
    [InlineData("""
        try {
          await s3.send(new GetObjectCommand({ Bucket, Key: "none" }));
        } catch (e) {
          return [e instanceof NoSuchKey, e instanceof S3ServiceException, e instanceof Error, e.name, e.message, e.$fault, e.$metadata.httpStatusCode, e.Code, String(e)];
        }
        """, """[true, true, true, "NoSuchKey", "The specified key does not exist.", "client", 404, "NoSuchKey", "NoSuchKey: The specified key does not exist."]""")]
    [InlineData("""
        return [
          await words(() => s3.send(new HeadObjectCommand({ Bucket, Key: "none" }))),
          await words(() => s3.send(new GetObjectCommand({ Bucket: "nobody-has-it", Key: "none" }))),
          (await words(() => s3.send(new PutObjectCommand({ Bucket: "ana-forbidden", Key: "x", Body: "" })))).slice(0, 120),
          await words(() => s3.send(new GetObjectCommand({ Bucket }))),
          await words(() => s3.send(new GetObjectCommand({ Bucket, Key: "" }))),
          await words(() => ddb.send(new GetItemCommand({ TableName: "orders" }))),
          await words(() => s3.send({})),
          "SelectAllCommand" in s3sdk,
        ];
        """, """["NotFound: UnknownError", "NoSuchBucket: The specified bucket does not exist", "AccessDenied: User: arn:aws:sts::111122223333:assumed-role/worker/my-function is not authorized to perform: s3:PutObject", "Error: No value provided for input HTTP label: Key.", "Error: Empty value provided for input HTTP label: Key.", "ValidationException: 1 validation error detected: Value null at 'key' failed to satisfy constraint: Member must not be null", "TypeError: client.send() takes a command of this SDK, such as new GetObjectCommand({ … })", false]""")]
    [InlineData("""
        const { PutBucketReplicationCommand } = s3sdk;
        return [await words(() => s3.send(new PutBucketReplicationCommand({ Bucket }))), await words(() => new DynamoDB({}).executeStatement({ Statement: "SELECT * FROM orders" }))];
        """, """["NotImplemented: PutBucketReplication is one of AWS's operations, and the course's simulated account does not have it.", "NotImplemented: ExecuteStatement is one of AWS's operations, and this simulation does not have it."]""")]
    [InlineData("""
        const began = Date.now();
        await Promise.all([1, 2, 3, 4, 5].map((n) => s3.send(new PutObjectCommand({ Bucket, Key: `p/${n}`, Body: "" }))));
        const together = Date.now() - began;
        for (const n of [1, 2]) await s3.send(new DeleteObjectCommand({ Bucket, Key: `p/${n}` }));
        return [together >= 20 && together < 25, Date.now() - began >= 60];
        """, "[true, true]")]
    [InlineData("""
        return await new Promise((done) => s3.send(new GetObjectCommand({ Bucket, Key: "none" }), (error, data) => done([error.name, data ?? null])));
        """, """["NoSuchKey", null]""")]
    public Task Objects_of_S3(string body, string expected) => GivesAsync(body, expected);

    [Theory]
    [InlineData("""
        for (let n = 0; n < 25; n++) await s3.send(new PutObjectCommand({ Bucket, Key: `pages/${String(n).padStart(2, "0")}`, Body: "x" }));
        const sizes = [];
        for await (const page of paginateListObjectsV2({ client: s3, pageSize: 10 }, { Bucket, Prefix: "pages/" })) sizes.push(page.Contents.length);
        return sizes;
        """, "[10, 10, 5]")]
    [InlineData("""
        const before = Date.now();
        const found = await waitUntilBucketExists({ client: s3, maxWaitTime: 60 }, { Bucket });
        const failed = await words(() => waitUntilObjectExists({ client: s3, maxWaitTime: 20, minDelay: 2, maxDelay: 4 }, { Bucket, Key: "never" }));
        return [found.state, failed, Date.now() - before > 14_000, Date.now() - before < 21_000];
        """, """["SUCCESS", "TimeoutError: {\"state\":\"TIMEOUT\",\"reason\":\"Waiter has timed out\"}", true, true]""")]
    [InlineData("""
        const made = await ddb.send(new CreateTableCommand({ TableName: "waited-js", KeySchema: [{ AttributeName: "id", KeyType: "HASH" }], AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }], BillingMode: "PAY_PER_REQUEST" }));
        await waitUntilTableExists({ client: ddb, maxWaitTime: 120 }, { TableName: "waited-js" });
        return [made.TableDescription.TableStatus, made.TableDescription.CreationDateTime instanceof Date, (await ddb.send(new DescribeTableCommand({ TableName: "waited-js" }))).Table.TableStatus];
        """, """["CREATING", true, "ACTIVE"]""")]
    [InlineData("""
        const url = await getSignedUrl(s3, new GetObjectCommand({ Bucket, Key: "a.txt" }), { expiresIn: 300 });
        return [url.split("?")[0], url.includes("X-Amz-Expires=300")];
        """, """["https://ana-photos.s3.eu-west-1.amazonaws.com/a.txt", true]""")]
    [InlineData("""
        const seen = [];
        const upload = new Upload({ client: s3, params: { Bucket, Key: "large", Body: Buffer.alloc(7 << 20) } });
        upload.on("httpUploadProgress", (p) => seen.push(p.part));
        await upload.done();
        const head = await s3.send(new HeadObjectCommand({ Bucket, Key: "large" }));
        return [head.ContentLength, head.ETag.slice(-3), seen];
        """, """[7340032, "-2\"", [1, 2]]""")]
    public Task Pages_waiters_and_helpers(string body, string expected) => GivesAsync(body, expected);

    [Theory]
    [InlineData("""
        await docs.send(new PutCommand({ TableName: "orders", Item: { id: "js", at: 1, price: 9.5, tags: new Set(["x", "y"]), who: { name: "Ana", vip: true }, raw: new Uint8Array([0, 1]), none: null, list: [1, "b"] } }));
        const { Item } = await docs.send(new GetCommand({ TableName: "orders", Key: { id: "js", at: 1 } }));
        const { Item: raw } = await ddb.send(new GetItemCommand({ TableName: "orders", Key: { id: { S: "js" }, at: { N: "1" } } }));
        return [Item.price, [...Item.tags].sort(), Item.who, [...Item.raw], Item.none, Item.list, raw.price, raw.who, (await docs.send(new GetCommand({ TableName: "orders", Key: { id: "js", at: 99 } }))).Item ?? "missing"];
        """, """[9.5, ["x", "y"], {"name": "Ana", "vip": true}, [0, 1], null, [1, "b"], {"N": "9.5"}, {"M": {"name": {"S": "Ana"}, "vip": {"BOOL": true}}}, "missing"]""")]
    [InlineData("""
        const document = DynamoDBDocument.from(new DynamoDB({}), { marshallOptions: { removeUndefinedValues: true } });
        await document.send(new BatchWriteCommand({ RequestItems: { orders: Array.from({ length: 20 }, (_, at) => ({ PutRequest: { Item: { id: "batch", at, gone: undefined } } })) } }));
        const at = [];
        for await (const page of paginateQuery({ client: document, pageSize: 8 }, { TableName: "orders", KeyConditionExpression: "id = :id AND #at >= :from", ExpressionAttributeNames: { "#at": "at" }, ExpressionAttributeValues: { ":id": "batch", ":from": 3 } })) at.push(page.Items.map((i) => i.at).length);
        const { Attributes } = await document.update({ TableName: "orders", Key: { id: "batch", at: 0 }, UpdateExpression: "ADD hits :one", ExpressionAttributeValues: { ":one": 1 }, ReturnValues: "UPDATED_NEW" });
        return [at, Attributes];
        """, """[[8, 8, 1], {"hits": 1}]""")]
    [InlineData("""
        await docs.send(new PutCommand({ TableName: "orders", Item: { id: "once-js", at: 1 } }));
        try {
          await docs.send(new PutCommand({ TableName: "orders", Item: { id: "once-js", at: 1 }, ConditionExpression: "attribute_not_exists(id)" }));
        } catch (e) {
          return [e instanceof ConditionalCheckFailedException, e.name, e.message, e.$metadata.httpStatusCode];
        }
        """, """[true, "ConditionalCheckFailedException", "The conditional request failed", 400]""")]
    [InlineData("""
        return [
          marshall({ a: 1, b: "x", c: [true, null], d: { e: 2n } }),
          unmarshall({ a: { N: "1.5" }, b: { L: [{ S: "x" }, { NULL: true }] }, c: { M: { d: { BOOL: false } } } }),
          String(unmarshall({ n: { N: "12345678901234567890" } }).n),
          await words(() => marshall({ a: undefined })),
          marshall({ a: undefined, b: 1 }, { removeUndefinedValues: true }),
          await words(() => marshall({ a: new Date(0) })),
          await words(() => marshall({ a: NaN })),
          await words(() => marshall({ a: new Set() })),
          await words(() => docs.send(new PutCommand({ TableName: "orders", Item: { id: "u", at: 1, u: undefined } }))),
        ];
        """, """[{"a": {"N": "1"}, "b": {"S": "x"}, "c": {"L": [{"BOOL": true}, {"NULL": true}]}, "d": {"M": {"e": {"N": "2"}}}}, {"a": 1.5, "b": ["x", null], "c": {"d": false}}, "12345678901234567890", "Error: Pass options.removeUndefinedValues=true to remove undefined values from map/array/set.", {"b": {"N": "1"}}, "Error: Unsupported type passed: Thu Jan 01 1970 00:00:00 GMT+0000 (Coordinated Universal Time). Pass options.convertClassInstanceToMap=true to marshall typeof object as map attribute.", "Error: Special numeric value NaN is not allowed", "Error: Pass a non-empty set, or options.convertEmptyValues=true.", "Error: Pass options.removeUndefinedValues=true to remove undefined values from map/array/set."]""")]
    public Task Tables_of_DynamoDB(string body, string expected) => GivesAsync(body, expected);

    // https://docs.aws.amazon.com/AWSJavaScriptSDK/v3/latest/client/cloudwatch/
    [Theory]
    [InlineData("""
        const { CloudWatchClient, PutMetricDataCommand, GetMetricStatisticsCommand, GetMetricDataCommand, paginateListMetrics, CloudWatch } = await import("@aws-sdk/client-cloudwatch");
        const cw = new CloudWatchClient({});
        const Dimensions = [{ Name: "Page", Value: "home" }];
        const put = await cw.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData: [{ MetricName: "Took", Dimensions, Value: 12.5, Unit: "Milliseconds", Timestamp: new Date() }, { MetricName: "Took", Dimensions, Values: [1, 2.5], Counts: [3, 1], Unit: "Milliseconds" }] }));
        const EndTime = new Date(Date.now() + 60_000), StartTime = new Date(Date.now() - 3_600_000);
        const { Label, Datapoints: [point] } = await cw.send(new GetMetricStatisticsCommand({ Namespace: "Shop", MetricName: "Took", Dimensions, StartTime, EndTime, Period: 7200, Statistics: ["Sum", "SampleCount"] }));
        const { MetricDataResults: [data] } = await cw.send(new GetMetricDataCommand({ StartTime, EndTime, MetricDataQueries: [{ Id: "took", MetricStat: { Metric: { Namespace: "Shop", MetricName: "Took", Dimensions }, Period: 60, Stat: "Average" } }] }));
        const listed = [];
        for await (const page of paginateListMetrics({ client: cw }, { Namespace: "Shop" })) listed.push(...page.Metrics.map((m) => m.MetricName));
        const denied = await words(() => new CloudWatch({}).putMetricData({ Namespace: "Forbidden", MetricData: [{ MetricName: "a", Value: 1 }] }));
        return [put.$metadata.httpStatusCode, Label, point.Sum, point.SampleCount, point.Timestamp instanceof Date, data.Values, data.StatusCode, data.Timestamps[0] instanceof Date, listed, denied.split(" on resource")[0]];
        """, """[200, "Took", 18, 5, true, [3.6], "Complete", true, ["Took"], "AccessDenied: User: arn:aws:sts::111122223333:assumed-role/worker/my-function is not authorized to perform: cloudwatch:PutMetricData"]""")]
    public Task Metrics_of_CloudWatch(string body, string expected) => GivesAsync(body, expected);

    [Theory]
    [InlineData("""
        const { STSClient, GetCallerIdentityCommand, AssumeRoleCommand } = await import("@aws-sdk/client-sts");
        const sts = new STSClient({});
        const me = await sts.send(new GetCallerIdentityCommand({}));
        const { Credentials: c } = await sts.send(new AssumeRoleCommand({ RoleArn: "arn:aws:iam::111122223333:role/reader", RoleSessionName: "ci" }));
        const other = new STSClient({ credentials: { accessKeyId: c.AccessKeyId, secretAccessKey: c.SecretAccessKey, sessionToken: c.SessionToken } });
        const forged = new S3Client({ credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "x" } });
        return [me.Arn, (await other.send(new GetCallerIdentityCommand())).Arn, await words(() => forged.send(new ListObjectsV2Command({ Bucket })))];
        """, """["arn:aws:sts::111122223333:assumed-role/worker/my-function", "arn:aws:sts::111122223333:assumed-role/reader/ci", "InvalidAccessKeyId: The AWS Access Key Id you provided does not exist in our records."]""")]
    [InlineData("""
        return [(await words(() => import("@aws-sdk/client-nothing"))).split("\n")[0], await words(() => import("aws-sdk"))];
        """, """["Runtime.ImportModuleError: Error: Cannot find package '@aws-sdk/client-nothing' imported from /var/task/index.mjs", "Runtime.ImportModuleError: Error: Cannot find package 'aws-sdk' imported from /var/task/index.mjs"]""")]
    public Task Sessions_and_packages(string body, string expected) => GivesAsync(body, expected);

    [Fact]
    public Task A_CommonJS_function_requires_them() => world.GivesAsync(new("nodejs22.x", "index.handler", [new("index.js", """
        const { S3Client, PutObjectCommand, NoSuchKey } = require("@aws-sdk/client-s3");
        const { DynamoDBDocumentClient, GetCommand } = require("@aws-sdk/lib-dynamodb");
        const client = new S3Client();
        exports.handler = async () => [(await client.send(new PutObjectCommand({ Bucket: "ana-photos", Key: "c", Body: "1" }))).$metadata.httpStatusCode, typeof NoSuchKey, typeof GetCommand];
        """)]), """[200, "function", "function"]""");

    [Theory]
    [InlineData("""
        const { SQSClient, CreateQueueCommand, SendMessageCommand, ReceiveMessageCommand, GetQueueUrlCommand, QueueDoesNotExist } = await import("@aws-sdk/client-sqs");
        const sqs = new SQSClient({});
        const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: "work-js" }));
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ n: 1 }) }));
        const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }));
        try {
          await sqs.send(new GetQueueUrlCommand({ QueueName: "nobody" }));
        } catch (e) {
          return [JSON.parse(Messages[0].Body).n, e instanceof QueueDoesNotExist, e.name, e.Code];
        }
        """, """[1, true, "QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"]""")]
    // In the SDK's words, before anything is sent.
    [InlineData("""
        const { marshall } = await import("@aws-sdk/util-dynamodb");
        const waiting = (options) => words(() => waitUntilObjectExists({ client: s3, ...options }, { Bucket, Key: "x" }));
        return [
          await words(() => paginateListObjectsV2({ client: {} }, { Bucket }).next()), await words(() => paginateListObjectsV2({ client: docs }, { Bucket }).next()),
          await words(() => s3.send(new GetObjectCommand({ Bucket: "", Key: "a" }))),
          await waiting({ maxWaitTime: 5 }), await waiting({ maxWaitTime: 5, minDelay: 0 }), await waiting({ maxWaitTime: 50, minDelay: 9, maxDelay: 3 }),
          marshall({ a: 2 ** 60 }, { allowImpreciseNumbers: true }).a.N,
        ];
        """, """
        ["Error: Invalid client, expected instance of S3Client", "Error: Invalid client, expected instance of S3Client", "Error: No value provided for input HTTP label: Bucket.",
         "Error: WaiterConfiguration.maxWaitTime [5] must be greater than WaiterConfiguration.minDelay [5] for this waiter", "Error: WaiterConfiguration.minDelay must be greater than 0",
         "Error: WaiterConfiguration.maxDelay [3] must be greater than WaiterConfiguration.minDelay [9] for this waiter", "1152921504606847000"]
        """)]
    [InlineData("""
        for (const [n, price] of [[0, 10.5], [1, 3]]) await s3.send(new PutObjectCommand({ Bucket, Key: `week-js/${n}.json`, Body: JSON.stringify({ price }) }));
        let total = 0;
        for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket, Prefix: "week-js/" })) {
          const orders = await Promise.all(page.Contents.map(async ({ Key }) => JSON.parse(await (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToString())));
          total += orders.reduce((sum, o) => sum + o.price, 0);
        }
        await docs.send(new UpdateCommand({ TableName: "orders", Key: { id: "week-js", at: 47 }, UpdateExpression: "SET #t = :t", ExpressionAttributeNames: { "#t": "total" }, ExpressionAttributeValues: { ":t": total } }));
        return (await docs.send(new QueryCommand({ TableName: "orders", KeyConditionExpression: "id = :id", ExpressionAttributeValues: { ":id": "week-js" } }))).Items;
        """, """[{"id": "week-js", "at": 47, "total": 13.5}]""")]
    public Task Programs_that_learners_write(string body, string expected) => GivesAsync(body, expected);
}
