using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.ConsoleSteps.Flows;

/// <summary>Lambda, Functions, Create function; and the trigger that is added on the function's own page.</summary>
internal static partial class CreateFunctionFlow
{
    private const string Basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    private const string TrustLambda = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}""";

    public static ConsoleFlow Flow { get; } = new()
    {
        Name = "create-function",
        Title = "Create function",
        Crumbs = ["Lambda", "Functions"],
        Button = "Create function, then add the trigger",
        Source = "https://docs.aws.amazon.com/lambda/latest/dg/getting-started.html",
        Differs = "There the function is created from one page, with the first two of these; the trigger is added afterwards on the function's own page, under Function overview. AWS has more runtimes than the three that run here.",
        Pages =
        [
            new("basic", "Basic information",
                new("How to begin",
                    new ConsoleField("author", "How to begin", FieldKind.Radio)
                    {
                        Default = "scratch",
                        Options = [new("scratch", "Author from scratch", "Begin with a small example."), new("blueprint", "Use a blueprint", "A sample for a common use."), new("image", "Container image", "An image from a registry.")],
                        Problem = how => how == "scratch" ? null : "This lab begins from scratch; the simulated console has neither blueprints nor container images.",
                    }),
                new("Basic information",
                    new ConsoleField("functionName", "Function name", FieldKind.Text)
                    {
                        Required = "Enter a function name.",
                        Help = "Up to 64 characters: letters, digits, hyphens and underscores.",
                        Problem = name => FunctionNames.IsMatch(name) ? null : "A function name has up to 64 letters, digits, hyphens and underscores, and no spaces.",
                    },
                    new ConsoleField("runtime", "Runtime", FieldKind.Select)
                    {
                        Default = "nodejs24.x",
                        Required = "Choose a runtime.",
                        Options = [new("nodejs24.x", "Node.js 24.x"), new("nodejs22.x", "Node.js 22.x"), new("python3.14", "Python 3.14")],
                    },
                    new ConsoleField("architecture", "Architecture", FieldKind.Radio) { Default = "x86_64", Options = [new("x86_64", "x86_64"), new("arm64", "arm64", "Costs a fifth less for the same time.")] })
                {
                    Note = "The page offers supported runtimes only. Python 3.8, which older guides choose, is out of support since 14 October 2024. The list begins with Node.js: whoever clicks past it gets a function in JavaScript.",
                }),
            new("permissions", "Permissions",
                new ConsoleSection("Execution role",
                    new ConsoleField("role", "Execution role", FieldKind.Radio)
                    {
                        Default = "default",
                        Options = [new("default", "Create default role", "A new role that may write the function's logs to CloudWatch, and nothing else."), new("another", "Use another role", "One that the account has.")],
                    },
                    new ConsoleField("existingRole", "Existing role", FieldKind.Select) { Account = "roles", When = a => a.Text("role") == "another", Required = "Choose a role." })
                {
                    Note = "With this role the function calls AWS. Who may call the function is another question; the trigger answers it.",
                }),
            new("trigger", "Add trigger",
                new ConsoleSection("Trigger configuration",
                    new ConsoleField("source", "Source", FieldKind.Radio)
                    {
                        Default = "none",
                        Options = [new("none", "No trigger yet"), new("s3", "S3", "When something happens to an object."), new("schedule", "EventBridge (CloudWatch Events)", "On a schedule.")],
                    },
                    new ConsoleField("bucket", "Bucket", FieldKind.Select) { Account = "buckets", When = IsS3, Required = "Choose a bucket." },
                    new ConsoleField("events", "Event types", FieldKind.Select)
                    {
                        When = IsS3,
                        Default = "s3:ObjectCreated:*",
                        Required = "Choose the events.",
                        Options = [new("s3:ObjectCreated:*", "All object create events"), new("s3:ObjectCreated:Put", "PUT"), new("s3:ObjectRemoved:*", "All object delete events")],
                    },
                    new ConsoleField("prefix", "Prefix", FieldKind.Text) { When = IsS3, Help = "Optional: only objects whose keys begin so, such as uploads/." },
                    new ConsoleField("suffix", "Suffix", FieldKind.Text) { When = IsS3, Help = "Optional: only objects whose keys end so, such as .jpg." },
                    new ConsoleField("recursive", "I acknowledge that using the same bucket for both input and output is not recommended", FieldKind.Radio)
                    {
                        When = IsS3,
                        Required = "Read the warning, then tick it.",
                        Options = [new("yes", "I have read it", "A function that writes where its own trigger listens sets itself off again and again, and every time is billed.")],
                    },
                    new ConsoleField("ruleName", "Rule name", FieldKind.Text) { When = a => a.Text("source") == "schedule", Required = "Enter a name for the rule.", Problem = name => RuleNames.IsMatch(name) ? null : "A rule name has up to 64 letters, digits, hyphens, dots and underscores." },
                    new ConsoleField("schedule", "Schedule expression", FieldKind.Text) { When = a => a.Text("source") == "schedule", Default = "rate(1 hour)", Required = "Enter a schedule.", Help = "Such as rate(1 hour) or cron(0 6 ? * MON *), in UTC." })) { Lead = "Created, the function stands there and nothing calls it. A trigger does." },
            new("review", "Review") { Lead = "AWS's console creates the function without this page. Here you see first what the buttons call." },
        ],
        Calls = Write,
        Result = (answers, run) => new($"Successfully created the function {answers.Text("functionName")}.",
            [("Function", answers.Text("functionName")), ("Handler", Handler(answers)), ("Execution role", run.Account.State.Lambda.Functions.Values.FirstOrDefault(f => f.Name == answers.Text("functionName"))?.Latest.RoleArn ?? ""),
                ("Trigger", answers.Text("source") switch { "s3" => $"S3: {answers.Text("bucket")}, {answers.Text("prefix")}*{answers.Text("suffix")}", "schedule" => answers.Text("schedule"), _ => "none" })],
            "Its code is an example. You change it under Code, and what runs changes with Deploy, not with saving. Under Test you send it an event."),
    };

    private static bool IsS3(ConsoleAnswers a) => a.Text("source") == "s3";

    private static string Handler(ConsoleAnswers answers) => answers.Text("runtime").StartsWith("python", StringComparison.Ordinal) ? "lambda_function.lambda_handler" : "index.handler";

    private static void Write(CallWriter to)
    {
        var (answers, name) = (to.Answers, to.Text("functionName"));
        var (account, region) = (to.Run.Account.Options.AccountId, to.Run.Region);
        var arn = $"arn:aws:lambda:{region}:{account}:function:{name.Value}";
        var role = to.Given("existingRole");
        if (role is null)
        {
            // As the console does it: a name of its own, in a path of its own.
            var suffix = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{to.Run.Account.Options.Seed}/{name.Value}")))[..8];
            var roleName = to.Of("role", $"{name.Value[..Math.Min(name.Value.Length, 48)]}-role-{suffix}");
            to.Call("iam", "CreateRole", "role", "consoleRole", ("RoleName", roleName), ("Path", to.Of("role", "/service-role/")), ("AssumeRolePolicyDocument", to.Of("role", TrustLambda)));
            to.Call("iam", "AttachRolePolicy", "role", ("RoleName", roleName), ("PolicyArn", to.Of("role", Basic)));
            role = to.Of("role", "${consoleRole.Role.Arn}");
        }
        to.MainCall("lambda", "CreateFunction", "functionName", ("FunctionName", name), ("Runtime", to.Text("runtime")), ("Handler", to.Of("runtime", Handler(answers))), ("Role", role),
            ("Architectures", to.Array("architecture", to.Text("architecture"))), ("Code", to.Object("runtime", ("ZipFile", to.Of("runtime", Example(answers))))));
        if (IsS3(answers)) WhenObjectsCome(to, name.Value, arn, account);
        if (answers.Text("source") == "schedule") OnSchedule(to, arn, account, region);
    }

    private static void WhenObjectsCome(CallWriter to, string function, string arn, string account)
    {
        var (answers, bucket) = (to.Answers, to.Text("bucket"));
        to.Call("lambda", "AddPermission", "bucket", ("FunctionName", to.Text("functionName")), ("StatementId", to.Of("bucket", $"lambda-{function}")), ("Action", to.Of("source", "lambda:InvokeFunction")),
            ("Principal", to.Of("source", "s3.amazonaws.com")), ("SourceArn", to.Of("bucket", $"arn:aws:s3:::{bucket.Value}")), ("SourceAccount", to.Of("bucket", account)));
        List<Simulation.Findings.JsonValue> rules = [];
        foreach (var part in new[] { "prefix", "suffix" })
            if (answers.Text(part).Length > 0) rules.Add(to.Object(part, ("Name", to.Of(part, part)), ("Value", to.Text(part))));
        var filter = rules.Count == 0 ? null : to.Object("prefix", ("Key", to.Object("prefix", ("FilterRules", to.Array("prefix", [.. rules])))));
        var rule = to.Object("bucket", ("LambdaFunctionArn", to.Of("functionName", arn)), ("Events", to.Array("events", to.Text("events"))), ("Filter", filter));
        to.Call("s3", "PutBucketNotificationConfiguration", "bucket", ("Bucket", bucket), ("NotificationConfiguration", to.Object("bucket", ("LambdaFunctionConfigurations", to.Array("bucket", rule)))));
    }

    private static void OnSchedule(CallWriter to, string arn, string account, string region)
    {
        var rule = to.Text("ruleName");
        to.Call("events", "PutRule", "schedule", ("Name", rule), ("ScheduleExpression", to.Text("schedule")));
        to.Call("lambda", "AddPermission", "ruleName", ("FunctionName", to.Text("functionName")), ("StatementId", to.Of("ruleName", "lambda-schedule")), ("Action", to.Of("source", "lambda:InvokeFunction")),
            ("Principal", to.Of("source", "events.amazonaws.com")), ("SourceArn", to.Of("ruleName", $"arn:aws:events:{region}:{account}:rule/{rule.Value}")));
        to.Call("events", "PutTargets", "ruleName", ("Rule", rule), ("Targets", to.Array("ruleName", to.Object("ruleName", ("Id", to.Of("ruleName", "1")), ("Arn", to.Of("functionName", arn))))));
    }

    /// <summary>The example that a new function has until somebody deploys another code.</summary>
    private static string Example(ConsoleAnswers answers) => answers.Text("runtime").StartsWith("python", StringComparison.Ordinal)
        ? CodePackage.Write([new("lambda_function.py", "import json\n\n\ndef lambda_handler(event, context):\n    return {\"statusCode\": 200, \"body\": json.dumps(\"A new function says hello.\")}\n")])
        : CodePackage.Write([new("index.mjs", "export const handler = async (event) => ({ statusCode: 200, body: JSON.stringify('A new function says hello.') });\n")]);

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{1,64}\z")]
    private static partial Regex FunctionNames { get; }

    [GeneratedRegex(@"\A[A-Za-z0-9_.-]{1,64}\z")]
    private static partial Regex RuleNames { get; }
}
