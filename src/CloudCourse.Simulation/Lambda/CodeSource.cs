using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.S3;

namespace CloudCourse.Simulation.Lambda;

/// <summary>Where a function's code comes from: the call itself, or an object in S3 that the caller may read.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_FunctionCode.html"/>
internal static class CodeSource
{
    public static (IReadOnlyList<HandlerFile> Files, string Sha256, long Size) Read(Call call, JsonObject code)
    {
        foreach (var odd in (string[])["ImageUri", "SourceKMSKeyArn", "S3ObjectStorageMode"])
        {
            if (code.Last(odd) is { } used) throw Turn.Error(AwsError.NotSimulated, $"The simulation does not know what to do with {odd}.", "AWS would take it. Leave it out here.", 501, used.NameAt);
        }
        if (code.Text("ZipFile") is { } zip)
        {
            return code.Last("S3Bucket") is null && code.Last("S3Key") is null ? CodePackage.Read(zip.Value, zip.At)
                : throw LambdaErrors.Invalid("Please do not provide other FunctionCode parameters when providing a ZipFile.", at: zip.At);
        }
        if (code.Text("S3Bucket") is { } bucket && code.Text("S3Key") is { } key) return CodePackage.Read(FromS3(call, bucket, key, code.Text("S3ObjectVersion")?.Value), key.At);
        throw LambdaErrors.Invalid("Please provide a source for function code.", "ZipFile, or S3Bucket and S3Key.", code.Head());
    }

    private static string FromS3(Call call, Located<string> bucketName, Located<string> key, string? version)
    {
        if (call.State.S3.Buckets.Find(bucketName.Value) is not { } bucket) throw Failed("NoSuchBucket", "The specified bucket does not exist", bucketName.At);
        if (bucket.Region != call.Region) throw Failed("PermanentRedirect", $"The bucket is in this region: {bucket.Region}. Please use this region to retry the request", bucketName.At);
        if (!call.Ask(call.OnObject(bucket, key.Value, version is null ? "s3:GetObject" : "s3:GetObjectVersion")).IsAllowed)
        {
            throw Turn.Error("AccessDeniedException",
                $"Your access has been denied by S3, please make sure your request credentials have permission to GetObject for {bucket.Name}/{key.Value.Shortened()}. S3 Error Code: AccessDenied. S3 Error Message: Access Denied", "Lambda reads the object as you, the caller.", 403, key.At);
        }
        if (bucket.Keys.Find(key.Value) is not { } stored) throw Failed("NoSuchKey", "The specified key does not exist.", key.At);
        var found = version is null ? stored.Latest : stored.Find(version) ?? throw Failed("NoSuchVersion", "The specified version does not exist.", key.At);
        return found.IsDeleteMarker ? throw Failed("NoSuchKey", "The specified key does not exist.", key.At) : found.Body.Base64;
    }

    private static AwsException Failed(string code, string message, Location at) => LambdaErrors.Invalid($"Error occurred while GetObject. S3 Error Code: {code}. S3 Error Message: {message}", at: at);
}
