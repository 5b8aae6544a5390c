namespace CloudCourse.Web.Playground.Lambda;

/// <summary>Something to begin with: a function, its role, an event, and an account around it.</summary>
/// <param name="Sentence">What there is to see.</param>
/// <param name="Event">Which template; the text may be changed.</param>
/// <param name="Account">Steps, in JSON.</param>
public sealed record StartingProgram(
    string Id, string Title, string Sentence, string Runtime, string Handler, IReadOnlyList<FunctionFile> Files, string Policy, string Event, string Account, int Invocations = 1, string Mode = "sync")
{
    public int Memory => 128;
    public int Timeout => 3;
    public IReadOnlyList<FunctionVariable> Variables { get; init; } = [];

    /// <summary>As in <see cref="FunctionRun"/>; only where the mode is <c>load</c>.</summary>
    public string LoadOf { get; init; } = "events";
    public int LoadCount { get; init; } = 100;
    public int LoadSeconds { get; init; } = 10;
    public int LoadWork { get; init; }
    public int LoadRoom { get; init; }

    private const string Logs = """
            {
              "Sid": "WriteTheLog",
              "Effect": "Allow",
              "Action": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
              "Resource": "*"
            }
        """;

    private static string RolePolicy(params string[] statements) =>
        "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n" + string.Join(",\n", statements.Prepend(Logs)) + "\n  ]\n}\n";

    private static string Allow(string sid, string action, string resource) =>
        $"    {{\n      \"Sid\": \"{sid}\",\n      \"Effect\": \"Allow\",\n      \"Action\": \"{action}\",\n      \"Resource\": \"{resource}\"\n    }}";

    private const string Buckets = """
        [
          { "call": { "service": "s3", "operation": "CreateBucket", "input": { "Bucket": "course-uploads" } } },
          { "call": { "service": "s3", "operation": "CreateBucket", "input": { "Bucket": "course-copies" } } },
          { "call": { "service": "s3", "operation": "PutObject", "input": { "Bucket": "course-uploads", "Key": "notes/first day.txt", "Body": "VGhlIGZpcnN0IGRheSB3YXMgbG9uZw==" } } }
        ]
        """;

    private const string Copy = """
        import os
        from urllib.parse import unquote_plus

        import boto3

        s3 = boto3.client("s3")  # made once, while the environment is new


        def lambda_handler(event, context):
            copied = []
            for record in event["Records"]:
                bucket = record["s3"]["bucket"]["name"]
                key = unquote_plus(record["s3"]["object"]["key"])  # S3 writes a space as +
                body = s3.get_object(Bucket=bucket, Key=key)["Body"].read()
                s3.put_object(Bucket=os.environ["COPIES"], Key=key, Body=body.upper())
                print(f"copied {key}, {len(body)} bytes")
                copied.append(key)
            return {"copied": copied}

        """;

    private static readonly FunctionVariable[] Copies = [new("COPIES", "course-copies")];

    public static IReadOnlyList<StartingProgram> All { get; } =
    [
        new("hello", "Hello", "The smallest function. What it counts outside the handler stays as long as its environment is warm: run it five times.",
            "python3.14", "lambda_function.lambda_handler",
            [new("lambda_function.py", """
                count = 0  # once, when an environment starts


                def lambda_handler(event, context):
                    global count
                    count += 1
                    name = event.get("name", "world")
                    print(f"invocation {count}, {context.get_remaining_time_in_millis()} ms left")
                    return {"message": f"Hello, {name}!", "count": count}

                """)],
            RolePolicy(), "empty", "[]\n", 5),
        new("hello-node", "Hello in JavaScript", "The same for Node.js, asynchronous and in two files. Waiting costs virtual time, and is billed.",
            "nodejs24.x", "index.handler",
            [
                new("index.mjs", """
                    import { greet } from './words.mjs';

                    export const handler = async (event, context) => {
                      await new Promise(resolve => setTimeout(resolve, 250));
                      console.log('asked by', context.awsRequestId);
                      return { message: greet(event.name ?? 'world') };
                    };

                    """),
                new("words.mjs", """
                    export const greet = name => `Hello, ${name}!`;

                    """),
            ], RolePolicy(), "empty", "[]\n", 2),
        new("copy", "Copy an uploaded object", "S3 tells the function of an upload. It reads the object, and writes it in capitals into another bucket.",
            "python3.14", "lambda_function.lambda_handler", [new("lambda_function.py", Copy)],
            RolePolicy(Allow("ReadUploads", "s3:GetObject", "arn:aws:s3:::course-uploads/*"), Allow("WriteCopies", "s3:PutObject", "arn:aws:s3:::course-copies/*")), "s3", Buckets) { Variables = Copies },
        new("denied", "A permission is missing", "The same function, under a role that may read and not write. Find out what AWS says, mend the role and run it again.",
            "python3.14", "lambda_function.lambda_handler", [new("lambda_function.py", Copy)],
            RolePolicy(Allow("ReadUploads", "s3:GetObject", "arn:aws:s3:::course-uploads/*")), "s3", Buckets) { Variables = Copies },
        new("load", "A thousand uploads", "The same function, and 1,000 uploads in ten seconds. See how many environments it takes, how long the copies last and what they cost; then reserve 20 environments and run it again.",
            "python3.14", "lambda_function.lambda_handler", [new("lambda_function.py", Copy)],
            RolePolicy(Allow("ReadUploads", "s3:GetObject", "arn:aws:s3:::course-uploads/*"), Allow("WriteCopies", "s3:PutObject", "arn:aws:s3:::course-copies/*")), "s3", Buckets, Mode: "load")
        { Variables = Copies, LoadOf = "uploads", LoadCount = 1000, LoadSeconds = 10, LoadWork = 300 },
        new("count", "Count in a table", "A request through API Gateway adds one to a counter in DynamoDB. Run it four times and look at the item.",
            "python3.14", "lambda_function.lambda_handler",
            [new("lambda_function.py", """
                import json

                import boto3

                table = boto3.resource("dynamodb").Table("Visits")


                def lambda_handler(event, context):
                    page = event["pathParameters"]["page"]
                    answer = table.update_item(
                        Key={"page": page},
                        UpdateExpression="ADD visits :one",
                        ExpressionAttributeValues={":one": 1},
                        ReturnValues="UPDATED_NEW",
                    )
                    visits = int(answer["Attributes"]["visits"])
                    print(page, "has", visits, "visits")
                    return {"statusCode": 200, "body": json.dumps({"page": page, "visits": visits})}

                """)],
            RolePolicy(Allow("Count", "dynamodb:UpdateItem", "arn:aws:dynamodb:us-east-1:111122223333:table/Visits")), "http", """
                [
                  { "call": { "service": "dynamodb", "operation": "CreateTable", "input": {
                      "TableName": "Visits",
                      "AttributeDefinitions": [{ "AttributeName": "page", "AttributeType": "S" }],
                      "KeySchema": [{ "AttributeName": "page", "KeyType": "HASH" }],
                      "BillingMode": "PAY_PER_REQUEST" } } },
                  { "advance": "10s" }
                ]
                """, 4),
        new("upload-invokes", "An upload invokes it", "Nobody calls the function here: the account has a notification, and an upload sets it off. Without the permission for S3 nothing would happen.",
            "python3.14", "lambda_function.lambda_handler", [new("lambda_function.py", Copy)],
            RolePolicy(Allow("ReadUploads", "s3:GetObject", "arn:aws:s3:::course-uploads/*"), Allow("WriteCopies", "s3:PutObject", "arn:aws:s3:::course-copies/*")), "s3", """
                [
                  { "call": { "service": "s3", "operation": "CreateBucket", "input": { "Bucket": "course-uploads" } } },
                  { "call": { "service": "s3", "operation": "CreateBucket", "input": { "Bucket": "course-copies" } } },
                  { "call": { "service": "lambda", "operation": "AddPermission", "input": {
                      "FunctionName": "my-function", "StatementId": "uploads", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com",
                      "SourceArn": "arn:aws:s3:::course-uploads", "SourceAccount": "111122223333" } } },
                  { "call": { "service": "s3", "operation": "PutBucketNotificationConfiguration", "input": {
                      "Bucket": "course-uploads",
                      "NotificationConfiguration": { "LambdaFunctionConfigurations": [
                        { "LambdaFunctionArn": "arn:aws:lambda:us-east-1:111122223333:function:my-function", "Events": ["s3:ObjectCreated:*"] }] } } } },
                  { "call": { "service": "s3", "operation": "PutObject", "input": { "Bucket": "course-uploads", "Key": "notes/first day.txt", "Body": "VGhlIGZpcnN0IGRheSB3YXMgbG9uZw==" } } },
                  { "call": { "service": "s3", "operation": "PutObject", "input": { "Bucket": "course-uploads", "Key": "notes/second.txt", "Body": "YSBub3RlCg==" } } }
                ]
                """, 1, "account") { Variables = Copies },
        new("fails", "It fails, and is tried again", "Asynchronously, Lambda takes the event and answers at once. A function that fails is tried twice more, a minute and then two minutes later.",
            "python3.14", "lambda_function.lambda_handler",
            [new("lambda_function.py", """
                def lambda_handler(event, context):
                    order = event["detail"]
                    print("order", order["order"])
                    return {"paid": order["price"]}

                """)],
            RolePolicy(), "eventbridge", "[]\n", 1, "async"),
    ];
}
