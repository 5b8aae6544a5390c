using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.EventBridge.Routing;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Operations;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.EventBridge;

/// <summary>Where rules send what they match.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html"/>
internal static class TargetOperations
{
    private const int MostTargets = 5, MostPerCall = 100;

    private static readonly HashSet<string> Taken = ["Id", "Arn", "RoleArn", "Input", "InputPath", "InputTransformer", "KinesisParameters", "SqsParameters", "DeadLetterConfig", "RetryPolicy"];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutTargets", MayPut, Put),
        new("RemoveTargets", c => [EventsCalls.OnRule(c, "RemoveTargets", "Rule")], Remove),
        new("ListTargetsByRule", c => [EventsCalls.OnRule(c, "ListTargetsByRule", "Rule")], c => EventsCalls.Page(c, "Targets", c.Rule("Rule").Targets.Select(Describe))),
        new("ListRuleNamesByTarget", _ => [new("events:ListRuleNamesByTarget", "*")], c => EventsCalls.Page(c, "RuleNames", c.Bus().Rules.Values
            .Where(r => r.Targets.Any(t => t.Arn == c.Need("TargetArn"))).Select(r => (Node)r.Name))),
    ];

    private static IEnumerable<Permission> MayPut(Call call)
    {
        var targets = call.Structures("Targets");
        yield return EventsCalls.OnRule(call, "PutTargets", "Rule", ("events:TargetArn", [.. targets.Select(t => t.Text("Arn")?.Value).OfType<string>()]));
        foreach (var role in targets.Select(t => t.Text("RoleArn")?.Value).OfType<string>().Distinct()) yield return RoleOperations.Pass(role, "events.amazonaws.com");
    }

    private static Output Put(Call call)
    {
        var rule = call.Rule("Rule");
        var given = call.Structures("Targets");
        if (given.Count is 0 or > MostPerCall) throw EventsCalls.Invalid(call, "Targets", $"1 validation error detected: Value at 'targets' failed to satisfy constraint: Member must have length {(given.Count == 0 ? "greater than or equal to 1" : "less than or equal to 100")}");
        var targets = rule.Targets;
        foreach (var one in given)
        {
            var target = Read(call, one);
            var at = targets.FindIndex(t => t.Id == target.Id);
            targets = at < 0 ? targets.Add(target) : targets.SetItem(at, target);
        }
        if (targets.Count > MostTargets) throw EventsCalls.TooMany(call, "Targets", $"A rule has {MostTargets} targets at most; to reach more, send to an SNS topic or write more rules.");
        call.Turn.Put(call.Bus(), rule with { Targets = targets });
        foreach (var target in targets.Except(rule.Targets)) call.Turn.Note("events", rule.Arn, $"The rule {rule.Name} sends to {target.Arn} ({target.Id}).");
        return new() { ["FailedEntryCount"] = 0, ["FailedEntries"] = new Array() };
    }

    private static EventTarget Read(Call call, JsonObject json)
    {
        if (json.Members.FirstOrDefault(m => !Taken.Contains(m.Name) && json.InUse(m.Name) is not null) is { } other)
            throw Turn.Error(AwsError.NotSimulated, $"The simulation does not know what to do with {other.Name}.", "AWS would take it. Leave it out here.", 501, other.NameAt);
        var (id, arn) = (json.Text("Id")!.Value, json.Text("Arn")!);
        if (id.Length is 0 or > 64 || !id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_'))
            throw EventsCalls.Invalid(call, "Targets", $"1 validation error detected: Value '{id.Shortened()}' at 'targets.1.member.id' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_A-Za-z0-9]+");
        var parts = arn.Value.Split(':', 6);
        if (parts is not ["arn", _, { Length: > 0 } service, _, _, { Length: > 0 }]) throw EventsCalls.Invalid(call, "Targets", $"Parameter {arn.Value.Shortened()} is not valid. Reason: Provided Arn is not in correct format.");
        if (service is not ("lambda" or "sqs" or "sns" or "kinesis" or "logs" or "events"))
            throw Turn.Error(AwsError.NotSimulated, $"The simulation's rules send nothing to {service}.", "They send to Lambda functions, SQS queues, SNS topics, Kinesis streams, log groups and event buses.", 501, arn.At);
        var role = json.Text("RoleArn")?.Value;
        if (service is "kinesis" or "events" && role is null) throw EventsCalls.Invalid(call, "Targets", $"RoleArn is required for target {arn.Value}.", "EventBridge assumes this role to send there; its trust policy names events.amazonaws.com.");
        if (service is "sqs" && arn.Value.EndsWith(".fifo", StringComparison.Ordinal) && json.Structure("SqsParameters")?.Text("MessageGroupId") is null)
            throw EventsCalls.Invalid(call, "Targets", $"Parameter(s) SqsParameters must be specified for target: {id}.", "A FIFO queue keeps the order within a message group: SqsParameters.MessageGroupId names it.");
        var target = new EventTarget(id, arn.Value)
        {
            RoleArn = role,
            Input = json.Text("Input")?.Value,
            InputPath = json.Text("InputPath")?.Value,
            Transformer = Transformer(call, id, json.Structure("InputTransformer")),
            MessageGroupId = json.Structure("SqsParameters")?.Text("MessageGroupId")?.Value,
            PartitionKeyPath = json.Structure("KinesisParameters")?.Text("PartitionKeyPath")?.Value,
            Retry = Retry(call, id, json.Structure("RetryPolicy"), RetryPolicy.OfRules, "Targets"),
            SaysRetry = json.Structure("RetryPolicy") is not null,
            DeadLetterArn = json.Structure("DeadLetterConfig")?.Text("Arn")?.Value,
        };
        Check(call, target);
        return target;
    }

    private static void Check(Call call, EventTarget target)
    {
        if (new object?[] { target.Input, target.InputPath, target.Transformer }.Count(i => i is not null) > 1)
            throw EventsCalls.Invalid(call, "Targets", $"Only one of Input, InputPath, or InputTransformer must be provided for target {target.Id}.");
        if (target.Input is { } input && JsonReader.Read(input).Value is null) throw EventsCalls.Invalid(call, "Targets", $"JSON syntax error in input for target {target.Id}.");
        foreach (var path in new[] { target.InputPath, target.PartitionKeyPath }.OfType<string>())
        {
            if (EventPath.Read(path) is null) throw EventsCalls.Invalid(call, "Targets", $"Invalid JSONPath {path.Shortened()} for target {target.Id}.", "Such as $.detail.state or $.resources[0].");
        }
        if (target.DeadLetterArn is { } dead && (dead.Split(':', 6) is not ["arn", _, "sqs", var region, _, { Length: > 0 }] || region != call.Region || dead.EndsWith(".fifo", StringComparison.Ordinal)))
            throw EventsCalls.Invalid(call, "Targets", $"Parameter DeadLetterConfig of target {target.Id} is not valid.", "A standard SQS queue in the rule's Region, by its ARN.");
    }

    private static InputTransformer? Transformer(Call call, string id, JsonObject? json)
    {
        if (json is null) return null;
        var paths = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var member in json.Structure("InputPathsMap")?.Members ?? [])
        {
            if (member.Name.Length is 0 or > 256 || !member.Name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') || member.Name.StartsWith("AWS", StringComparison.OrdinalIgnoreCase))
                throw EventsCalls.Invalid(call, "Targets", $"InputPathsMap for target {id} has an invalid key {member.Name.Shortened()}.", "Letters, digits, - and _; names that begin with AWS are AWS's own.");
            if (member.Value is not JsonString { Value: var path } || EventPath.Read(path) is null)
                throw EventsCalls.Invalid(call, "Targets", $"Invalid JSONPath for InputPathsMap key {member.Name.Shortened()} of target {id}.", "Such as $.detail.state or $.resources[0].");
            paths[member.Name] = path;
        }
        if (paths.Count > 100) throw EventsCalls.Invalid(call, "Targets", $"InputPathsMap for target {id} has more than 100 keys.");
        var template = json.Text("InputTemplate")!.Value;
        if (template.Length is 0 or > 8192) throw EventsCalls.Invalid(call, "Targets", "1 validation error detected: Value at 'targets.1.member.inputTransformer.inputTemplate' failed to satisfy constraint: Member must have length between 1 and 8192");
        foreach (var name in TargetInput.Placeholders(template))
        {
            if (!paths.ContainsKey(name) && !TargetInput.Predefined.Contains(name)) throw EventsCalls.Invalid(call, "Targets", $"InputTemplate for target {id} contains invalid placeholder {name.Shortened()}.", "Name it in InputPathsMap, with the path that leads to its value.");
        }
        return new(paths.ToImmutable(), template);
    }

    public static RetryPolicy Retry(Call call, string id, JsonObject? json, RetryPolicy otherwise, string member)
    {
        if (json is null) return otherwise;
        var attempts = json.Integer("MaximumRetryAttempts")?.Value ?? otherwise.Attempts;
        var age = json.Integer("MaximumEventAgeInSeconds")?.Value ?? (long)otherwise.Age.TotalSeconds;
        if (attempts is < 0 or > 185) throw EventsCalls.Invalid(call, member, $"1 validation error detected: Value '{attempts}' at 'maximumRetryAttempts' of {id} failed to satisfy constraint: Member must have value {(attempts < 0 ? "greater than or equal to 0" : "less than or equal to 185")}");
        if (age is < 60 or > 86_400) throw EventsCalls.Invalid(call, member, $"1 validation error detected: Value '{age}' at 'maximumEventAgeInSeconds' of {id} failed to satisfy constraint: Member must have value {(age < 60 ? "greater than or equal to 60" : "less than or equal to 86400")}");
        return new((int)attempts, TimeSpan.FromSeconds(age));
    }

    private static Output Remove(Call call)
    {
        var rule = call.Rule("Rule");
        Array failed = [];
        var targets = rule.Targets;
        foreach (var id in call.Texts("Ids").Select(i => i.Value).Distinct())
        {
            var at = targets.FindIndex(t => t.Id == id);
            if (at >= 0) targets = targets.RemoveAt(at);
            else failed.Add(new Output { ["TargetId"] = id, ["ErrorCode"] = "ResourceNotFoundException", ["ErrorMessage"] = $"Rule {rule.Name} does not have a target with the Id {id.Shortened()}." });
        }
        call.Turn.Put(call.Bus(), rule with { Targets = targets });
        return new() { ["FailedEntryCount"] = failed.Count, ["FailedEntries"] = failed };
    }

    private static Output Describe(EventTarget target)
    {
        Output output = new() { ["Id"] = target.Id, ["Arn"] = target.Arn };
        output.Set("RoleArn", target.RoleArn);
        output.Set("Input", target.Input);
        output.Set("InputPath", target.InputPath);
        if (target.Transformer is { } transformer)
        {
            output["InputTransformer"] = new Output
            {
                ["InputPathsMap"] = new Output(transformer.Paths.Select(p => KeyValuePair.Create(p.Key, (Node?)p.Value))),
                ["InputTemplate"] = transformer.Template,
            };
        }
        if (target.MessageGroupId is { } group) output["SqsParameters"] = new Output { ["MessageGroupId"] = group };
        if (target.PartitionKeyPath is { } key) output["KinesisParameters"] = new Output { ["PartitionKeyPath"] = key };
        if (target.SaysRetry) output["RetryPolicy"] = new Output { ["MaximumRetryAttempts"] = target.Retry.Attempts, ["MaximumEventAgeInSeconds"] = (int)target.Retry.Age.TotalSeconds };
        if (target.DeadLetterArn is { } dead) output["DeadLetterConfig"] = new Output { ["Arn"] = dead };
        return output;
    }
}
