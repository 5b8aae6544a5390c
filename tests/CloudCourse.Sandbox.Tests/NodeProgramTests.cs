using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests;

/// <summary>What programs for Lambda bring together: Node.js's own modules, and AWS's SDK around and beside its clients.</summary>
public sealed class NodeProgramTests(SdkWorld world) : IClassFixture<SdkWorld>
{
    private const string Head = """
        import { S3Client, PutObjectCommand, GetObjectCommand, GetObjectTaggingCommand, HeadObjectCommand } from "@aws-sdk/client-s3";
        const Bucket = "ana-photos";
        const s3 = new S3Client({});
        const words = async (run) => { try { return await run(); } catch (e) { return `${e.name}: ${e.message}`; } };

        """;

    [Theory]
    [InlineData("""
        const now = Date.now();
        return [Number.isInteger(now), Date.now() >= now, new Date().getMilliseconds() % 1];
        """, "[true, true, 0]")]
    [InlineData("""
        const { text, json } = await import("node:stream/consumers");
        const readline = await import("node:readline");
        await s3.send(new PutObjectCommand({ Bucket, Key: "lines", Body: "one\ntwo\nthree" }));
        const body = async () => (await s3.send(new GetObjectCommand({ Bucket, Key: "lines" }))).Body;
        const lines = [];
        for await (const line of readline.createInterface({ input: await body(), crlfDelay: Infinity })) lines.push(line);
        return [lines, await text(await body()), await json((await import("node:stream")).Readable.from(['{"a":', '1}']))];
        """, """[["one", "two", "three"], "one\ntwo\nthree", {"a": 1}]""")]
    [InlineData("""
        const { createReadStream, createWriteStream, readFileSync } = await import("node:fs");
        const { pipeline } = await import("node:stream/promises");
        const { createGzip, gunzipSync } = await import("node:zlib");
        await s3.send(new PutObjectCommand({ Bucket, Key: "source", Body: "zip me ".repeat(1000) }));
        await pipeline((await s3.send(new GetObjectCommand({ Bucket, Key: "source" }))).Body, createGzip(), createWriteStream("/tmp/zipped.gz"));
        await s3.send(new PutObjectCommand({ Bucket, Key: "zipped", Body: createReadStream("/tmp/zipped.gz") }));
        const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket, Key: "zipped" }));
        const missing = await new Promise((done) => createReadStream("/tmp/none").on("error", (e) => done(e.code)));
        const elsewhere = await new Promise((done) => createWriteStream("/var/task/x").on("error", (e) => done(e.code)));
        return [gunzipSync(readFileSync("/tmp/zipped.gz")).length, ContentLength === readFileSync("/tmp/zipped.gz").length, missing, elsewhere];
        """, """[7000, true, "ENOENT", "EROFS"]""")]
    [InlineData("""
        const https = await import("node:https");
        const { NodeHttpHandler } = await import("@smithy/node-http-handler");
        const client = new S3Client({ requestHandler: new NodeHttpHandler({ httpsAgent: new https.Agent({ keepAlive: true, maxSockets: 50 }), requestTimeout: 3000 }) });
        await client.send(new PutObjectCommand({ Bucket, Key: "kept", Body: "x" }));
        return await new Promise((done) => https.get("https://example.com", () => done("reached")).on("error", (e) => done(e.code)));
        """, "\"ENETUNREACH\"")]
    [InlineData("""
        const { createRequire } = await import("node:module");
        const require = createRequire(import.meta.url);
        const { PutObjectCommand: Same } = require("@aws-sdk/client-s3");
        return [typeof Same, require("node:path").basename("/a/b"), await words(() => createRequire("/etc/x.js"))];
        """, """["function", "b", "TypeError: The argument 'filename' must be a file URL object, file URL string, or absolute path string. Received '/etc/x.js'"]""")]
    // What tells the time or draws numbers without Date and Math tells the account's time and draws by the seed as well.
    [InlineData("""
        const { performance: own } = await import("node:perf_hooks");
        const crypto = await import("node:crypto");
        const today = new Date();
        const said = new Intl.DateTimeFormat("en-GB");
        performance.mark("before");
        await new Promise((done) => setTimeout(done, 50));
        performance.mark("after");
        const drawn = crypto.randomFillSync(new Uint32Array(2), 1);
        const filled = await new Promise((done) => crypto.randomFill(Buffer.alloc(4), (error, bytes) => done(bytes)));
        return [
          said.format() === said.format(today), said.formatToParts()[0].value === said.formatToParts(today)[0].value, [new Date(0)].map(said.format)[0],
          Math.round(performance.measure("took", "before", "after").duration), Math.round(performance.measure("since", "before").duration),
          Math.abs(own.timeOrigin + own.now() - Date.now()) < 1, Math.abs(new File(["a"], "a.txt").lastModified - Date.now()) < 5, typeof Temporal,
          drawn[0], drawn[1] > 0, filled.length,
        ];
        """, """[true, true, "01/01/1970", 50, 50, true, true, "undefined", 0, true, 4]""")]
    public Task Nodes_own_modules(string body, string expected) => world.GivesAsync(Code(body), expected);

