using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Logs;

/// <summary>Log groups and streams.</summary>
internal static class GroupOperations
{
    private static readonly int[] Retentions = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateLogGroup", NeedsToCreate, Create),
        new("DeleteLogGroup", c => [LogCalls.On(c, "DeleteLogGroup")], c =>
        {
            var group = LogCalls.Group(c);
            c.State = c.State with { Logs = c.State.Logs with { Groups = c.State.Logs.Groups.Remove(group.Key) } };
            c.Turn.Note("logs", group.Arn, $"The log group {group.Name} was deleted, with {group.Streams.Count} streams.", "exists");
            return [];
        }),
        new("DescribeLogGroups", c => [LogCalls.On(c.Region, c.AccountId, "", "DescribeLogGroups")], Describe),
        new("CreateLogStream", c => [LogCalls.On(c, "CreateLogStream", "logStreamName")], CreateStream),
        new("DeleteLogStream", c => [LogCalls.On(c, "DeleteLogStream", "logStreamName")], c =>
        {
            var group = LogCalls.Group(c);
            c.Turn.Put(group with { Streams = group.Streams.Remove(LogCalls.Stream(c, group).Name) });
            return [];
        }),
        new("DescribeLogStreams", c => [LogCalls.On(c, "DescribeLogStreams")], DescribeStreams),
        new("PutRetentionPolicy", c => [LogCalls.On(c, "PutRetentionPolicy")], c =>
        {
            var (group, days) = (LogCalls.Group(c), c.Integer("retentionInDays")!.Value);
            if (!Retentions.Contains((int)days)) throw LogCalls.Constraint($"{days}", "retentionInDays", $"satisfy enum value set: [{string.Join(", ", Retentions)}]", c.At("retentionInDays"));
            c.Turn.Put(group with { RetentionInDays = (int)days });
            return [];
        }),
        new("DeleteRetentionPolicy", c => [LogCalls.On(c, "DeleteRetentionPolicy")], c =>
        {
            c.Turn.Put(LogCalls.Group(c) with { RetentionInDays = null });
            return [];
        }),
        new("TagResource", c => [OfArn(c, "TagResource", out _)], c =>
        {
            _ = OfArn(c, "", out var group);
            var tags = group.Tags.SetItems(LogCalls.Tags(c));
            if (tags.Count > 50) throw Turn.Error("TooManyTagsException", "A resource can have no more than 50 tags.", at: c.At("tags"));
            c.Turn.Put(group with { Tags = tags });
            return [];
        }),
        new("UntagResource", c => [OfArn(c, "UntagResource", out _)], c =>
        {
            _ = OfArn(c, "", out var group);
            c.Turn.Put(group with { Tags = group.Tags.RemoveRange(c.Texts("tagKeys").Select(k => k.Value)) });
            return [];
        }),
        new("ListTagsForResource", c => [OfArn(c, "ListTagsForResource", out _)], c =>
        {
            _ = OfArn(c, "", out var group);
            return new() { ["tags"] = new Output(group.Tags.Select(t => KeyValuePair.Create<string, Node?>(t.Key, t.Value))) };
        }),
    ];

    /// <summary>For tags the ARN goes without <c>:*</c>.</summary>
    private static Permission OfArn(Call call, string action, out LogGroup group)
    {
        var arn = call.Need("resourceArn");
        var prefix = $"arn:aws:logs:{call.Region}:{call.AccountId}:log-group:";
        group = arn.StartsWith(prefix, StringComparison.Ordinal) && call.State.Logs.Groups.Find(LogGroup.KeyOf(call.Region, arn[prefix.Length..])) is { } known ? known
            : throw Turn.Error("ResourceNotFoundException", "The specified resource does not exist.", "The ARN of a log group, without :* at its end.", at: call.At("resourceArn"));
        return LogCalls.On(call.Region, call.AccountId, group.Name, action, known: group) with { Resource = arn };
    }

    private static IEnumerable<Permission> NeedsToCreate(Call call)
    {
        var needed = LogCalls.On(call, "CreateLogGroup");
        var tags = LogCalls.Tags(call);
        if (tags.IsEmpty) return [needed];
        Dictionary<string, IReadOnlyList<string>> context = new() { ["aws:TagKeys"] = [.. tags.Keys] };
        foreach (var (key, value) in tags) context[$"aws:RequestTag/{key}"] = [value];
        return [needed with { Context = context }, needed with { Action = "logs:TagResource", Context = context }];
    }

    private static Output Create(Call call)
    {
        var name = LogCalls.GroupName(call);
        if (name.StartsWith("aws/", StringComparison.Ordinal)) throw LogCalls.Invalid("Log groups starting with AWS/ are reserved for AWS.", call.At("logGroupName"));
        if (call.Text("logGroupClass") is { } kind && kind is not ("STANDARD" or "INFREQUENT_ACCESS" or "DELIVERY")) throw LogCalls.Constraint(kind, "logGroupClass", "satisfy enum value set: [STANDARD, INFREQUENT_ACCESS, DELIVERY]", call.At("logGroupClass"));
        if (call.State.Logs.Groups.Has(LogGroup.KeyOf(call.Region, name))) throw Exists("group", call.At("logGroupName"));
        Make(call.Turn, new(call.Region, name, call.AccountId, call.Now) { KmsKeyId = call.Text("kmsKeyId"), Class = call.Text("logGroupClass") ?? "STANDARD", Tags = LogCalls.Tags(call) });
        return [];
    }

    public static LogGroup Make(Turn turn, LogGroup group)
    {
        turn.Put(group);
        turn.Note("logs", group.Arn, $"The log group {group.Name} was made.", null, "exists");
        return group;
    }

    private static AwsException Exists(string what, Location at) => Turn.Error("ResourceAlreadyExistsException", $"The specified log {what} already exists", at: at);

    private static Output CreateStream(Call call)
    {
        var (group, name) = (LogCalls.Group(call), call.Need("logStreamName"));
        LogCalls.CheckName(name, "logStreamName", call.At("logStreamName"));
        if (group.Streams.Has(name)) throw Exists("stream", call.At("logStreamName"));
        call.Turn.Put(group with { Streams = group.Streams.Put(name, new(name, call.Now)) });
        return [];
    }

    private static Output Describe(Call call)
    {
        var (prefix, pattern) = (call.Text("logGroupNamePrefix"), call.Text("logGroupNamePattern"));
        if (prefix is not null && pattern is not null) throw LogCalls.Invalid("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.", call.At("logGroupNamePattern"));
        var groups = call.State.Logs.Groups.Values.Where(g => g.Region == call.Region && g.Name.StartsWith(prefix ?? "", StringComparison.Ordinal)
            && (pattern is null || g.Name.Contains(pattern, StringComparison.OrdinalIgnoreCase)) && (call.Text("logGroupClass") is not { } kind || g.Class == kind));
        var (page, next) = LogCalls.Page(call, groups, g => g.Name, LogCalls.Limit(call, 50, 50));
        Output output = new()
        {
            ["logGroups"] = new Array([.. page.Select(g =>
            {
                Output told = new()
                {
                    ["logGroupName"] = g.Name, ["creationTime"] = g.Created.ToUnixTimeMilliseconds(), ["metricFilterCount"] = 0, ["arn"] = g.Arn + ":*", ["logGroupArn"] = g.Arn,
                    ["storedBytes"] = Bytes(g, call.Now), ["logGroupClass"] = g.Class,
                };
                if (g.RetentionInDays is { } days) told["retentionInDays"] = days;
                if (g.KmsKeyId is { } key) told["kmsKeyId"] = key;
                return (Node)told;
            })]),
        };
        if (next is not null) output["nextToken"] = next;
        return output;
    }

    /// <summary>AWS counts compressed bytes; here every event counts as it was sent.</summary>
    private static long Bytes(LogGroup group, DateTimeOffset now) => group.Streams.Values.Sum(s => EventOperations.Kept(group, s, now).Sum(e => (long)System.Text.Encoding.UTF8.GetByteCount(e.Message) + LogEvent.Overhead));

    private static Output DescribeStreams(Call call)
    {
        var group = LogCalls.Group(call);
        var (prefix, order) = (call.Text("logStreamNamePrefix"), call.Text("orderBy") ?? "LogStreamName");
        if (order is not ("LogStreamName" or "LastEventTime")) throw LogCalls.Constraint(order, "orderBy", "satisfy enum value set: [LogStreamName, LastEventTime]", call.At("orderBy"));
        if (order is "LastEventTime" && prefix is not null) throw LogCalls.Invalid("Cannot order by LastEventTime with a logStreamNamePrefix.", call.At("logStreamNamePrefix"));
        var streams = group.Streams.Values.Where(s => s.Name.StartsWith(prefix ?? "", StringComparison.Ordinal));
        if (order is "LastEventTime") streams = streams.OrderBy(s => s.Events.IsEmpty ? long.MinValue : s.Events.Max!.Timestamp);
        if (call.Flag("descending")) streams = streams.Reverse();
        var (page, next) = LogCalls.Page(call, streams, s => s.Name, LogCalls.Limit(call, 50, 50));
        Output output = new()
        {
            ["logStreams"] = new Array([.. page.Select(s =>
            {
                Output told = new() { ["logStreamName"] = s.Name, ["creationTime"] = s.Created.ToUnixTimeMilliseconds(), ["arn"] = $"{group.Arn}:log-stream:{s.Name}", ["storedBytes"] = 0L, ["uploadSequenceToken"] = EventOperations.SequenceToken(s) };
                if (!s.Events.IsEmpty) (told["firstEventTimestamp"], told["lastEventTimestamp"]) = (s.Events.Min!.Timestamp, s.Events.Max!.Timestamp);
                if (s.LastIngestion is { } ingested) told["lastIngestionTime"] = ingested.ToUnixTimeMilliseconds();
                return (Node)told;
            })]),
        };
        if (next is not null) output["nextToken"] = next;
        return output;
    }
}
