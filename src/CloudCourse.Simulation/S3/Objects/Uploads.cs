using System.Security.Cryptography;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.S3.Objects;

/// <summary>The bytes of a request, held against the sums that came with them.</summary>
internal static class Uploads
{
    /// <summary>What one account may store here. AWS has no such limit: these bytes are in the course's memory.</summary>
    public const long MostBytes = 128 << 20;

    /// <summary>Reads Body, and gives it with its ETag and the checksum that is kept beside it.</summary>
    /// <param name="otherwise">The algorithm where the request names none.</param>
    public static (StoredBody Body, string ETag, Checksum Checksum) Read(Call call, string otherwise)
    {
        var (body, (etag, algorithm, given, sum)) = StoredBody.Read(call.Input.Text("Body"), bytes =>
        {
            if (call.Integer("ContentLength") is { } told && told != bytes.Length)
                throw Turn.Error("IncompleteBody", "You did not provide the number of bytes specified by the Content-Length HTTP header", $"Body has {bytes.Length} bytes.", 400, call.At("ContentLength"));
            CheckRoom(call, bytes.Length);
            var (wanted, brought) = Wanted(call, otherwise);
            return (Checksums.ETag(bytes.Span), wanted, brought, Checksums.Of(wanted, bytes.Span));
        });
        if (call.Text("ContentMD5") is { } md5) CheckMd5(call, md5, etag);
        if (given is not null && given != sum)
            throw Turn.Error("BadDigest", $"The {algorithm} you specified did not match the calculated checksum.", $"Of these bytes it is {sum}.", 400, call.At(Checksums.Member(algorithm)));
        return (body, etag, new(algorithm, sum, "FULL_OBJECT"));
    }

    public static void CheckRoom(Call call, long more)
    {
        if (call.State.S3.Bytes + more > MostBytes)
            throw Turn.Error(AwsError.NotSimulated, $"The simulation stores {MostBytes >> 20} MiB in an account.", "AWS would store it. Delete something, or store less.", 501, call.At("Body"));
    }

    /// <summary>The algorithm that the request names, and the sum that it brings.</summary>
    private static (string Algorithm, string? Sum) Wanted(Call call, string otherwise)
    {
        string? algorithm = null, sum = null;
        foreach (var member in call.Input.Members)
        {
            if (!member.Name.StartsWith("Checksum", StringComparison.Ordinal) || member.Value is not JsonString) continue;
            if (Array.Find(Checksums.Known, k => member.Name.AsSpan(8).SequenceEqual(k)) is not { } known) continue;
            if (algorithm is not null) throw S3Errors.Request(member.NameAt, "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
            (algorithm, sum) = (known, call.Text(member.Name));
            if (!Checksums.IsOne(known, sum!)) throw S3Errors.Request(member.Value.At, $"Value for x-amz-checksum-{known.ToLowerInvariant()} header is invalid.", "It is the checksum's bytes in base64.");
        }
        var named = Algorithm(call);
        if (algorithm is not null && named is not null && named != algorithm)
            throw S3Errors.Request(call.At("ChecksumAlgorithm"), "Value for x-amz-sdk-checksum-algorithm header is invalid.", $"The request brings a {algorithm} and names {named}.");
        return (algorithm ?? named ?? otherwise, sum);
    }

    /// <summary>The algorithm that the request names; null where it names none.</summary>
    public static string? Algorithm(Call call)
    {
        if (call.Text("ChecksumAlgorithm") is not { } named) return null;
        if (Checksums.NotKnown.Contains(named)) throw Turn.Error(AwsError.NotSimulated, $"The simulation computes no {named}.", $"It knows {string.Join(", ", Checksums.Known)}.", 501, call.At("ChecksumAlgorithm"));
        return Checksums.Known.Contains(named) ? named
            : throw S3Errors.Request(call.At("ChecksumAlgorithm"), "Checksum algorithm provided is unsupported. Please try again with any of the valid types: [CRC32, CRC32C, CRC64NVME, SHA1, SHA256]");
    }

    private static void CheckMd5(Call call, string given, string etag)
    {
        Span<byte> bytes = stackalloc byte[64];
        if (!Convert.TryFromBase64String(given, bytes, out var length) || length != MD5.HashSizeInBytes)
            throw Turn.Error("InvalidDigest", "The Content-MD5 you specified was invalid.", "It is the MD5 of the bytes in base64.", 400, call.At("ContentMD5")).Saying(("Content-MD5", given));
        if (Convert.ToHexStringLower(bytes[..length]) is var told && told != etag)
        {
            throw Turn.Error("BadDigest", "The Content-MD5 you specified did not match what we received.", null, 400, call.At("ContentMD5"))
                .Saying(("CalculatedDigest", Convert.ToBase64String(Convert.FromHexString(etag))), ("ExpectedDigest", told));
        }
    }
}
