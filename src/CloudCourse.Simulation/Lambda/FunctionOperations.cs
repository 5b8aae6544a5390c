using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;
using CloudCourse.Simulation.Lambda.Versions;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Lambda;

/// <summary>Making, changing and describing functions.</summary>
internal static partial class FunctionOperations
{
    /// <summary>What the sandbox can run; Lambda has more.</summary>
    private static readonly string[] Runnable = ["python3.14", "nodejs24.x", "nodejs22.x"];

    private const int MaxVariablesBytes = 4 * 1024;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateFunction", MayCreate, Create),
        new("GetFunction", c => [On(c, "GetFunction")], c => Whole(c)),
        new("GetFunctionConfiguration", c => [On(c, "GetFunctionConfiguration")], c => Describe(FunctionArn.Of(c).Resolve(c).Version, FunctionArn.Of(c).Qualifier)),
        new("ListFunctions", _ => [new("lambda:ListFunctions", "*")], List),
        new("UpdateFunctionCode", c => [On(c, "UpdateFunctionCode")], UpdateCode),
        new("UpdateFunctionConfiguration", MayConfigure, UpdateConfiguration),
        new("DeleteFunction", c => [On(c, "DeleteFunction")], Delete),
    ];

    /// <summary>The permission for an action on the function that a call names. It has to be there.</summary>
    public static Permission On(Call call, string action)
    {
        var named = FunctionArn.Of(call);
        var (function, _) = named.Resolve(call);
        return new($"lambda:{action}", named.Arn) { Context = TagKeys(function.Tags), ResourcePolicy = function.Policies.Find(named.Qualifier ?? "")?.Document };
    }

    internal static Dictionary<string, IReadOnlyList<string>> TagKeys(IEnumerable<KeyValuePair<string, string>> tags) =>
        tags.ToDictionary(t => $"aws:ResourceTag/{t.Key}", t => (IReadOnlyList<string>)[t.Value], StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<Permission> MayCreate(Call call)
    {
        yield return new("lambda:CreateFunction", FunctionArn.Of(call).Arn);
        yield return RoleOperations.Pass(call.Need("Role"), "lambda.amazonaws.com");
    }

    private static IEnumerable<Permission> MayConfigure(Call call)
    {
        yield return On(call, "UpdateFunctionConfiguration");
        if (call.Text("Role") is { } role) yield return RoleOperations.Pass(role, "lambda.amazonaws.com");
    }

    private static Output Create(Call call)
    {
        var named = FunctionArn.Of(call);
        if (call.State.Lambda.Functions.Has(named.Key)) throw Turn.Error("ResourceConflictException", $"Function already exist: {named.Name}", "A function's name is used once in a Region.", 409, call.At("FunctionName"));
        if (call.Text("PackageType") is "Image") throw Turn.Error(AwsError.NotSimulated, "Functions from container images are not simulated.", status: 501, at: call.At("PackageType"));
        if (call.Text("Runtime") is null || call.Text("Handler") is null)
            throw Turn.Error("InvalidParameterValueException", "Runtime and Handler are mandatory parameters for functions created with deployment packages.", at: call.Input.Head());
        var (files, sha, size) = CodeSource.Read(call, call.Structure("Code")!);
        FunctionVersion version = new($"arn:aws:lambda:{call.Region}:{call.AccountId}:function:{named.Name}", "$LATEST")
        {
            Name = named.Name,
            Region = call.Region,
            Runtime = Runtime(call),
            Handler = Handler(call),
            RoleArn = Role(call),
            Files = files,
            CodeSha256 = sha,
            CodeSize = size,
            RevisionId = call.Turn.RequestId(),
            LastModified = call.Now,
        };
        version = Configured(call, version);
        Settings.DeadLetterTarget.Check(call, version);
        Function function = new(call.Region, named.Name, version) { Tags = Settings.FunctionTagOperations.Merged(call, ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal)) };
        call.Turn.Put(function);
        call.Turn.Note("lambda", function.Arn, $"The function {function.Name} was created.", null, "Pending");
        call.Turn.Plan(TimeSpan.FromSeconds(2), new BecomesActive(function.Key));
        return Describe(call.Flag("Publish") ? VersionOperations.Publish(call.Turn, function) : function.Latest, null);
    }

    /// <summary>A new function takes a moment until its code is there. How long, AWS does not say; two seconds are assumed.</summary>
    private sealed record BecomesActive(string Key) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            if (turn.State.Lambda.Functions.Find(Key) is not { Latest.State: "Pending" } function) return;
            turn.Put(function with { Latest = function.Latest with { State = "Active" }, Versions = [.. function.Versions.Select(v => v with { State = "Active" })] });
            turn.Note("lambda", function.Arn, $"The function {function.Name} is active.", "Pending", "Active");
        }
    }

    private static string Runtime(Call call)
    {
        var runtime = call.Need("Runtime");
        if (Runnable.Contains(runtime)) return runtime;
        if (Runtimes.Known.Contains(runtime)) throw Turn.Error(AwsError.NotSimulated, $"Lambda has the runtime {runtime}; here run {string.Join(", ", Runnable)}.", status: 501, at: call.At("Runtime"));
        throw Turn.Error("InvalidParameterValueException", $"Value {runtime.Shortened()} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [{string.Join(", ", Runnable)}] or be a valid ARN", at: call.At("Runtime"));
    }

    private static string Handler(Call call)
    {
        var handler = call.Need("Handler");
        if (handler.Length <= 128 && handler.Length > 0 && !handler.Any(char.IsWhiteSpace)) return handler;
        throw Turn.Error("ValidationException", $"1 validation error detected: Value '{handler.Shortened()}' at 'handler' failed to satisfy constraint: Member must satisfy regular expression pattern: [^\\s]+", at: call.At("Handler"));
    }

    private static string Role(Call call)
    {
        var arn = call.Need("Role");
        var role = call.State.Iam.Roles.Values.FirstOrDefault(r => r.Arn == arn);
        if (role is not null && RoleOperations.Trusts(role, call.AccountId, "lambda.amazonaws.com")) return arn;
        throw Turn.Error("InvalidParameterValueException", "The role defined for the function cannot be assumed by Lambda.",
            role is null ? "There is no such role in this account." : $"The trust policy of {role.Name} does not let lambda.amazonaws.com call sts:AssumeRole.", at: call.At("Role"));
    }

    /// <summary>What the call gives, over what the version had.</summary>
    private static FunctionVersion Configured(Call call, FunctionVersion version) => version with
    {
        Description = call.Described() ?? version.Description,
        Timeout = Within(call, "Timeout", 1, 900) ?? version.Timeout,
        MemorySize = Within(call, "MemorySize", 128, 10_240) ?? version.MemorySize,
        EphemeralStorage = call.Structure("EphemeralStorage") is { } storage ? EphemeralSize(storage) : version.EphemeralStorage,
        Architecture = call.Texts("Architectures") is [var architecture, ..] ? Architecture(architecture) : version.Architecture,
        Variables = call.Structure("Environment") is { } environment ? Variables(call, environment) : version.Variables,
        DeadLetterArn = call.Structure("DeadLetterConfig") is { } letters ? letters.Text("TargetArn")?.Value is { Length: > 0 } target ? target : null : version.DeadLetterArn,
    };

    private static int? Within(Call call, string member, int least, int most)
    {
        if (call.Integer(member) is not { } given) return null;
        if (given >= least && given <= most) return (int)given;
        var name = char.ToLowerInvariant(member[0]) + member[1..];
        throw Turn.Error(given < least ? "ValidationException" : member is "Timeout" ? "ValidationException" : "InvalidParameterValueException",
            given < least ? $"1 validation error detected: Value '{given}' at '{name}' failed to satisfy constraint: Member must have value greater than or equal to {least}"
                : member is "Timeout" ? $"1 validation error detected: Value '{given}' at '{name}' failed to satisfy constraint: Member must have value less than or equal to {most}"
                : $"'MemorySize' value failed to satisfy constraint: Member must have value less than or equal to {most}",
            member is "Timeout" ? "A function runs for up to 900 seconds." : "A function gets 128 to 10,240 MB.", at: call.At(member));
    }

    private static int EphemeralSize(JsonObject storage)
    {
        const int Least = 512, Most = 10_240;
        if (storage.Integer("Size") is not { } size) return Least;
        if (size.Value is >= Least and <= Most) return (int)size.Value;
        throw LambdaErrors.Constraint("EphemeralStorage.size", $"{size.Value}", size.Value < Least ? $"have value greater than or equal to {Least}" : $"have value less than or equal to {Most}", "/tmp has 512 to 10,240 MB.", size.At);
    }

    private static string Architecture(Located<string> given) => given.Value is "x86_64" or "arm64" ? given.Value
        : throw Turn.Error("InvalidParameterValueException", $"Value '[{given.Value.Shortened()}]' at 'architectures' failed to satisfy constraint: Member must satisfy constraint: [Member must satisfy enum value set: [x86_64, arm64]]", at: given.At);

    /// <summary>Names that Lambda sets itself.</summary>
    /// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html"/>
    private static readonly HashSet<string> Reserved = new(StringComparer.Ordinal)
    {
        "_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN",
        "AWS_LAMBDA_RUNTIME_API", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR",
    };

    private static ImmutableSortedDictionary<string, string> Variables(Call call, JsonObject environment)
    {
        if (environment.Last("Variables")?.Value is not JsonObject given) return ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        var all = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (name, member) in given.AsDictionary()) all[name] = ((JsonString)member.Value).Value;
        if (all.Keys.Where(Reserved.Contains).ToList() is { Count: > 0 } reserved)
            throw Turn.Error("InvalidParameterValueException", $"Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: {string.Join(", ", reserved)}",
                "Lambda sets these itself.", at: call.At("Environment"));
        if (all.Keys.FirstOrDefault(k => !VariableName().IsMatch(k)) is { } odd)
            throw Turn.Error("ValidationException", $"1 validation error detected: Value at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]", $"\"{odd.Shortened()}\" is no name: a letter, then letters, digits or underscores.", at: call.At("Environment"));
        // The size counts as JSON.
        if (Encoding.UTF8.GetByteCount(JsonText.Of(given)) > MaxVariablesBytes)
            throw Turn.Error("InvalidParameterValueException", "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit. String measured: " + JsonText.Of(given).Shortened(), "Together they have 4 KB.", at: call.At("Environment"));
        return all.ToImmutable();
    }

    private static Output UpdateCode(Call call)
    {
        var (function, _) = (FunctionArn.Of(call) with { Qualifier = null }).Resolve(call);
        if (function.Latest.State is "Pending") throw LambdaErrors.StillPending(call.At("FunctionName"));
        var (files, sha, size) = CodeSource.Read(call, call.Input);
        if (call.Text("RevisionId") is { } revision && revision != function.Latest.RevisionId) throw Changed(call);
        var latest = function.Latest with { Files = files, CodeSha256 = sha, CodeSize = size, RevisionId = call.Turn.RequestId(), LastModified = call.Now };
        if (call.Texts("Architectures") is [var architecture, ..]) latest = latest with { Architecture = Architecture(architecture) };
        if (call.Flag("DryRun")) return Describe(latest, null);
        Replace(call, function, latest, "code");
        return Describe(call.Flag("Publish") ? VersionOperations.Publish(call.Turn, call.State.Lambda.Functions[function.Key]) : latest, null);
    }

    private static Output UpdateConfiguration(Call call)
    {
        var (function, _) = (FunctionArn.Of(call) with { Qualifier = null }).Resolve(call);
        if (function.Latest.State is "Pending") throw LambdaErrors.StillPending(call.At("FunctionName"));
        if (call.Text("RevisionId") is { } revision && revision != function.Latest.RevisionId) throw Changed(call);
        var latest = Configured(call, function.Latest) with { RevisionId = call.Turn.RequestId(), LastModified = call.Now };
        if (call.Text("Runtime") is not null) latest = latest with { Runtime = Runtime(call) };
        if (call.Text("Handler") is not null) latest = latest with { Handler = Handler(call) };
        if (call.Text("Role") is not null) latest = latest with { RoleArn = Role(call) };
        Settings.DeadLetterTarget.Check(call, latest);
        Replace(call, function, latest, "configuration");
        return Describe(latest, null);
    }

    internal static AwsException Changed(Call call) => Turn.Error("PreconditionFailedException",
        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id", null, 412, call.At("RevisionId"));

    /// <summary>What is idle has the old code: it is not used again.</summary>
    private static void Replace(Call call, Function function, FunctionVersion latest, string what)
    {
        call.Turn.Put(function with { Latest = latest });
        var lambda = call.State.Lambda;
        if (lambda.Fleets.Find(latest.Arn) is { } fleet) call.Turn.Put(lambda with { Fleets = lambda.Fleets.Put(latest.Arn, fleet with { Idle = [] }) });
        call.Turn.Note("lambda", function.Arn, $"The {what} of {function.Name} was changed.");
    }

    private static Output Delete(Call call)
    {
        var named = FunctionArn.Of(call);
        var (function, _) = named.Resolve(call);
        if (named.Qualifier is { } qualifier)
        {
            VersionOperations.Delete(call, function, qualifier);
            return [];
        }
        call.Turn.Put(Urls.UrlOperations.Without(call.State.Lambda, function.Key, null) with { Functions = call.State.Lambda.Functions.Remove(function.Key) });
        call.Turn.Note("lambda", function.Arn, $"The function {function.Name} was deleted.", function.Latest.State, null);
        return [];
    }

    private static Output List(Call call)
    {
        var all = call.Text("FunctionVersion") is "ALL";
        return call.Page(call.State.Lambda.Functions.Values.Where(f => f.Region == call.Region).SelectMany(f => all ? f.Versions.Prepend(f.Latest) : [f.Latest]), "Functions", v => v.Arn, v => Describe(v, all ? v.Version : null));
    }

    private static Output Whole(Call call)
    {
        var named = FunctionArn.Of(call);
        var (function, version) = named.Resolve(call);
        Output output = new()
        {
            ["Configuration"] = Describe(version, named.Qualifier),
            ["Code"] = new Output { ["RepositoryType"] = "S3", ["Location"] = $"https://awslambda-{call.Region}-tasks.s3.{call.Region}.amazonaws.com/snapshots/{call.AccountId}/{function.Name}-{version.RevisionId}" },
        };
        if (function.Tags.Count > 0) output["Tags"] = new Output(function.Tags.Select(t => KeyValuePair.Create(t.Key, (System.Text.Json.Nodes.JsonNode?)t.Value)));
        if (function.ReservedConcurrency is { } reserved) output["Concurrency"] = new Output { ["ReservedConcurrentExecutions"] = reserved };
        return output;
    }

    /// <param name="qualifier">As asked for: it stands in the ARN.</param>
    internal static Output Describe(FunctionVersion version, string? qualifier)
    {
        Output output = new()
        {
            ["FunctionName"] = version.Name,
            ["FunctionArn"] = qualifier is null && version.Version is "$LATEST" ? version.FunctionArn : $"{version.FunctionArn}:{qualifier ?? version.Version}",
            ["Runtime"] = version.Runtime,
            ["Role"] = version.RoleArn,
            ["Handler"] = version.Handler,
            ["CodeSize"] = version.CodeSize,
            ["Description"] = version.Description,
            ["Timeout"] = version.Timeout,
            ["MemorySize"] = version.MemorySize,
            ["LastModified"] = version.LastModified.ToString("yyyy-MM-dd'T'HH:mm:ss.fff", CultureInfo.InvariantCulture) + "+0000",
            ["CodeSha256"] = version.CodeSha256,
            ["Version"] = version.Version,
            ["TracingConfig"] = new Output { ["Mode"] = "PassThrough" },
            ["RevisionId"] = version.RevisionId,
            ["State"] = version.State,
            ["LastUpdateStatus"] = "Successful",
            ["PackageType"] = "Zip",
            ["Architectures"] = new Array(version.Architecture),
            ["EphemeralStorage"] = new Output { ["Size"] = version.EphemeralStorage },
            ["LoggingConfig"] = new Output { ["LogFormat"] = "Text", ["LogGroup"] = $"/aws/lambda/{version.Name}" },
        };
        if (version.State is "Pending")
        {
            output["StateReason"] = "The function is being created.";
            output["StateReasonCode"] = "Creating";
        }
        if (version.Variables.Count > 0)
            output["Environment"] = new Output { ["Variables"] = new Output(version.Variables.Select(v => KeyValuePair.Create(v.Key, (System.Text.Json.Nodes.JsonNode?)v.Value))) };
        if (version.DeadLetterArn is { } letters) output["DeadLetterConfig"] = new Output { ["TargetArn"] = letters };
        return output;
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"\A[a-zA-Z][a-zA-Z0-9_]+\z")]
    private static partial System.Text.RegularExpressions.Regex VariableName();
}
