using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CloudCourse.Simulation.S3;

/// <summary>The checksums that S3 computes and keeps beside an object.</summary>
/// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html"/>
internal static class Checksums
{
    /// <summary>What AWS's SDKs send when a program says nothing.</summary>
    public const string OfClients = "CRC32";

    /// <summary>What S3 keeps where no client said anything.</summary>
    public const string OfService = "CRC64NVME";

    /// <summary>Those that this simulation computes; AWS has SHA512, MD5 and the XXHASH family besides.</summary>
    public static readonly string[] Known = ["CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"];

    public static readonly string[] NotKnown = ["SHA512", "MD5", "XXHASH64", "XXHASH3", "XXHASH128"];

    public static string Member(string algorithm) => $"Checksum{algorithm}";

    /// <summary>Of an upload in parts: a checksum of the parts' checksums, or of all the bytes.</summary>
    public static string DefaultType(string algorithm) => algorithm == OfService ? "FULL_OBJECT" : "COMPOSITE";

    public static bool CanBe(string algorithm, string type) => type switch
    {
        "FULL_OBJECT" => algorithm.StartsWith("CRC", StringComparison.Ordinal),
        "COMPOSITE" => algorithm != OfService,
        _ => false,
    };

    /// <summary>Whether a text is a checksum of that kind: as many bytes, in base64.</summary>
    public static bool IsOne(string algorithm, string text)
    {
        Span<byte> sum = stackalloc byte[64];
        return Convert.TryFromBase64String(text, sum, out var length) && length == algorithm switch { "SHA1" => 20, "SHA256" => 32, OfService => 8, _ => 4 };
    }

    /// <summary>In base64.</summary>
    public static string Of(string algorithm, ReadOnlySpan<byte> bytes)
    {
        Span<byte> sum = stackalloc byte[32];
        return Convert.ToBase64String(sum[..Compute(algorithm, bytes, sum)]);
    }

    public static string Of(string algorithm, StoredBody body) => body.Read(bytes => Of(algorithm, bytes.Span));

    [SuppressMessage("Security", "CA5350", Justification = "SHA-1 is one of S3's checksums of integrity; nothing is kept secret by it.")]
    private static int Compute(string algorithm, ReadOnlySpan<byte> bytes, Span<byte> into)
    {
        switch (algorithm)
        {
            case "CRC32":
                BinaryPrimitives.WriteUInt32BigEndian(into, Crc32(bytes));
                return 4;
            case "CRC32C":
                BinaryPrimitives.WriteUInt32BigEndian(into, Crc32C(bytes));
                return 4;
            case "CRC64NVME":
                BinaryPrimitives.WriteUInt64BigEndian(into, Crc64Nvme(bytes));
                return 8;
            case "SHA1": return SHA1.HashData(bytes, into);
            case "SHA256": return SHA256.HashData(bytes, into);
            default: throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "no checksum of that name");
        }
    }

    /// <summary>The hexadecimal MD5 that an ETag is, without its quotes.</summary>
    [SuppressMessage("Security", "CA5351", Justification = "S3's ETags are MD5.")]
    public static string ETag(ReadOnlySpan<byte> bytes)
    {
        Span<byte> sum = stackalloc byte[16];
        _ = MD5.HashData(bytes, sum);
        return Convert.ToHexStringLower(sum);
    }

    private static readonly ulong[][] Tables32 = Tables(0xEDB88320), Tables64 = Tables(0x9A6C9329AC4BC9B5);

    /// <summary>Of eight bytes that are taken at once: what each adds, by how many come behind it.</summary>
    private static ulong[][] Tables(ulong polynomial)
    {
        var tables = new ulong[8][];
        tables[0] = [.. Enumerable.Range(0, 256).Select(i => Shifted((ulong)i, polynomial))];
        for (var behind = 1; behind < tables.Length; behind++) tables[behind] = [.. tables[behind - 1].Select(sum => (sum >> 8) ^ tables[0][(byte)sum])];
        return tables;
    }

    private static ulong Shifted(ulong value, ulong polynomial)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ polynomial;
        return value;
    }

    internal static uint Crc32(ReadOnlySpan<byte> bytes) => ~(uint)Crc(bytes, Tables32, uint.MaxValue);

    private static uint Crc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes) crc = System.Numerics.BitOperations.Crc32C(crc, b);
        return ~crc;
    }

    private static ulong Crc64Nvme(ReadOnlySpan<byte> bytes) => ~Crc(bytes, Tables64, ulong.MaxValue);

    private static ulong Crc(ReadOnlySpan<byte> bytes, ulong[][] tables, ulong crc)
    {
        var (t0, t1, t2, t3, t4, t5, t6, t7) = (tables[0], tables[1], tables[2], tables[3], tables[4], tables[5], tables[6], tables[7]);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            crc ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            crc = t7[(byte)crc] ^ t6[(byte)(crc >> 8)] ^ t5[(byte)(crc >> 16)] ^ t4[(byte)(crc >> 24)] ^ t3[(byte)(crc >> 32)] ^ t2[(byte)(crc >> 40)] ^ t1[(byte)(crc >> 48)] ^ t0[(byte)(crc >> 56)];
        }
        foreach (var b in bytes) crc = (crc >> 8) ^ t0[(byte)(crc ^ b)];
        return crc;
    }
}
