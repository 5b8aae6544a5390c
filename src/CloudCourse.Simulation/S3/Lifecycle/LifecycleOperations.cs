using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3.Buckets;
using CloudCourse.Simulation.S3.Objects;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Lifecycle;

/// <summary>Lifecycle configurations: what S3 takes.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketLifecycleConfiguration.html"/>
internal static class LifecycleOperations
{
    private static readonly string[] Colder = ["STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"];

    public static IReadOnlyList<Operation> All { get; } =
    [
        SettingOperations.Op("PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration", Put),
        SettingOperations.Op("GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration", (_, b) =>
        {
            if (b.Lifecycle is not { } kept) throw S3Errors.Missing(b, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist");
            var output = SettingOperations.Parsed(kept.Json);
            output["TransitionDefaultMinimumObjectSize"] = kept.LeastSize;
            return output;
        }),
        SettingOperations.Op("DeleteBucketLifecycle", "s3:PutLifecycleConfiguration", (c, b) => SettingOperations.Kept(c, b with { Lifecycle = null }, "keeps its objects until they are deleted")),
    ];

    private static Output Put(Call call, Bucket bucket)
    {
        var given = call.Structure("LifecycleConfiguration")?.Structures("Rules") ?? [];
        if (given.Count is 0 or > 1000) throw S3Errors.Malformed(call.At("LifecycleConfiguration"), "There are 1 to 1,000 rules.");
        var json = SettingOperations.Parsed(call.Kept("LifecycleConfiguration"));
        List<LifecycleRule> rules = [];
        for (var i = 0; i < given.Count; i++)
        {
            var rule = Read(call, given[i]);
            if (rules.Exists(r => r.Id == rule.Id)) throw S3Errors.Argument(given[i].At, "Rule ID must be unique. Found same ID for one or more rules");
            // A rule without an id gets one.
            json["Rules"]![i]!["ID"] = rule.Id;
            rules.Add(rule);
        }
        var least = call.Text("TransitionDefaultMinimumObjectSize") ?? "all_storage_classes_128K";
        if (least is not ("all_storage_classes_128K" or "varies_by_storage_class")) throw S3Errors.Malformed(call.At("TransitionDefaultMinimumObjectSize"), "It is all_storage_classes_128K or varies_by_storage_class.");
        SettingOperations.Kept(call, bucket with { Lifecycle = new(json.ToJsonString(), rules, least) }, "has lifecycle rules");
        LifecycleRuns.Plan(call.Turn);
        return new() { ["TransitionDefaultMinimumObjectSize"] = least };
    }

    private static LifecycleRule Read(Call call, JsonObject given)
    {
        var id = given.Text("ID")?.Value ?? call.Turn.HexId(32);
        if (id.Length > 255) throw S3Errors.Argument(given.At, "ID length should not exceed allowed limit of 255");
        var status = given.Text("Status")!;
        if (status.Value is not ("Enabled" or "Disabled")) throw S3Errors.Malformed(status.At, "Status is Enabled or Disabled.");
        var filter = given.Structure("Filter");
        if (filter is null == given.Text("Prefix") is null) throw S3Errors.Malformed(given.At, "A rule has a Filter; an empty one, {}, is about every object.");
        var all = filter?.Structure("And") ?? filter;
        if (filter is { Members.Count: > 1 }) throw S3Errors.Malformed(filter.At, "Several conditions stand in And.");
        var tags = all?.Structure("Tag") is { } one ? [one] : all?.Structures("Tags") ?? [];
        LifecycleRule rule = new(id, status.Value == "Enabled", all?.Text("Prefix")?.Value ?? given.Text("Prefix")?.Value ?? "", Tags.Read(tags, Tags.MostOfObject, given.At),
            all?.Integer("ObjectSizeGreaterThan")?.Value, all?.Integer("ObjectSizeLessThan")?.Value)
        {
            Moves = [.. given.Structures("Transitions").Select(t => ReadMove(t, "Transition", "Days"))],
            NoncurrentMoves = [.. given.Structures("NoncurrentVersionTransitions").Select(t => ReadMove(t, "NoncurrentVersionTransition", "NoncurrentDays"))],
            NoncurrentDays = Days(given.Structure("NoncurrentVersionExpiration"), "NoncurrentDays", "NoncurrentVersionExpiration"),
            NoncurrentKept = (int)(given.Structure("NoncurrentVersionExpiration")?.Integer("NewerNoncurrentVersions")?.Value ?? 0),
            AbortDays = Days(given.Structure("AbortIncompleteMultipartUpload"), "DaysAfterInitiation", "AbortIncompleteMultipartUpload"),
        };
        rule = WithExpiration(rule, given.Structure("Expiration"));
        if (rule is { ExpirationDays: null, ExpirationDate: null, ExpiredMarkers: false, Moves.Count: 0, NoncurrentDays: null, NoncurrentMoves.Count: 0, AbortDays: null })
            throw S3Errors.Request(given.At, "At least one action needs to be specified in a rule");
        if (rule.AbortDays is not null && (!rule.Tags.IsEmpty || rule.MoreThan is not null || rule.LessThan is not null))
            throw S3Errors.Request(given.At, "AbortIncompleteMultipartUpload cannot be specified with Tags.", "Nor with sizes: an upload that is not complete has neither.");
        if (rule.ExpirationDays is { } expires && rule.Moves.FirstOrDefault(m => m.Days >= expires) is not null)
            throw S3Errors.Argument(given.At, $"'Days' in the Expiration action for filter '(prefix={rule.Prefix})' must be greater than 'Days' in the Transition action");
        return rule;
    }

    private static LifecycleRule WithExpiration(LifecycleRule rule, JsonObject? given)
    {
        if (given is null) return rule;
        var markers = given.Flag("ExpiredObjectDeleteMarker")?.Value ?? false;
        var named = given.Members.Where(m => m.Name is "Days" or "Date" or "ExpiredObjectDeleteMarker").ToList();
        if (named.Count != 1) throw S3Errors.Malformed(given.At, "Expiration has Days, Date or ExpiredObjectDeleteMarker: one of them.");
        return rule with { ExpirationDays = Days(given, "Days", "Expiration"), ExpirationDate = Midnight(given), ExpiredMarkers = markers };
    }

    private static Move ReadMove(JsonObject given, string action, string days)
    {
        var storageClass = given.Text("StorageClass");
        if (storageClass is null || !Colder.Contains(storageClass.Value)) throw S3Errors.Malformed(given.At, $"StorageClass is one of {string.Join(", ", Colder)}.");
        var after = given.Integer(days) is { } count ? count.Value >= 0 ? (int?)count.Value : throw S3Errors.Argument(count.At, $"'{days}' for {action} action must be nonnegative") : null;
        var date = Midnight(given);
        if (after is null == date is null) throw S3Errors.Malformed(given.At, $"A transition says when: {days}{(days == "Days" ? " or Date" : "")}.");
        if (after < 30 && storageClass.Value is "STANDARD_IA" or "ONEZONE_IA" && after < 30)
            throw S3Errors.Argument(given.At, $"'{days}' in {action} action must be greater than or equal to 30 for storageClass '{storageClass.Value}'");
        return new(after, date, storageClass.Value);
    }

    private static int? Days(JsonObject? given, string member, string action)
    {
        if (given is null || given.Last(member) is null) return null;
        return given.Integer(member) is { Value: > 0 and <= int.MaxValue } days ? (int)days.Value : throw S3Errors.Argument(given.At, $"'{member}' for {action} action must be a positive integer");
    }

    private static DateTimeOffset? Midnight(JsonObject given) => given.Moment("Date") is not { } date ? null
        : date.UtcDateTime.TimeOfDay == TimeSpan.Zero ? date : throw S3Errors.Argument(given.At, "'Date' must be at midnight GMT");
}
