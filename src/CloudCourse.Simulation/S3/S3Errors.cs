using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3;

/// <summary>S3's refusals, in its codes, statuses and words.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html"/>
internal static class S3Errors
{
    public static AwsException NoSuchBucket(Call call, string name, string member = "Bucket") =>
        Turn.Error("NoSuchBucket", "The specified bucket does not exist", $"There is no bucket \"{name.Shortened()}\" in this account: CreateBucket makes one.", 404, call.At(member)).Saying(("BucketName", name));

    public static AwsException NoSuchKey(Call call, string key, string member = "Key") =>
        Turn.Error("NoSuchKey", "The specified key does not exist.", $"The bucket has no object \"{key.Shortened()}\": a key is compared letter by letter.", 404, call.At(member)).Saying(("Key", key));

    public static AwsException NoSuchUpload(Call call) => Turn.Error("NoSuchUpload",
        "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.", null, 404, call.At("UploadId")).Saying(("UploadId", call.Text("UploadId") ?? ""));

    /// <summary>What S3's XML tells beside code and message; both SDKs hand it on.</summary>
    public static AwsException Saying(this AwsException refused, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        Output said = [];
        foreach (var (name, value) in fields) said[name] = value;
        return new(refused.Error with { Fields = said });
    }

    public static AwsException Malformed(Location at, string? advice = null) =>
        Turn.Error("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema", advice, 400, at);

    public static AwsException Argument(Location at, string message, string? advice = null) => Turn.Error("InvalidArgument", message, advice, 400, at);

    public static AwsException Request(Location at, string message, string? advice = null) => Turn.Error("InvalidRequest", message, advice, 400, at);

    /// <summary>A setting that was never made.</summary>
    public static AwsException Missing(Bucket bucket, string code, string message, string? advice = null) => Turn.Error(code, message, advice, 404).Saying(("BucketName", bucket.Name));

    /// <summary>An object that has to be restored before its bytes are there.</summary>
    public static AwsException Archived(Location at, string storageClass, string message) =>
        Turn.Error("InvalidObjectState", message, $"The object is archived ({storageClass}): it has to be restored first, which this simulation does not do.", 403, at).Saying(("StorageClass", storageClass));

    /// <summary>What an answer to a HEAD request can say: the status, and no word of why.</summary>
    public static AwsError WithoutBody(AwsError error) => error.HttpStatus is 0 or 501 ? error : error with
    {
        Code = error.HttpStatus.ToString(CultureInfo.InvariantCulture),
        Message = error.HttpStatus switch
        {
            304 => "Not Modified",
            400 => "Bad Request",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            412 => "Precondition Failed",
            416 => "Requested Range Not Satisfiable",
            _ => error.Message,
        },
        Advice = $"{error.Code}: {error.Message} {error.Advice}".TrimEnd(),
        Fields = null,
    };
}
