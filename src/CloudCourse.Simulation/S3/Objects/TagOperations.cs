using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.S3.Buckets;
using CloudCourse.Simulation.S3.Notifications;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>An object's tags.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObjectTagging.html"/>
internal static class TagOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("PutObjectTagging", MayPut, c => Set(c, Tags.Read(SettingOperations.TagSet(c), Tags.MostOfObject, c.At("Tagging")), "ObjectTagging:Put")),
        new("GetObjectTagging", c => [Versions.Needs(c, "s3:GetObjectTagging", "s3:GetObjectVersionTagging")], c =>
        {
            var version = Versions.Named(c);
            var output = Answer(c, version);
            output["TagSet"] = S3Calls.TagList(version.Tags);
            return output;
        }),
        new("DeleteObjectTagging", c => [Versions.Needs(c, "s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging")], c => Set(c, ImmutableSortedDictionary<string, string>.Empty, "ObjectTagging:Delete")),
    ];

    private static IEnumerable<Permission> MayPut(Call call)
    {
        _ = call.Bucket();
        var tags = Tags.Read(SettingOperations.TagSet(call), Tags.MostOfObject, call.At("Tagging"));
        var permission = Versions.Needs(call, "s3:PutObjectTagging", "s3:PutObjectVersionTagging", [.. tags.Select(t => ($"s3:RequestObjectTag/{t.Key}", (string?)t.Value))]);
        return [tags.IsEmpty ? permission : permission with { Context = new Dictionary<string, IReadOnlyList<string>>(permission.Context) { ["s3:RequestObjectTagKeys"] = [.. tags.Keys] } }];
    }

    private static Output Set(Call call, ImmutableSortedDictionary<string, string> tags, string happened)
    {
        var version = Versions.Named(call) with { Tags = tags };
        Versions.Replace(call.Turn, call.Bucket(), call.Key(), version);
        Notifier.Tell(call, call.Bucket(), happened, call.Key(), version);
        return Answer(call, version);
    }

    private static Output Answer(Call call, ObjectVersion version) => call.Bucket().Versioning is Versioning.Never ? [] : new() { ["VersionId"] = version.VersionId };
}