    [Theory]
    [InlineData("""
        const seen = [];
        s3.middlewareStack.add((next, context) => async (args) => {
          const result = await next({ ...args, input: { ...args.input, Key: "renamed" } });
          seen.push([context.commandName, result.output.$metadata.httpStatusCode]);
          return result;
        }, { step: "initialize", name: "rename" });
        await s3.send(new PutObjectCommand({ Bucket, Key: "given", Body: "x" }));
        const removed = s3.middlewareStack.remove("rename");
        const found = (await s3.send(new HeadObjectCommand({ Bucket, Key: "renamed" }))).ContentLength;
        return [seen, removed, found, (await words(() => s3.middlewareStack.add((next) => next, { step: "build" }))).split(",")[0]];
        """, """[[["PutObjectCommand", 200]], true, 1, "Error: NotImplemented: the course's sandbox sends no HTTP request"]""")]
    [InlineData("""
        const { fromTemporaryCredentials, fromNodeProviderChain, fromIni } = await import("@aws-sdk/credential-providers");
        const { STSClient, GetCallerIdentityCommand } = await import("@aws-sdk/client-sts");
        const who = async (credentials) => (await new STSClient({ credentials }).send(new GetCallerIdentityCommand({}))).Arn.split(":").pop();
        return [await who(fromNodeProviderChain()), await who(fromTemporaryCredentials({ params: { RoleArn: "arn:aws:iam::111122223333:role/reader", RoleSessionName: "js" } })), (await words(() => who(fromIni()))).split(" takes")[0]];
        """, """["assumed-role/worker/my-function", "assumed-role/reader/js", "CredentialsProviderError: NotImplemented: fromIni"]""")]
    [InlineData("""
        const { Upload } = await import("@aws-sdk/lib-storage");
        const done = await new Upload({ client: s3, params: { Bucket, Key: "a b/c", Body: "x" }, tags: [{ Key: "team", Value: "web" }] }).done();
        const { TagSet } = await s3.send(new GetObjectTaggingCommand({ Bucket, Key: "a b/c" }));
        const stopped = new Upload({ client: s3, params: { Bucket, Key: "stopped", Body: "x" } });
        await stopped.abort();
        return [done.Location, TagSet, await words(() => stopped.done())];
        """, """["https://ana-photos.s3.eu-west-1.amazonaws.com/a%20b/c", [{"Key": "team", "Value": "web"}], "AbortError: Upload aborted."]""")]
    [InlineData("""
        const controller = new AbortController();
        controller.abort();
        const { createPresignedPost } = await import("@aws-sdk/s3-presigned-post");
        return [await words(() => s3.send(new GetObjectCommand({ Bucket, Key: "x" }), { abortSignal: controller.signal })), (await words(() => createPresignedPost(s3, { Bucket, Key: "k" }))).split(":")[0]];
        """, """["AbortError: Request aborted", "NotImplemented"]""")]
    [InlineData("""
        const { SSMClient, GetParameterCommand } = await import("@aws-sdk/client-ssm");
        const { SQSClient, SendMessageCommand } = await import("@aws-sdk/client-sqs");
        const { DynamoDBClient, PutItemCommand } = await import("@aws-sdk/client-dynamodb");
        const { SNSClient, PublishCommand } = await import("@aws-sdk/client-sns");
        const ddb = new DynamoDBClient({});
        await ddb.send(new PutItemCommand({ TableName: "orders", Item: { id: { S: "bytes" }, at: { N: "1" }, data: { B: Buffer.from("hi") } } }));
        const failed = await ddb.send(new PutItemCommand({ TableName: "orders", Item: { id: { S: "bytes" }, at: { N: "1" } }, ConditionExpression: "attribute_not_exists(id)", ReturnValuesOnConditionCheckFailure: "ALL_OLD" })).catch((e) => e);
        const missing = await s3.send(new GetObjectCommand({ Bucket, Key: "never" })).catch((e) => e);
        return [
          Buffer.from(failed.Item.data.B).toString(), missing.Key,
          await words(() => new SSMClient({}).send(new GetParameterCommand({ Name: "/none" }))),
          await words(() => new SQSClient({}).send(new SendMessageCommand({ QueueUrl: "https://sqs.eu-west-1.amazonaws.com/111122223333/none" }))),
          await words(() => ddb.send(new PutItemCommand({ TableName: "orders", Item: { id: "x", at: 1 } }))),
          await words(() => ddb.send(new PutItemCommand({ TableName: "orders", Item: { id: { N: 1 } } }))),
          await words(() => new SNSClient({}).send(new PublishCommand({ TopicArn: "arn:aws:sns:eu-west-1:111122223333:t" }))),
        ];
        """, """
        ["hi", "never", "ParameterNotFound: UnknownError", "MissingParameter: The request must contain the parameter MessageBody.",
         "SerializationException: Unexpected value type in payload (Item.id)", "SerializationException: NUMBER_VALUE cannot be converted to String (Item.id.N)",
         "ValidationError: 1 validation error detected: Value null at 'message' failed to satisfy constraint: Member must not be null"]
        """)]
    public Task Around_the_clients(string body, string expected) => world.GivesAsync(Code(body), expected);

    private static HandlerCode Code(string body) => new("nodejs24.x", "index.handler", [new("index.mjs", Head + "export const handler = async () => {\n" + body + "\n};")], Seed: 7);
}
