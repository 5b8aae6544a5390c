using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Operations;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.S3;

/// <summary>
/// Addresses that let whoever has them make one request in the signer's name, for a while. They are signed as AWS signs them (Signature
/// Version 4 in the query), so a changed letter is noticed; the keys follow from the account's seed and are not AWS's.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html"/>
public static class PresignedUrl
{
    public const int LongestSeconds = 604_800;

    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>The members that stand in the address, and the ones that the request must bring as headers.</summary>
    private static readonly Dictionary<string, string> InQuery = new()
    {
        ["VersionId"] = "versionId",
        ["PartNumber"] = "partNumber",
        ["UploadId"] = "uploadId",
        ["ResponseCacheControl"] = "response-cache-control",
        ["ResponseContentDisposition"] = "response-content-disposition",
        ["ResponseContentEncoding"] = "response-content-encoding",
        ["ResponseContentLanguage"] = "response-content-language",
        ["ResponseContentType"] = "response-content-type",
        ["ResponseExpires"] = "response-expires",
    };

    private static readonly Dictionary<string, string> InHeaders = new()
    {
        ["ContentType"] = "content-type",
        ["ContentMD5"] = "content-md5",
        ["CacheControl"] = "cache-control",
        ["ContentDisposition"] = "content-disposition",
        ["ContentEncoding"] = "content-encoding",
        ["ContentLanguage"] = "content-language",
        ["ACL"] = "x-amz-acl",
        ["StorageClass"] = "x-amz-storage-class",
        ["ServerSideEncryption"] = "x-amz-server-side-encryption",
        ["SSEKMSKeyId"] = "x-amz-server-side-encryption-aws-kms-key-id",
        ["Tagging"] = "x-amz-tagging",
        ["ChecksumCRC32"] = "x-amz-checksum-crc32",
        ["ChecksumSHA256"] = "x-amz-checksum-sha256",
        ["IfNoneMatch"] = "if-none-match",
        ["IfMatch"] = "if-match",
        ["Range"] = "range",
    };

    private const string Metadata = "x-amz-meta-";

