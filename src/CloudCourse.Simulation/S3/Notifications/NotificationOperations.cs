using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3.Buckets;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Notifications;

/// <summary>Setting and reading whom a bucket tells.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html"/>
internal static class NotificationOperations
{
    /// <summary>Every event that S3 tells of. Some never happen here: nothing is restored, replicated or tiered.</summary>
    private static readonly HashSet<string> Events =
    [
        "s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectCreated:Post", "s3:ObjectCreated:Copy", "s3:ObjectCreated:CompleteMultipartUpload",
        "s3:ObjectRemoved:*", "s3:ObjectRemoved:Delete", "s3:ObjectRemoved:DeleteMarkerCreated",
        "s3:ObjectRestore:*", "s3:ObjectRestore:Post", "s3:ObjectRestore:Completed", "s3:ObjectRestore:Delete", "s3:ReducedRedundancyLostObject",
        "s3:Replication:*", "s3:Replication:OperationFailedReplication", "s3:Replication:OperationNotTracked", "s3:Replication:OperationMissedThreshold", "s3:Replication:OperationReplicatedAfterThreshold",
        "s3:LifecycleExpiration:*", "s3:LifecycleExpiration:Delete", "s3:LifecycleExpiration:DeleteMarkerCreated", "s3:LifecycleTransition", "s3:IntelligentTiering",
        "s3:ObjectTagging:*", "s3:ObjectTagging:Put", "s3:ObjectTagging:Delete", "s3:ObjectAcl:Put",
    ];

    private static readonly (string List, string Arn, string Service)[] Kinds =
    [
        ("TopicConfigurations", "TopicArn", "sns"), ("QueueConfigurations", "QueueArn", "sqs"), ("LambdaFunctionConfigurations", "LambdaFunctionArn", "lambda"),
    ];

    public static IReadOnlyList<Operation> All { get; } =
    [
        SettingOperations.Op("PutBucketNotificationConfiguration", "s3:PutBucketNotification", Put),
        SettingOperations.Op("GetBucketNotificationConfiguration", "s3:GetBucketNotification", (_, b) => Describe(b.Notifications)),
    ];

    private static Output Put(Call call, Bucket bucket)
    {
        var given = call.Structure("NotificationConfiguration")!;
        List<NotificationRule> rules = [];
        foreach (var (list, arn, service) in Kinds)
        {
            foreach (var one in given.Structures(list)) rules.Add(Read(call, bucket, one, list, one.Text(arn)!, service));
        }
        CheckTogether(rules, given.At);
        NotificationSettings settings = new(rules, given.Last("EventBridgeConfiguration") is not null);
        if (!call.Flag("SkipDestinationValidation"))
        {
            foreach (var rule in rules.DistinctBy(r => r.Arn)) CheckDestination(call, bucket, rule, given.At);
        }
        return SettingOperations.Kept(call, bucket with { Notifications = settings }, settings.IsEmpty ? "tells nobody of what happens in it" : "tells of what happens in it");
    }

