using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using CloudCourse.Simulation.S3;

namespace CloudCourse.Simulation.Lambda;

/// <summary>
/// Reads a zip archive that somebody hands in. It reads one directory in one way, asks for agreement between all that the archive says
/// of a file, and never makes more of it than it was told: what is odd is refused, since two readers would see two things in it.
/// </summary>
/// <seealso href="https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT"/>
internal sealed class ZipPackage
{
    private const int EndLength = 22, HeadLength = 46, LocalLength = 30;
    private const uint EndMark = 0x06054b50, HeadMark = 0x02014b50, LocalMark = 0x04034b50;

    /// <summary>Of folders and files together.</summary>
    private const int MaxEntries = 1000;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly byte[] _bytes;

    /// <summary>Files and folders, in the order of the archive.</summary>
    public List<Entry> Entries { get; } = [];

    /// <param name="Start">Of its own head in the archive.</param>
    /// <param name="Data">Where its bytes begin.</param>
    public sealed record Entry(string Name, int Start, int Data, int Packed, int Length, uint Crc, bool IsDeflated)
    {
        public bool IsFolder => Name.EndsWith('/');
    }

    /// <summary>What is wrong with an archive; <see cref="Exception.Message"/> goes on after "In this package, ", and is empty where it is none at all.</summary>
    public sealed class OddException(string message = "") : Exception(message);

    /// <exception cref="OddException">It is no archive, or one that is not read.</exception>
    public ZipPackage(byte[] bytes)
    {
        _bytes = bytes;
        var end = FindEnd();
        var tail = bytes.AsSpan(end);
        var (count, size, start) = (U16(tail[10..]), U32(tail[12..]), U32(tail[16..]));
        if (count == ushort.MaxValue || size == uint.MaxValue || start == uint.MaxValue) throw new OddException("the directory is one of 64 bits, which a package of this size does not need");
        if (U16(tail[4..]) != 0 || U16(tail[6..]) != 0 || U16(tail[8..]) != count) throw new OddException("the archive is one part of several");
        if (start + (ulong)size != (ulong)end) throw new OddException();
        if (count > MaxEntries) throw new OddException($"there are {count} entries, more than {MaxEntries}");
        var at = (int)start;
        for (var i = 0; i < count; i++) at = ReadHead(at, end, (int)start);
        if (at != end) throw new OddException();
        CheckPlaces((int)start);
    }

    /// <summary>From the end: a comment may follow, and nothing else.</summary>
    private int FindEnd()
    {
        for (var at = _bytes.Length - EndLength; at >= 0 && at >= _bytes.Length - EndLength - ushort.MaxValue; at--)
        {
            if (U32(_bytes.AsSpan(at)) == EndMark && U16(_bytes.AsSpan(at + 20)) == _bytes.Length - EndLength - at) return at;
        }
        throw new OddException();
    }

    private int ReadHead(int at, int end, int directory)
    {
        if (at + HeadLength > end || U32(_bytes.AsSpan(at)) != HeadMark) throw new OddException();
        var head = _bytes.AsSpan(at, HeadLength);
        var (flags, method, crc) = (U16(head[8..]), U16(head[10..]), U32(head[16..]));
        var (packed, length, start) = (U32(head[20..]), U32(head[24..]), U32(head[42..]));
        var (nameLength, extra, comment) = (U16(head[28..]), U16(head[30..]), U16(head[32..]));
        var next = at + HeadLength + nameLength + extra + comment;
        if (next > end) throw new OddException();
        var rawName = _bytes.AsSpan(at + HeadLength, nameLength);
        var name = NameOf(rawName);
        var shown = CodePackage.Shown(name);
        if (packed == uint.MaxValue || length == uint.MaxValue || start == uint.MaxValue) throw new OddException($"the entry {shown} has sizes of 64 bits, which a package of this size does not need");
        if ((flags & 0x2041) != 0) throw new OddException($"the entry {shown} is encrypted");
        if (method is not (0 or 8)) throw new OddException($"the entry {shown} is packed by method {method}; zip programs use deflate");
        // Where Unix made it, its kind of file stands above: plain files, folders, or nothing said.
        if (head[5] is 3 or 19 && (U32(head[38..]) >> 28) is not (0 or 4 or 8) and var kind) throw new OddException(kind == 10 ? $"the entry {shown} is a symbolic link, and files are wanted" : $"the entry {shown} is no plain file");
        if (name.EndsWith('/') && length != 0) throw new OddException($"the folder {shown} has content");
        if (method == 0 && packed != length) throw new OddException();

        if (start + (ulong)LocalLength > (ulong)directory || U32(_bytes.AsSpan((int)start)) != LocalMark) throw new OddException();
        var local = _bytes.AsSpan((int)start, LocalLength);
        var data = (ulong)start + LocalLength + U16(local[26..]) + U16(local[28..]);
        if (data + packed > (ulong)directory) throw new OddException();
        if (U16(local[8..]) != method || U16(local[26..]) != nameLength || !_bytes.AsSpan((int)start + LocalLength, nameLength).SequenceEqual(rawName))
            throw new OddException($"the entry {shown} says something else of itself than the directory");
        Entries.Add(new(name, (int)start, (int)data, (int)packed, (int)Math.Min(length, int.MaxValue), crc, method == 8));
        return next;
    }

    private static string NameOf(ReadOnlySpan<byte> raw)
    {
        try
        {
            return Strict.GetString(raw);
        }
        catch (DecoderFallbackException)
        {
            throw new OddException("the name of an entry is no UTF-8 text");
        }
    }

    /// <summary>Bytes that stand for several files at once are how little archives become large.</summary>
    private void CheckPlaces(int directory)
    {
        var ordered = Entries.OrderBy(e => e.Start).ToList();
        for (var i = 0; i < ordered.Count; i++)
        {
            if (ordered[i].Data + (long)ordered[i].Packed > (i + 1 < ordered.Count ? ordered[i + 1].Start : directory)) throw new OddException($"the entries {CodePackage.Shown(ordered[i].Name)} and another overlap");
        }
    }

    /// <summary>A file's bytes.</summary>
    /// <exception cref="OddException">They are not what the directory says.</exception>
    public byte[] Read(Entry entry)
    {
        var content = new byte[entry.Length];
        if (!entry.IsDeflated) _bytes.AsSpan(entry.Data, entry.Length).CopyTo(content);
        else
        {
            try
            {
                using DeflateStream stream = new(new MemoryStream(_bytes, entry.Data, entry.Packed), CompressionMode.Decompress);
                // Not one byte more is asked for than there is to be.
                if (stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false) != content.Length || stream.ReadByte() >= 0) throw new OddException($"the entry {CodePackage.Shown(entry.Name)} has another size than it says");
            }
            catch (InvalidDataException)
            {
                throw new OddException($"the entry {CodePackage.Shown(entry.Name)} cannot be unpacked");
            }
        }
        if (Checksums.Crc32(content) != entry.Crc) throw new OddException($"the entry {CodePackage.Shown(entry.Name)} is damaged: its checksum is another");
        return content;
    }

    private static ushort U16(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16LittleEndian(bytes);

    private static uint U32(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt32LittleEndian(bytes);
}