    /// <summary>Makes an address. Nothing is asked of the account: whether the signer may do it is decided when the address is used.</summary>
    /// <param name="operation"><c>GetObject</c>, <c>HeadObject</c>, <c>PutObject</c>, <c>UploadPart</c> or <c>DeleteObject</c>.</param>
    /// <param name="input">The operation's input without a Body.</param>
    /// <exception cref="AwsException">The operation or a member cannot be signed into an address.</exception>
    public static string Make(SimulatedAccount account, Caller signer, string region, string operation, Output input, int expiresInSeconds)
    {
        var method = operation switch
        {
            "GetObject" => "GET",
            "HeadObject" => "HEAD",
            "PutObject" or "UploadPart" => "PUT",
            "DeleteObject" => "DELETE",
            _ => throw Turn.Error(AwsError.NotSimulated, $"The simulation makes no presigned address for {operation}.", "It does for GetObject, HeadObject, PutObject, UploadPart and DeleteObject.", 501),
        };
        string Text(string member) => input[member]?.ToString() ?? throw Turn.Error(Shapes.ParameterValidation.AwsCode, $"Parameter validation failed:\nMissing required parameter in input: \"{member}\"", null, 0);
        var (bucket, key) = (Text("Bucket"), Text("Key"));
        region = account.State.S3.Buckets.Find(bucket)?.Region ?? region;
        SortedDictionary<string, string> query = new(StringComparer.Ordinal), headers = new(StringComparer.Ordinal);
        foreach (var (member, value) in input)
        {
            if (member is "Bucket" or "Key" or "Body" || value is null) continue;
            if (member == "Metadata") foreach (var (name, text) in value.AsObject()) headers[Metadata + name.ToLowerInvariant()] = text!.ToString();
            else if (InQuery.TryGetValue(member, out var parameter)) query[parameter] = value.ToString();
            else if (InHeaders.TryGetValue(member, out var header)) headers[header] = value.ToString();
            else throw Turn.Error(AwsError.NotSimulated, $"The simulation cannot sign {member} into an address.", null, 501);
        }
        // Virtual hosts' certificates fit no name with dots.
        var (host, path) = bucket.Contains('.', StringComparison.Ordinal)
            ? ($"s3.{region}.amazonaws.com", $"/{bucket}/{Encoded(key, slashes: true)}")
            : ($"{bucket}.s3.{region}.amazonaws.com", $"/{Encoded(key, slashes: true)}");
        headers["host"] = host;

        var keys = Keys.Of(account.Options.Seed, signer);
        var (date, day) = (account.Now.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture), account.Now.ToString("yyyyMMdd", CultureInfo.InvariantCulture));
        query["X-Amz-Algorithm"] = Algorithm;
        query["X-Amz-Credential"] = $"{keys.Id}/{day}/{region}/s3/aws4_request";
        query["X-Amz-Date"] = date;
        query["X-Amz-Expires"] = expiresInSeconds.ToString(CultureInfo.InvariantCulture);
        if (keys.Token is { } token) query["X-Amz-Security-Token"] = token;
        query["X-Amz-SignedHeaders"] = string.Join(';', headers.Keys);
        var signature = Sign(keys.Secret, day, region, date, Canonical(method, path, query, headers, headers.Keys));
        return $"https://{host}{path}?{Query(query)}&X-Amz-Signature={signature}";
    }

    /// <summary>Uses an address, as a browser or a program without credentials does. The call is in the history in the signer's name.</summary>
    /// <param name="body">The request's bytes, in base64.</param>
    /// <param name="headers">Names in any case.</param>
    public static CallResult Open(SimulatedAccount account, string method, string url, string? body = null, IReadOnlyDictionary<string, string>? headers = null)
    {
        try
        {
            return Opened(account, method.ToUpperInvariant(), url, body, headers ?? new Dictionary<string, string>());
        }
        catch (AwsException e)
        {
            return new(0, null, e.Error);
        }
    }

    private static CallResult Opened(SimulatedAccount account, string method, string url, string? body, IReadOnlyDictionary<string, string> given)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) throw Turn.Error("InvalidURI", "Couldn't parse the specified URI.");
        SortedDictionary<string, string> query = new(StringComparer.Ordinal), headers = new(StringComparer.Ordinal);
        foreach (var (name, value) in given) headers[name.ToLowerInvariant()] = value.Trim();
        headers["host"] = address.Host;
        foreach (var pair in address.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            query[Uri.UnescapeDataString(parts[0])] = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
        }
        if (!query.Remove("X-Amz-Signature", out var signature) || new[] { "X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Date", "X-Amz-Expires", "X-Amz-SignedHeaders" }.Any(n => !query.ContainsKey(n)))
            throw Wrong("Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        if (query["X-Amz-Algorithm"] != Algorithm) throw Wrong($"X-Amz-Algorithm only supports \"{Algorithm}\"");
        if (query["X-Amz-Credential"].Split('/') is not [var id, var day, var region, "s3", "aws4_request"])
            throw Wrong("Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request\".");
        var signed = Moment(query["X-Amz-Date"]);
        CheckTime(account.Now, signed, query["X-Amz-Expires"]);

        var token = query.GetValueOrDefault("X-Amz-Security-Token");
        if (Keys.Find(account, id, token) is not { } keys)
            throw Turn.Error("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", null, 403);
        var names = query["X-Amz-SignedHeaders"].Split(';');
        var expected = Sign(keys.Secret, day, region, query["X-Amz-Date"], Canonical(method, address.AbsolutePath, query, headers, names));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.UTF8.GetBytes(signature)))
            throw Turn.Error("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
                "The address was changed, or the request is not the one that was signed: another method, another key, or a header that was signed and is not there.", 403);
        if (headers.Keys.FirstOrDefault(h => h.StartsWith("x-amz-", StringComparison.Ordinal) && !names.Contains(h)) is { } unsigned)
            throw Turn.Error("AccessDenied", "There were headers present in the request which were not signed", $"{unsigned} was not.", 403);

        var (operation, input) = Request(method, address, query, headers, region);
        if (body is not null && method == "PUT") input["Body"] = body;
        var caller = keys.Signer with
        {
            Context = new(new Dictionary<string, IReadOnlyList<string>>
            {
                ["s3:authType"] = ["REST-QUERY-STRING"],
                ["s3:signatureversion"] = [Algorithm],
                ["s3:signatureAge"] = [((long)(account.Now - signed).TotalMilliseconds).ToString(CultureInfo.InvariantCulture)],
            }),
        };
        return account.Call(caller, region, "s3", operation, input.ToJsonString());
    }

    private static AwsException Wrong(string message) => Turn.Error("AuthorizationQueryParametersError", message);

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.TryParseExact(text, "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment
            : throw Wrong("X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"");

    private static void CheckTime(DateTimeOffset now, DateTimeOffset signed, string expires)
    {
        if (!long.TryParse(expires, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seconds)) throw Wrong("X-Amz-Expires should be a number");
        if (seconds < 0) throw Wrong("X-Amz-Expires must be non-negative");
        if (seconds > LongestSeconds) throw Wrong("X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds");
        if (signed > now.AddMinutes(15)) throw Turn.Error("AccessDenied", "Request is not yet valid", null, 403);
        if (now > signed.AddSeconds(seconds)) throw Turn.Error("AccessDenied", "Request has expired", $"It was good until {S3Calls.Time(signed.AddSeconds(seconds))}.", 403);
    }

    private static (string Operation, Output Input) Request(string method, Uri address, SortedDictionary<string, string> query, SortedDictionary<string, string> headers, string region)
    {
        var path = Uri.UnescapeDataString(address.AbsolutePath).TrimStart('/');
        var tail = $".s3.{region}.amazonaws.com";
        var (bucket, key) = address.Host.EndsWith(tail, StringComparison.Ordinal) ? (address.Host[..^tail.Length], path)
            : path.Split('/', 2) is [var first, var rest] ? (first, rest) : throw Turn.Error("InvalidURI", "Couldn't parse the specified URI.");
        var operation = method switch
        {
            "GET" => "GetObject",
            "HEAD" => "HeadObject",
            "PUT" when query.ContainsKey("uploadId") => "UploadPart",
            "PUT" => "PutObject",
            "DELETE" => "DeleteObject",
            _ => throw Turn.Error("MethodNotAllowed", "The specified method is not allowed against this resource.", null, 405),
        };
        Output input = new() { ["Bucket"] = bucket, ["Key"] = key };
        var shape = Shapes.ServiceModel.Of("s3").Find(operation)!.Input;
        foreach (var (member, name) in InQuery)
        {
            if (!query.TryGetValue(name, out var value) || shape.Find(member) is null) continue;
            input[member] = member == "PartNumber" && int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : value;
        }
        foreach (var (member, name) in InHeaders)
        {
            if (headers.TryGetValue(name, out var value) && shape.Find(member) is not null) input[member] = value;
        }
        if (operation == "PutObject" && headers.Keys.Any(h => h.StartsWith(Metadata, StringComparison.Ordinal)))
            input["Metadata"] = new Output(headers.Where(h => h.Key.StartsWith(Metadata, StringComparison.Ordinal)).Select(h => KeyValuePair.Create<string, System.Text.Json.Nodes.JsonNode?>(h.Key[Metadata.Length..], h.Value)));
        return (operation, input);
    }

    private static string Encoded(string text, bool slashes = false) =>
        slashes ? string.Join('/', text.Split('/').Select(Uri.EscapeDataString)) : Uri.EscapeDataString(text);

    private static string Query(SortedDictionary<string, string> query) => string.Join('&', query.Select(q => $"{Encoded(q.Key)}={Encoded(q.Value)}"));

    private static string Canonical(string method, string path, SortedDictionary<string, string> query, SortedDictionary<string, string> headers, IEnumerable<string> signed) =>
        $"{method}\n{path}\n{Query(query)}\n{string.Concat(signed.Select(h => $"{h}:{headers.GetValueOrDefault(h)}\n"))}\n{string.Join(';', signed)}\nUNSIGNED-PAYLOAD";

    private static string Sign(string secret, string day, string region, string date, string canonical)
    {
        var scope = $"{day}/{region}/s3/aws4_request";
        var text = $"{Algorithm}\n{date}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = new[] { day, region, "s3", "aws4_request" }.Aggregate(Encoding.UTF8.GetBytes($"AWS4{secret}"), Hmac);
        return Convert.ToHexStringLower(Hmac(key, text));
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    /// <summary>A caller's access key. The same caller of the same account always has the same, so none is kept.</summary>
    /// <param name="Token">For sessions: who they are, and the policy that narrows them. It is signed with the rest.</param>
    private sealed record Keys(Caller Signer, string Id, string Secret, string? Token)
    {
        public static Keys Of(ulong seed, Caller signer)
        {
            if (signer.Principal is not ArnPrincipal arn) throw Turn.Error("AccessDenied", "Access Denied", "Nobody signs without credentials.", 403);
            var temporary = arn is not ({ IsRoot: true } or { IsUser: true }) || signer.SessionPolicy is not null;
            var token = temporary ? Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(new[] { arn.Arn, signer.SessionPolicy is { } policy ? JsonText.Of(policy.Json) : "" })) : null;
            var name = token ?? arn.Arn;
            var bytes = Hmac(BitConverter.GetBytes(seed), $"access key of {name}");
            var id = string.Concat(bytes.Take(16).Select(b => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[b & 31]));
            return new(signer, (temporary ? "ASIA" : "AKIA") + id, Convert.ToBase64String(Hmac(BitConverter.GetBytes(seed), $"secret key of {name}")), token);
        }

        public static Keys? Find(SimulatedAccount account, string id, string? token)
        {
            if (token is not null) return OfToken(token) is { } session && Of(account.Options.Seed, session) is var keys && keys.Id == id && keys.Token == token ? keys : null;
            return account.State.Iam.Users.Values.Select(u => new Caller(new ArnPrincipal(u.Arn))).Append(Caller.Root(account.Options.AccountId))
                .Select(c => Of(account.Options.Seed, c)).FirstOrDefault(k => k.Id == id);
        }

        private static Caller? OfToken(string token)
        {
            try
            {
                if (JsonSerializer.Deserialize<string[]>(Convert.FromBase64String(token)) is not [{ } arn, { } policy]) return null;
                return new(new ArnPrincipal(arn)) { SessionPolicy = policy.Length == 0 ? null : PolicyDocument.Read(policy, "session policy")?.Policy };
            }
            catch (Exception e) when (e is FormatException or JsonException)
            {
                return null;
            }
        }
    }
}
