using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Simulation.Tests.Lambda;

/// <summary>Packages that attack whoever unpacks them. AWS says what it says of every broken one; the advice tells what is odd.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-function-zip.html"/>
public sealed class CodePackageTests
{
    private const string Broken = "Could not unzip uploaded file. Please check your file, then try to upload again.";
    private const string TooLarge = "Unzipped size must be smaller than 262144000 bytes";

    /// <summary>One entry of an archive, with what it lies about.</summary>
    private sealed record Piece(string Name, byte[] Content)
    {
        public ushort Flags { get; init; }
        public ushort Method { get; init; }
        public uint? Length { get; init; }
        public uint? Packed { get; init; }
        public uint? Crc { get; init; }
        public uint? Offset { get; init; }
        public uint Attributes { get; init; }
        public string? LocalName { get; init; }
        public byte[]? RawName { get; init; }
        public byte[]? Raw { get; init; }
        public byte[] Bytes => Raw ?? (Method == 8 ? Deflated(Content) : Content);
    }

    private static byte[] Deflated(byte[] content)
    {
        using MemoryStream packed = new();
        using (DeflateStream stream = new(packed, CompressionLevel.SmallestSize, leaveOpen: true)) stream.Write(content);
        return packed.ToArray();
    }

    private static byte[] Zip(params Piece[] pieces) => Zip(null, pieces);

