using System.Buffers;
using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.S3;

/// <summary>
/// The bytes of an object or a part. They come in and go out as base64, so they are kept as that: the text of the request, the object
/// and every answer are one and the same.
/// </summary>
public sealed class StoredBody
{
    public static readonly StoredBody Empty = new("", 0);

    private StoredBody(string base64, int length) => (Base64, Length) = (base64, length);

    public string Base64 { get; }

    /// <summary>In bytes.</summary>
    public int Length { get; }

    internal static StoredBody Read(Located<string>? text) => Read(text, _ => text).Body;

    /// <param name="reader">Looks at the bytes while they are at hand.</param>
    /// <exception cref="AwsException">The text is no base64: the client's own error.</exception>
    internal static (StoredBody Body, TResult Result) Read<TResult>(Located<string>? text, Func<ReadOnlyMemory<byte>, TResult> reader)
    {
        if (text is null || text.Value.Length == 0) return (Empty, reader(default));
        var base64 = text.Value;
        var buffer = ArrayPool<byte>.Shared.Rent((base64.Length / 4 * 3) + 3);
        try
        {
            if (!TryDecode(base64, buffer, out var length))
                throw Turn.Error(ParameterValidation.AwsCode, $"Invalid base64: \"{base64.Shortened()}\"", "The bytes of Body are written in base64 here.", 0, text.At);
            // White space and stray bits are read, but the same bytes are always the same text.
            var isUsual = base64.Length == (length + 2) / 3 * 4 && base64.AsSpan(base64.Length - 4).SequenceEqual(Convert.ToBase64String(buffer, (length - 1) / 3 * 3, length - ((length - 1) / 3 * 3)));
            return (isUsual ? new(base64, length) : Of(buffer.AsSpan(0, length)), reader(buffer.AsMemory(0, length)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public static StoredBody Of(ReadOnlySpan<byte> bytes) => bytes.IsEmpty ? Empty : new(Convert.ToBase64String(bytes), bytes.Length);

    public byte[] ToBytes() => Convert.FromBase64String(Base64);

    /// <summary>Gives the bytes to a reader, in memory that is lent.</summary>
    internal TResult Read<TResult>(Func<ReadOnlyMemory<byte>, TResult> reader)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Length + 3);
        try
        {
            _ = TryDecode(Base64, buffer, out var length);
            return reader(buffer.AsMemory(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Some of the bytes.</summary>
    public StoredBody Slice(int from, int length)
    {
        if (from == 0 && length == Length) return this;
        if (length == 0) return Empty;
        // Four letters are three bytes: only those that are asked for are read.
        var (first, last) = (from / 3, (from + length - 1) / 3);
        var bytes = new byte[(last - first + 1) * 3];
        _ = Convert.TryFromBase64Chars(Base64.AsSpan(first * 4, (last - first + 1) * 4), bytes, out _);
        return Of(bytes.AsSpan(from - (first * 3), length));
    }

    /// <summary>Parts put together.</summary>
    public static StoredBody Join(IReadOnlyList<StoredBody> parts)
    {
        if (parts is [var one]) return one;
        var bytes = new byte[parts.Sum(p => p.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            _ = TryDecode(part.Base64, bytes.AsSpan(at), out var length);
            at += length;
        }
        return Of(bytes);
    }

    /// <summary>As <see cref="Convert.TryFromBase64String"/> reads it. Letters of one byte each are read many at once, so that is tried first; it refuses stray bits.</summary>
    private static bool TryDecode(string base64, Span<byte> bytes, out int length)
    {
        var letters = ArrayPool<byte>.Shared.Rent(base64.Length);
        try
        {
            return (Ascii.FromUtf16(base64, letters, out var count) is OperationStatus.Done
                    && System.Buffers.Text.Base64.DecodeFromUtf8(letters.AsSpan(0, count), bytes, out _, out length) is OperationStatus.Done)
                || Convert.TryFromBase64String(base64, bytes, out length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(letters);
        }
    }
}
