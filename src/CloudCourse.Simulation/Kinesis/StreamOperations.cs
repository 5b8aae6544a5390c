using System.Collections.Immutable;
using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Kinesis;

/// <summary>Streams, their shards and settings.</summary>
internal static class StreamOperations
{
    /// <summary>How long a stream takes to be made, changed or deleted. AWS does not say; this is an assumption.</summary>
    private static readonly TimeSpan Takes = TimeSpan.FromSeconds(5);

    private const int OnDemandShards = 4;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateStream", c => [new("kinesis:CreateStream", $"arn:aws:kinesis:{c.Region}:{c.AccountId}:stream/{c.Need("StreamName")}")], Create),
        KinesisCalls.OnStream("DeleteStream", (c, s) =>
        {
            Change(c, s, "DELETING");
            return [];
        }),
        KinesisCalls.OnStream("DescribeStream", Describe),
        KinesisCalls.OnStream("DescribeStreamSummary", (_, s) =>
        {
            var told = Head(s);
            told["OpenShardCount"] = s.Open.Count();
            told["ConsumerCount"] = 0;
            return new() { ["StreamDescriptionSummary"] = told };
        }),
        new("ListStreams", c => [new("kinesis:ListStreams", "*")], List),
        KinesisCalls.OnStream("SplitShard", Split),
        KinesisCalls.OnStream("MergeShards", Merge),
        KinesisCalls.OnStream("UpdateShardCount", Scale),
        KinesisCalls.OnStream("IncreaseStreamRetentionPeriod", (c, s) => Retain(c, s, isMore: true)),
        KinesisCalls.OnStream("DecreaseStreamRetentionPeriod", (c, s) => Retain(c, s, isMore: false)),
        KinesisCalls.OnStream("AddTagsToStream", (c, s) =>
        {
            var tags = s.Tags.SetItems(Tags(c));
            if (tags.Count > 50) throw KinesisCalls.Argument("A stream can have no more than 50 tags.", c.At("Tags"));
            c.Turn.Put(s with { Tags = tags });
            return [];
        }),
        KinesisCalls.OnStream("RemoveTagsFromStream", (c, s) =>
        {
            c.Turn.Put(s with { Tags = s.Tags.RemoveRange(c.Texts("TagKeys").Select(k => k.Value)) });
            return [];
        }),
        KinesisCalls.OnStream("ListTagsForStream", (c, s) =>
        {
            var limit = (int)(KinesisCalls.Between(c, "Limit", 1, 50) ?? 50);
            var page = s.Tags.Where(t => c.Text("ExclusiveStartTagKey") is not { } after || string.CompareOrdinal(t.Key, after) > 0).Take(limit + 1).ToList();
            return new() { ["Tags"] = new Array([.. page.Take(limit).Select(t => (Node)new Output { ["Key"] = t.Key, ["Value"] = t.Value })]), ["HasMoreTags"] = page.Count > limit };
        }),
    ];

    private static ImmutableSortedDictionary<string, string> Tags(Call call)
    {
        var tags = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (key, member) in call.Structure("Tags")?.AsDictionary() ?? new Dictionary<string, JsonMember>())
        {
            var value = (member.Value as JsonString)?.Value ?? "";
            if (key.Length is 0 or > 128 || value.Length > 256 || key.StartsWith("aws:", StringComparison.OrdinalIgnoreCase)) throw KinesisCalls.Argument("A tag's key has 1 to 128 characters and does not begin with aws:, its value up to 256.", member.NameAt);
            tags[key] = value;
        }
        return tags.ToImmutable();
    }

    private static Output Create(Call call)
    {
        var (name, at) = (call.Need("StreamName"), call.At("StreamName"));
        KinesisCalls.CheckName(name, at);
        if (call.State.Kinesis.Streams.Has(DataStream.KeyOf(call.Region, name))) throw Turn.Error("ResourceInUseException", $"Stream {name} under account {call.AccountId} already exists.", at: at);
        var mode = call.Structure("StreamModeDetails")?.Text("StreamMode")?.Value ?? "PROVISIONED";
        if (mode is not ("PROVISIONED" or "ON_DEMAND")) throw KinesisCalls.Constraint(mode, "streamModeDetails.streamMode", "satisfy enum value set: [PROVISIONED, ON_DEMAND]", call.At("StreamModeDetails"));
        var count = KinesisCalls.Between(call, "ShardCount", 1, 10_000);
        if (mode is "ON_DEMAND" && count is not null) throw Turn.Error("ValidationException", "ShardCount is not supported for streams in on-demand mode.", at: call.At("ShardCount"));
        if (mode is "PROVISIONED" && count is null) throw Turn.Error("ValidationException", "ShardCount is required for streams in provisioned mode.", "1 for a start, or StreamModeDetails with ON_DEMAND.", at: call.Input.Head());
        DataStream stream = new(call.Region, name, call.AccountId, call.Now) { IsOnDemand = mode is "ON_DEMAND", Tags = Tags(call) };
        stream = stream with { Shards = [.. Even((int)(count ?? OnDemandShards)).Select((r, i) => new Shard(i, r.Starts, r.Ends, call.Now, 1))] };
        call.Turn.Put(stream);
        call.Turn.Note("kinesis", stream.Arn, $"The stream {name} is being made, with {stream.Shards.Count} shards.", null, "CREATING");
        call.Turn.Plan(Takes, new StreamSettles(stream.Key, stream.Created));
        return [];
    }

    /// <summary>All hash keys in so many ranges of the same length.</summary>
    private static IEnumerable<(UInt128 Starts, UInt128 Ends)> Even(int count)
    {
        var width = UInt128.MaxValue / (UInt128)count;
        for (var i = 0; i < count; i++)
        {
            var starts = i == 0 ? UInt128.Zero : width * (UInt128)i + (UInt128)i;
            yield return (starts, i == count - 1 ? UInt128.MaxValue : width * (UInt128)(i + 1) + (UInt128)i);
        }
    }

    private static void Change(Call call, DataStream stream, string status)
    {
        call.Turn.Put(stream with { Status = status });
        call.Turn.Note("kinesis", stream.Arn, $"The stream {stream.Name} is {status}.", "ACTIVE", status);
        call.Turn.Plan(Takes, new StreamSettles(stream.Key, stream.Created));
    }

    private static void MustBeActive(Call call, DataStream stream)
    {
        if (stream.Status is not "ACTIVE") throw Turn.Error("ResourceInUseException", $"Stream {stream.Name} under account {call.AccountId} not ACTIVE, instead in state {stream.Status}", "Wait until it is ACTIVE.", at: call.Input.Head());
    }

    private static Output Head(DataStream stream) => new()
    {
        ["StreamName"] = stream.Name,
        ["StreamARN"] = stream.Arn,
        ["StreamStatus"] = stream.Status,
        ["StreamModeDetails"] = new Output { ["StreamMode"] = stream.IsOnDemand ? "ON_DEMAND" : "PROVISIONED" },
        ["RetentionPeriodHours"] = stream.RetentionHours,
        ["StreamCreationTimestamp"] = KinesisCalls.Time(stream.Created),
        ["EnhancedMonitoring"] = new Array(new Output { ["ShardLevelMetrics"] = new Array() }),
        ["EncryptionType"] = "NONE",
    };

    public static Output Told(Shard shard)
    {
        Output range = new() { ["StartingSequenceNumber"] = shard.SequenceNumber(shard.From) };
        if (shard.Closed is not null) range["EndingSequenceNumber"] = shard.SequenceNumber(shard.To);
        Output told = new() { ["ShardId"] = shard.Id };
        if (shard.Parent is { } parent) told["ParentShardId"] = parent;
        if (shard.AdjacentParent is { } adjacent) told["AdjacentParentShardId"] = adjacent;
        told["HashKeyRange"] = Range(shard);
        told["SequenceNumberRange"] = range;
        return told;
    }

    public static Output Range(Shard shard) => new() { ["StartingHashKey"] = shard.Starts.ToString(CultureInfo.InvariantCulture), ["EndingHashKey"] = shard.Ends.ToString(CultureInfo.InvariantCulture) };

    private static Output Describe(Call call, DataStream stream)
    {
        var limit = (int)(KinesisCalls.Between(call, "Limit", 1, 10_000) ?? 100);
        var page = stream.Shards.Where(s => call.Text("ExclusiveStartShardId") is not { } after || string.CompareOrdinal(s.Id, after) > 0).Take(limit + 1).ToList();
        var told = Head(stream);
        told["Shards"] = new Array([.. page.Take(limit).Select(s => (Node)Told(s))]);
        told["HasMoreShards"] = page.Count > limit;
        return new() { ["StreamDescription"] = told };
    }

    private static Output List(Call call)
    {
        var limit = (int)(KinesisCalls.Between(call, "Limit", 1, 10_000) ?? 100);
        var after = call.Text("NextToken") ?? call.Text("ExclusiveStartStreamName");
        var page = call.State.Kinesis.Streams.Values.Where(s => s.Region == call.Region && (after is null || string.CompareOrdinal(s.Name, after) > 0)).Take(limit + 1).ToList();
        Output output = new()
        {
            ["StreamNames"] = new Array([.. page.Take(limit).Select(s => (Node)s.Name)]),
            ["HasMoreStreams"] = page.Count > limit,
            ["StreamSummaries"] = new Array([.. page.Take(limit).Select(s => (Node)new Output { ["StreamName"] = s.Name, ["StreamARN"] = s.Arn, ["StreamStatus"] = s.Status, ["StreamModeDetails"] = new Output { ["StreamMode"] = s.IsOnDemand ? "ON_DEMAND" : "PROVISIONED" }, ["StreamCreationTimestamp"] = KinesisCalls.Time(s.Created) })]),
        };
        if (page.Count > limit) output["NextToken"] = page[limit - 1].Name;
        return output;
    }

    private static Shard OpenShard(Call call, DataStream stream, string member)
    {
        var id = call.Need(member);
        var shard = stream.Find(id) ?? throw Turn.Error("ResourceNotFoundException", $"Could not find shard {id.Shortened()} in stream {stream.Name} under account {call.AccountId}.", at: call.At(member));
        return shard.Closed is null ? shard : throw KinesisCalls.Argument($"Shard {id} in stream {stream.Name} under account {call.AccountId} has already been merged or split, and thus is not eligible for merging or splitting.", call.At(member));
    }

    private static void Replace(Call call, DataStream stream, IReadOnlyList<Shard> closing, IEnumerable<(UInt128 Starts, UInt128 Ends, string Parent, string? Adjacent)> children)
    {
        var shards = stream.Shards;
        foreach (var one in closing) shards = shards.Replace(one, one with { Closed = call.Now, To = stream.Last });
        foreach (var (starts, ends, parent, adjacent) in children) shards = shards.Add(new(shards.Count, starts, ends, call.Now, stream.Last + 1) { Parent = parent, AdjacentParent = adjacent });
        Change(call, stream with { Shards = shards }, "UPDATING");
    }

    private static Output Split(Call call, DataStream stream)
    {
        MustBeActive(call, stream);
        var shard = OpenShard(call, stream, "ShardToSplit");
        var text = call.Need("NewStartingHashKey");
        if (!UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var key)) throw KinesisCalls.Constraint(text, "newStartingHashKey", @"satisfy regular expression pattern: 0|([1-9]\d{0,38})", call.At("NewStartingHashKey"));
        if (key <= shard.Starts || key >= shard.Ends)
            throw KinesisCalls.Argument($"NewStartingHashKey {key} used in SplitShard() on shard {shard.Id} in stream {stream.Name} under account {call.AccountId} is not both greater than one plus the shard's StartingHashKey {shard.Starts} and less than the shard's EndingHashKey {shard.Ends}.", call.At("NewStartingHashKey"));
        Replace(call, stream, [shard], [(shard.Starts, key - 1, shard.Id, null), (key, shard.Ends, shard.Id, null)]);
        return [];
    }

    private static Output Merge(Call call, DataStream stream)
    {
        MustBeActive(call, stream);
        var (one, other) = (OpenShard(call, stream, "ShardToMerge"), OpenShard(call, stream, "AdjacentShardToMerge"));
        var (low, high) = one.Starts <= other.Starts ? (one, other) : (other, one);
        if (low.Ends == UInt128.MaxValue || low.Ends + 1 != high.Starts)
            throw KinesisCalls.Argument($"Shards {one.Id} and {other.Id} in stream {stream.Name} under account {call.AccountId} are not an adjacent pair of shards eligible for merging.", call.At("AdjacentShardToMerge"));
        Replace(call, stream, [low, high], [(low.Starts, high.Ends, one.Id, other.Id)]);
        return [];
    }

    private static Output Scale(Call call, DataStream stream)
    {
        MustBeActive(call, stream);
        if (call.Need("ScalingType") is not "UNIFORM_SCALING" and var type) throw KinesisCalls.Constraint(type, "scalingType", "satisfy enum value set: [UNIFORM_SCALING]", call.At("ScalingType"));
        if (stream.IsOnDemand) throw Turn.Error("ValidationException", $"The stream {stream.Name} is in on-demand mode: its shards are AWS's to count.", at: call.At("StreamName"));
        var open = stream.Open.OrderBy(s => s.Starts).ToList();
        var target = (int)KinesisCalls.Between(call, "TargetShardCount", 1, 10_000)!.Value;
        if (target > open.Count * 2) throw Turn.Error("LimitExceededException", $"UpdateShardCount cannot scale up over double your current open shard count. Current open shard count: {open.Count} Target shard count: {target}", at: call.At("TargetShardCount"));
        if (target * 2 < open.Count) throw Turn.Error("LimitExceededException", $"UpdateShardCount cannot scale down below half your current open shard count. Current open shard count: {open.Count} Target shard count: {target}", at: call.At("TargetShardCount"));
        if (target != open.Count)
        {
            // AWS splits and merges in steps; here each new shard follows at once upon those that its range overlaps.
            Replace(call, stream, open, Even(target).Select(r =>
            {
                var parents = open.Where(s => s.Starts <= r.Ends && s.Ends >= r.Starts).ToList();
                return (r.Starts, r.Ends, parents[0].Id, parents.Count > 1 ? parents[^1].Id : null);
            }));
        }
        return new() { ["StreamName"] = stream.Name, ["CurrentShardCount"] = open.Count, ["TargetShardCount"] = target, ["StreamARN"] = stream.Arn };
    }

    private static Output Retain(Call call, DataStream stream, bool isMore)
    {
        MustBeActive(call, stream);
        var hours = (int)call.Integer("RetentionPeriodHours")!.Value;
        if (hours is < 24 or > 8760) throw KinesisCalls.Argument($"{(hours < 24 ? "Minimum" : "Maximum")} allowed retention period is {(hours < 24 ? 24 : 8760)} hours. Requested retention period ({hours} hours) is too {(hours < 24 ? "short" : "long")}.", call.At("RetentionPeriodHours"));
        if (isMore ? hours < stream.RetentionHours : hours > stream.RetentionHours)
            throw KinesisCalls.Argument($"Requested retention period ({hours} hours) for stream {stream.Name} can not be {(isMore ? "shorter" : "longer")} than existing retention period ({stream.RetentionHours} hours). Use {(isMore ? "Decrease" : "Increase")}RetentionPeriod API.", call.At("RetentionPeriodHours"));
        var oldest = call.Now.AddHours(-hours);
        Change(call, stream with { RetentionHours = hours, Shards = [.. stream.Shards.Select(s => s.Trimmed(oldest))] }, "UPDATING");
        return [];
    }

    /// <summary>What was being made or changed is done; what was being deleted is gone.</summary>
    private sealed record StreamSettles(string Key, DateTimeOffset Created) : ScheduledEvent
    {
        public override void Run(Turn turn)
        {
            if (turn.State.Kinesis.Streams.Find(Key) is not { } stream || stream.Created != Created || stream.Status is "ACTIVE") return;
            if (stream.Status is "DELETING") turn.State = turn.State with { Kinesis = turn.State.Kinesis with { Streams = turn.State.Kinesis.Streams.Remove(Key) } };
            else turn.Put(stream with { Status = "ACTIVE" });
            turn.Note("kinesis", stream.Arn, $"The stream {stream.Name} is {(stream.Status is "DELETING" ? "gone" : "ACTIVE")}.", stream.Status, stream.Status is "DELETING" ? null : "ACTIVE");
        }
    }
}