    private static byte[] Zip(Action<byte[]>? spoilEnd, params Piece[] pieces)
    {
        using MemoryStream zip = new();
        List<byte[]> heads = [];
        foreach (var piece in pieces)
        {
            var (bytes, at) = (piece.Bytes, (uint)zip.Length);
            var crc = piece.Crc ?? CrcOf(piece.Content);
            var (name, local) = (piece.RawName ?? Encoding.UTF8.GetBytes(piece.Name), piece.RawName ?? Encoding.UTF8.GetBytes(piece.LocalName ?? piece.Name));
            var first = new byte[30];
            Put(first, (0, 4, 0x04034b50), (4, 2, 20), (6, 2, piece.Flags), (8, 2, piece.Method), (14, 4, crc), (18, 4, (uint)bytes.Length), (22, 4, (uint)piece.Content.Length), (26, 2, (uint)local.Length));
            zip.Write([.. first, .. local, .. bytes]);
            var head = new byte[46];
            Put(head, (0, 4, 0x02014b50), (4, 2, 0x0314), (6, 2, 20), (8, 2, piece.Flags), (10, 2, piece.Method), (16, 4, crc), (20, 4, piece.Packed ?? (uint)bytes.Length), (24, 4, piece.Length ?? (uint)piece.Content.Length), (28, 2, (uint)name.Length), (38, 4, piece.Attributes), (42, 4, piece.Offset ?? at));
            heads.Add([.. head, .. name]);
        }
        var start = (uint)zip.Length;
        foreach (var head in heads) zip.Write(head);
        var end = new byte[22];
        Put(end, (0, 4, 0x06054b50), (8, 2, (uint)pieces.Length), (10, 2, (uint)pieces.Length), (12, 4, (uint)zip.Length - start), (16, 4, start));
        spoilEnd?.Invoke(end);
        zip.Write(end);
        return zip.ToArray();
    }

    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(i => Enumerable.Range(0, 8).Aggregate((uint)i, (c, _) => (c & 1) == 0 ? c >> 1 : (c >> 1) ^ 0xEDB88320))];

    private static uint CrcOf(byte[] content)
    {
        var crc = uint.MaxValue;
        foreach (var b in content) crc = (crc >> 8) ^ Table[(byte)(crc ^ b)];
        return ~crc;
    }

    private static void Put(byte[] into, params (int At, int Bytes, uint Value)[] values)
    {
        foreach (var (at, bytes, value) in values)
        {
            if (bytes == 2) BinaryPrimitives.WriteUInt16LittleEndian(into.AsSpan(at), (ushort)value);
            else BinaryPrimitives.WriteUInt32LittleEndian(into.AsSpan(at), value);
        }
    }

    private static AwsError? Refused(byte[] zip)
    {
        try
        {
            CodePackage.Read(Convert.ToBase64String(zip), default);
            return null;
        }
        catch (AwsException refused)
        {
            return refused.Error;
        }
    }

    private static readonly byte[] Code = "def lambda_handler(event, context):\n    return 1\n"u8.ToArray();

    private static Piece Plain(string name) => new(name, Code);

    private static readonly Dictionary<string, (byte[] Zip, string Words, string Advice)> Attacks = new()
    {
        ["nothing"] = ([], Broken, ""),
        ["text"] = ("PK is how it begins"u8.ToArray(), Broken, ""),
        ["an empty archive"] = (Zip(), Broken, ""),
        ["folders only"] = (Zip(new Piece("a/", [])), Broken, ""),
        ["a folder with content"] = (Zip(Plain("a/")), Broken, "the folder a/ has content"),
        ["above"] = (Zip(Plain("../lambda_function.py")), Broken, "is not one below"),
        ["above, further in"] = (Zip(Plain("a/../../b.py")), Broken, "is not one below"),
        ["absolute"] = (Zip(Plain("/etc/passwd")), Broken, "is not one below"),
        ["a drive"] = (Zip(Plain("C:/b.py")), Broken, "is not one below"),
        ["backslashes"] = (Zip(Plain("..\\b.py")), Broken, "is not one below"),
        ["a folder above"] = (Zip(new Piece("../a/", []), Plain("b.py")), Broken, "is not one below"),
        ["a NUL in a name"] = (Zip(Plain("b.py\0.txt")), Broken, "'b.py?.txt'"),
        ["a name that is no text"] = (Zip(Plain("b") with { RawName = [0xff, 0xfe, 0x41] }), Broken, "no UTF-8"),
        ["a very long name"] = (Zip(Plain(new('a', 60_000))), Broken, "is not one below"),
        ["twice"] = (Zip(Plain("b.py"), Plain("b.py")), Broken, "the file b.py is there twice"),
        ["a file and a folder"] = (Zip(Plain("b"), Plain("b/c.py")), Broken, "b is a file and a folder"),
        ["another name inside"] = (Zip(Plain("b.py") with { LocalName = "c.py" }), Broken, "says something else of itself"),
        ["a symbolic link"] = (Zip(new Piece("b.py", "/etc/passwd"u8.ToArray()) { Attributes = 0xA1FF0000 }), Broken, "a symbolic link"),
        ["a device"] = (Zip(new Piece("b.py", []) { Attributes = 0x21B60000 }), Broken, "no plain file"),
        ["encrypted"] = (Zip(Plain("b.py") with { Flags = 1 }), Broken, "encrypted"),
        ["another method"] = (Zip(Plain("b.py") with { Method = 12 }), Broken, "by method 12"),
        ["another checksum"] = (Zip(Plain("b.py") with { Crc = 1 }), Broken, "checksum"),
        ["no deflate stream"] = (Zip(new Piece("b.py", Code) { Method = 8, Raw = [7, 7, 7, 7] }), Broken, "cannot be unpacked"),
        ["64-bit sizes"] = (Zip(Plain("b.py") with { Length = uint.MaxValue }), Broken, "64 bits"),
        ["a 64-bit directory"] = (Zip(end => Put(end, (16, 4, uint.MaxValue)), Plain("b.py")), Broken, "64 bits"),
        ["several parts"] = (Zip(end => Put(end, (4, 2, 1)), Plain("b.py")), Broken, "one part of several"),
        ["more entries than there are"] = (Zip(end => Put(end, (8, 2, 2), (10, 2, 2)), Plain("b.py")), Broken, ""),
        ["fewer entries than there are"] = (Zip(end => Put(end, (8, 2, 1), (10, 2, 1)), Plain("b.py"), Plain("c.py")), Broken, ""),
        ["a directory elsewhere"] = (Zip(end => Put(end, (16, 4, 0)), Plain("b.py")), Broken, ""),
        ["an entry elsewhere"] = (Zip(Plain("b.py") with { Offset = 0x7fffffff }), Broken, ""),
        ["something after the end"] = ([.. Zip(Plain("b.py")), 0], Broken, ""),
        ["something before the beginning"] = ([0, .. Zip(Plain("b.py"))], Broken, ""),
        ["a declared size of 4 GB"] = (Zip(Plain("b.py") with { Method = 8, Length = uint.MaxValue - 1 }), TooLarge, "more than 3 MB"),
        ["a bomb"] = (Zip(new Piece("b.py", new byte[4 << 20]) { Method = 8 }), TooLarge, "more than 3 MB"),
        ["a bomb that says it is small"] = (Zip(new Piece("b.py", new byte[4 << 20]) { Method = 8, Length = 100 }), Broken, "another size than it says"),
        ["fewer bytes than it says"] = (Zip(new Piece("b.py", new byte[100]) { Method = 8, Length = 2 << 20 }), Broken, "another size than it says"),
        ["one stream for many names"] = (Zip([Plain("a.py"), .. Enumerable.Range(0, 40).Select(i => new Piece($"{i:D3}.", []) { Offset = 0, Length = 49, Packed = 49 })]), Broken, "says something else"),
        ["overlapping entries"] = (Zip(new Piece("a.py", Zip(Plain("b.py"))[..^22]) { Method = 0 }, new Piece("b.py", Code) { Offset = 34 }), Broken, "overlap"),
        ["many entries"] = (Zip([.. Enumerable.Range(0, 2000).Select(i => new Piece($"{i}.py", []))]), Broken, "2000 entries"),
        ["many files"] = (Zip([.. Enumerable.Range(0, 60).Select(i => new Piece($"{i}.py", []))]), TooLarge, "60 files"),
    };

    public static TheoryData<string> AttackNames => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(AttackNames))]
    public void An_attack_is_refused_in_AWSs_words(string name)
    {
        var (zip, words, advice) = Attacks[name];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Refused(zip);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(("InvalidParameterValueException", words), (error?.Code, error?.Message));
        Assert.Contains(advice, error!.Advice ?? "", StringComparison.Ordinal);
        Assert.InRange(allocated, 0, (8 << 20) + 8L * zip.Length);
    }

    /// <summary>A zip in a zip is a file, and one that is no text.</summary>
    [Theory]
    [InlineData("inner.zip")]
    [InlineData("picture.png")]
    public void What_is_no_text_is_refused_by_the_course(string name)
    {
        var error = Refused(Zip(Plain("lambda_function.py"), new Piece(name, [0x50, 0x4b, 0x89, 0xff])));
        Assert.Equal(AwsError.NotSimulated, error?.Code);
        Assert.Contains(name, error!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void Archives_of_other_programs_are_read(bool packs, bool asStream)
    {
        using MemoryStream zip = new();
        using (ZipArchive archive = new(asStream ? new OneWay(zip) : zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("lib/");
            foreach (var (name, text) in (ReadOnlySpan<(string, string)>)[("lambda_function.py", "\ufeffprint('ä')\n"), ("lib/empty.py", ""), ("lib/large.py", new string('x', 100_000))])
            {
                using StreamWriter writer = new(archive.CreateEntry(name, packs ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open(), new UTF8Encoding(false));
                writer.Write(text);
            }
        }
        var (files, _, size) = CodePackage.Read(Convert.ToBase64String(zip.ToArray()), default);
        Assert.Equal(["lambda_function.py", "lib/empty.py", "lib/large.py"], files.Select(f => f.Path));
        Assert.Equal(["print('ä')\n", "", new string('x', 100_000)], files.Select(f => f.Text));
        Assert.Equal(zip.Length, size);
    }

    /// <summary>Whatever a byte is changed to: it is read as it was meant, or refused in AWS's words, and takes little memory.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_spoiled_archive_is_refused_or_read(int seed)
    {
        Random random = new(seed);
        byte[] good = Zip(Plain("lambda_function.py") with { Method = 8 }, new Piece("lib/", []), Plain("lib/more.py"), new Piece("lib/large.py", Encoding.ASCII.GetBytes(new string('x', 5000))) { Method = 8 });
        var (refused, read) = (0, 0);
        for (var i = 0; i < 3000; i++)
        {
            var zip = Mutated(random, good);
            var before = GC.GetAllocatedBytesForCurrentThread();
            var error = Refused(zip);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 12 << 20);
            if (error is null) read++;
            else refused++;
            Assert.True(error is null || error.Message is Broken or TooLarge || error.Code is AwsError.NotSimulated, error?.Message);
        }
        Assert.InRange(refused, 1500, 2999);
        Assert.InRange(read, 1, 1500);
    }

    private static byte[] Mutated(Random random, byte[] good)
    {
        List<byte> zip = [.. good];
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(zip.Count - 4);
            switch (random.Next(6))
            {
                case 0: zip[at] = (byte)random.Next(256); break;
                case 1: zip[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: zip.RemoveRange(at, random.Next(1, 4)); break;
                case 3: zip.InsertRange(at, good.AsSpan(random.Next(good.Length - 8), 8)); break;
                case 4: for (var i = 0; i < 4; i++) zip[at + i] = 0xff; break;
                default: zip.RemoveRange(at, zip.Count - at); break;
            }
            if (zip.Count < 8) break;
        }
        return [.. zip];
    }

    /// <summary>What AWS says reaches the caller.</summary>
    [Fact]
    public async Task A_function_is_not_made_from_an_attack()
    {
        await using LiveWorld world = new();
        await world.DoAsync("iam", "CreateRole", new { RoleName = "r", AssumeRolePolicyDocument = LiveWorld.Trust });
        JsonObject input = new() { ["FunctionName"] = "f", ["Runtime"] = "python3.14", ["Handler"] = "a.b", ["Role"] = "arn:aws:iam::111122223333:role/r", ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(Attacks["above"].Zip) } };
        var result = await world.TryAsync("lambda", "CreateFunction", input.ToJsonString());
        Assert.Equal(("InvalidParameterValueException", Broken), (result.Error?.Code, result.Error?.Message));
        Assert.Empty(world.Account.State.Lambda.Functions.Values);
    }

    private sealed class OneWay(Stream inner) : Stream
    {
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => inner.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