    private static NotificationRule Read(Call call, Bucket bucket, JsonObject one, string list, Located<string> arn, string service)
    {
        if (arn.Value.Split(':', 6) is not ["arn", "aws", var of, var region, _, { Length: > 0 }] || of != service)
            throw S3Errors.Argument(arn.At, "The ARN is not well formed", $"It is the ARN of {service switch { "sns" => "an SNS topic", "sqs" => "an SQS queue", _ => "a Lambda function" }}.");
        if (region != bucket.Region)
            throw S3Errors.Argument(arn.At, "The notification destination service region is not valid for the bucket location constraint", $"The bucket stands in {bucket.Region}; what it tells must stand there too.");
        if (arn.Value.EndsWith(".fifo", StringComparison.Ordinal))
            throw S3Errors.Argument(arn.At, "Unable to validate the following destination configurations", "S3 tells no FIFO queue or topic: send to EventBridge, and from there to it.");
        var events = one.Texts("Events");
        if (events.Count == 0) throw S3Errors.Malformed(one.At, "Name at least one event.");
        if (events.FirstOrDefault(e => !Events.Contains(e.Value)) is { } unknown)
            throw S3Errors.Argument(unknown.At, "The event is not supported for notifications", $"There is no event \"{unknown.Value.Shortened()}\": such as s3:ObjectCreated:* or s3:ObjectRemoved:Delete.");
        var (prefix, suffix) = ("", "");
        var seen = new HashSet<string>();
        foreach (var rule in one.Structure("Filter")?.Structure("Key")?.Structures("FilterRules") ?? [])
        {
            var (name, value) = (rule.Text("Name")?.Value.ToLowerInvariant(), rule.Text("Value")?.Value ?? "");
            if (name is not ("prefix" or "suffix")) throw S3Errors.Argument(rule.At, "filter rule name must be either prefix or suffix");
            if (!seen.Add(name)) throw S3Errors.Argument(rule.At, $"Cannot specify more than one {name} rule in a filter.");
            if (value.Length > 1024) throw S3Errors.Argument(rule.At, "Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation");
            if (name == "prefix") prefix = value;
            else suffix = value;
        }
        return new(list, one.Text("Id")?.Value ?? Id(call.Turn), arn.Value, [.. events.Select(e => e.Value)], prefix, suffix)
        {
            Filter = one.Structure("Filter") is { } filter ? JsonText.Of(filter) : null,
        };
    }

    private static string Id(Turn turn)
    {
        var hex = turn.HexId(32);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }

    private static void CheckTogether(List<NotificationRule> rules, Location at)
    {
        if (rules.DistinctBy(r => r.Id).Count() < rules.Count) throw S3Errors.Argument(at, "Same ID used for multiple configurations. IDs must be unique");
        if (rules.Count > 100) throw S3Errors.Argument(at, "The number of notification configurations exceeds the limit of 100");
        for (var i = 0; i < rules.Count; i++)
        {
            for (var j = i + 1; j < rules.Count; j++)
            {
                if (!rules[i].Overlaps(rules[j])) continue;
                var plain = rules[i] is { Prefix: "", Suffix: "" } && rules[j] is { Prefix: "", Suffix: "" };
                throw S3Errors.Argument(at, plain
                    ? "Configurations overlap. Configurations on the same bucket cannot share a common event type."
                    : "Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.",
                    $"{rules[i].Id} and {rules[j].Id} could both concern the same object: one event goes to one place. To reach several, send it to an SNS topic or to EventBridge.");
            }
        }
    }

    /// <summary>S3 looks whether the destination lets it in, and says hello to queues and topics.</summary>
    private static void CheckDestination(Call call, Bucket bucket, NotificationRule rule, Location at)
    {
        Delivery hello = new(Notifier.Service, bucket.Arn, rule.Arn, new Output
        {
            ["Service"] = "Amazon S3",
            ["Event"] = "s3:TestEvent",
            ["Time"] = Notifier.Time(call.Now),
            ["Bucket"] = bucket.Name,
            ["RequestId"] = call.Turn.RequestId(),
            ["HostId"] = call.Turn.LongId(56),
        }.ToJsonString(Notifier.Plain));
        var obstacle = rule.List == "LambdaFunctionConfigurations" ? call.Turn.Obstacle(hello) : call.Turn.Send(hello) is { HasArrived: false } failed ? failed : null;
        if (obstacle is { } why)
            throw S3Errors.Argument(at, "Unable to validate the following destination configurations", $"{rule.Arn}: {why.Message} Its policy has to let {Notifier.Service} in, for the source {bucket.Arn}.");
    }

    private static Output Describe(NotificationSettings settings)
    {
        Output output = [];
        foreach (var (list, arn, _) in Kinds)
        {
            Array entries = new([.. settings.Rules.Where(r => r.List == list).Select(r =>
            {
                Output one = new() { ["Id"] = r.Id, [arn] = r.Arn, ["Events"] = new Array([.. r.Events.Select(e => System.Text.Json.Nodes.JsonValue.Create(e))]) };
                if (r.Filter is not null) one["Filter"] = SettingOperations.Parsed(r.Filter);
                return one;
            })]);
            if (entries.Count > 0) output[list] = entries;
        }
        if (settings.EventBridge) output["EventBridgeConfiguration"] = new Output();
        return output;
    }
}
