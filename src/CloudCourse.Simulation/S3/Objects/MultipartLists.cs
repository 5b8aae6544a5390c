using System.Globalization;
using CloudCourse.Simulation.Cloud;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>Uploads that are under way, and the parts of one.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListMultipartUploads.html"/>
internal static class MultipartLists
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("ListMultipartUploads", c => [ListOperations.MayList(c, "s3:ListBucketMultipartUploads", "MaxUploads")], ListUploads),
        new("ListParts", c => [c.OnObject(c.Bucket(), c.Key(), "s3:ListMultipartUploadParts")], ListParts),
    ];

    private static Output ListUploads(Call call)
    {
        var (bucket, listing) = (call.Bucket(), Listing.Read(call, "MaxUploads"));
        // Without a key the id counts for nothing.
        var (keyMarker, idMarker) = (call.Text("KeyMarker") ?? "", call.Text("KeyMarker") is { Length: > 0 } ? call.Text("UploadIdMarker") ?? "" : "");
        var all = bucket.Uploads.Values.Where(u => u.Key.StartsWith(listing.Prefix, StringComparison.Ordinal))
            .OrderBy(u => u.Key, Comparer<string>.Create(Utf8Order.Compare)).ThenBy(u => u.Initiated).ThenBy(u => u.Id, StringComparer.Ordinal).ToList();
        var marked = idMarker.Length > 0 ? all.FindIndex(u => u.Key == keyMarker && u.Id == idMarker) : -1;
        var before = listing.After(keyMarker);
        var rest = marked >= 0 ? all[(marked + 1)..] : all.FindAll(u => keyMarker.Length == 0 || !before(u.Key));

        List<MultipartUpload> page = [];
        List<string> commons = [];
        var (more, nextKey, nextId) = (false, "", "");
        foreach (var upload in rest)
        {
            var common = listing.CommonOf(upload.Key);
            if (common is not null && commons.Count > 0 && commons[^1] == common) continue;
            if (page.Count + commons.Count >= listing.Most)
            {
                more = listing.Most > 0;
                break;
            }
            if (common is null) page.Add(upload);
            else commons.Add(common);
            (nextKey, nextId) = (common ?? upload.Key, common is null ? upload.Id : "");
        }
        var output = listing.Head(bucket, more, commons, "MaxUploads", "Bucket");
        output["KeyMarker"] = listing.Written(keyMarker);
        output["UploadIdMarker"] = idMarker;
        if (more)
        {
            output["NextKeyMarker"] = listing.Written(nextKey);
            output["NextUploadIdMarker"] = nextId;
        }
        if (page.Count > 0) output["Uploads"] = new Array([.. page.Select(u => Describe(call, listing, u))]);
        return output;
    }

    private static Output Describe(Call call, Listing listing, MultipartUpload upload)
    {
        Output one = new()
        {
            ["UploadId"] = upload.Id,
            ["Key"] = listing.Written(upload.Key),
            ["Initiated"] = S3Calls.Time(upload.Initiated),
            ["StorageClass"] = upload.Head.StorageClass,
            ["Owner"] = call.Owner(),
            ["Initiator"] = Initiator(upload),
        };
        Summed(one, upload);
        return one;
    }

    private static Output Initiator(MultipartUpload upload) => new() { ["ID"] = upload.Initiator, ["DisplayName"] = upload.Initiator[(upload.Initiator.LastIndexOf('/') + 1)..] };

    private static void Summed(Output output, MultipartUpload upload)
    {
        if (upload.ChecksumAlgorithm is null) return;
        output["ChecksumAlgorithm"] = upload.ChecksumAlgorithm;
        output["ChecksumType"] = upload.ChecksumType;
    }

    private static Output ListParts(Call call)
    {
        var upload = MultipartOperations.Named(call);
        var most = call.Integer("MaxParts") ?? Listing.MostKeys;
        if (most < 0) throw S3Errors.Argument(call.At("MaxParts"), "Argument max-parts must be an integer between 0 and 2147483647");
        most = Math.Min(most, Listing.MostKeys);
        var marker = call.Text("PartNumberMarker") ?? "0";
        if (!int.TryParse(marker, NumberStyles.None, CultureInfo.InvariantCulture, out var after))
            throw S3Errors.Argument(call.At("PartNumberMarker"), "Argument part-number-marker must be an integer between 0 and 2147483647");
        var rest = upload.Parts.Values.Where(p => p.Number > after).ToList();
        var page = rest.Take((int)most).ToList();
        Output output = new()
        {
            ["Bucket"] = call.Bucket().Name,
            ["Key"] = upload.Key,
            ["UploadId"] = upload.Id,
            ["PartNumberMarker"] = after.ToString(CultureInfo.InvariantCulture),
            ["NextPartNumberMarker"] = (page.Count > 0 ? page[^1].Number : 0).ToString(CultureInfo.InvariantCulture),
            ["MaxParts"] = most,
            ["IsTruncated"] = most > 0 && rest.Count > page.Count,
            ["Initiator"] = Initiator(upload),
            ["Owner"] = call.Owner(),
            ["StorageClass"] = upload.Head.StorageClass,
        };
        Summed(output, upload);
        if (page.Count > 0)
        {
            output["Parts"] = new Array([.. page.Select(p =>
            {
                Output part = new() { ["PartNumber"] = p.Number, ["LastModified"] = S3Calls.Time(p.Modified), ["ETag"] = $"\"{p.ETag}\"", ["Size"] = p.Body.Length };
                if (p.Checksum is { } sum) part[Checksums.Member(sum.Algorithm)] = sum.Value;
                return part;
            })]);
        }
        return output;
    }
}
