using System.Text;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Sandbox.Tests.Attacks;

/// <summary>
/// The pipe's other end in a hostile hand: spoiled lines by the thousand. Reading one gives a message or a breach, a conversation always
/// comes to a result that its reader can use, and nothing piles up. A failure names its conversation.
/// </summary>
public sealed class ProtocolFuzzTests
{
    private const int LinesEach = 20;

    private static readonly byte[][] Seeds = [.. new[]
    {
        """{"t":"ready","ms":1}""",
        """{"t":"log","s":"a line \u00e9 \"quoted\""}""",
        """{"t":"slept","ms":25.5}""",
        """{"t":"expired"}""",
        """{"t":"exited","status":3}""",
        """{"t":"crashed","reason":"x"}""",
        """{"t":"call","request":"{\"service\":\"s3\",\"operation\":\"GetObject\",\"region\":\"eu-west-1\",\"input\":{}}","ms":10}""",
        """{"t":"model","request":"{\"service\":\"s3\"}","ms":0}""",
        """{"t":"done","ms":1,"virtualMs":2.5,"heap":1048576,"unsent":["s3 PutObject"],"outcome":{"payload":"{\"a\":[1,2]}","failure":null}}""",
        """{"t":"done","ms":1,"virtualMs":2,"heap":9,"outcome":{"payload":null,"failure":{"errorType":"E","errorMessage":"m","stackTrace":["a","b"],"at":{"path":"index.mjs","line":3}}}}""",
        """{"t":"done","ms":1,"virtualMs":2,"heap":9,"outcome":{"payload":null,"failure":{"errorType":"E","errorMessage":"m","stackTrace":[],"at":null,"lost":true}}}""",
    }.Select(Encoding.UTF8.GetBytes)];

    private static readonly byte[][] Pieces = [.. new[]
    {
        "null", "true", "-1", "1e308", "-1e308", "1e999", "9223372036854775808", "0.1", "\"\"", "\"\\ud800\"", "\"\\u0000\"", "[]", "{}", "[[[[[[[[[[[[[[[[[[[[[[", "\"t\":\"done\",", "\"t\":\"call\",", "\"lost\":true,",
        "\"payload\":\"1\",", "\"ms\":9e12,", "\r", "\n", "\0", "\u2028", "//", "/*", ",", ":", "\"", "\\", "}", "]", "{\"t\":\"slept\",\"ms\":9.9e12}\n",
    }.Select(Encoding.UTF8.GetBytes), [0xff, 0xfe], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80]];

    [Fact]
    public Task Twenty_thousand_spoiled_lines() => RunAsync(0, 20_000 / LinesEach);

    [Fact(Explicit = true)]
    public Task A_million_spoiled_lines() => RunAsync(Number("FUZZ_FIRST", 0), Number("FUZZ_COUNT", 1_000_000 / LinesEach));

    [Theory]
    [InlineData("[")]
    [InlineData("[0,")]
    [InlineData("{\"a\":")]
    [InlineData("\"\\u0061\",")]
    public void A_line_of_nothing_but_values_takes_no_memory_of_the_host(string piece)
    {
        var line = Encoding.UTF8.GetBytes("{\"t\":\"done\",\"x\":[" + string.Concat(Enumerable.Repeat(piece, (8 << 20) / piece.Length)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ProtocolException>(() => ChildMessage.Read(line));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    /// <summary>What it says of its own time goes into dates: sums of it must stay times.</summary>
    [Fact]
    public async Task Sleeping_for_ages_comes_to_the_limit()
    {
        var lines = string.Concat(Enumerable.Repeat("{\"t\":\"slept\",\"ms\":9.9e12}\n", 1000));
        var result = await ConverseAsync(Encoding.UTF8.GetBytes(lines), new(0));
        Assert.Equal((PhaseEnd.Lost, 1000.0), (result.End, result.VirtualMs));
    }

    [Fact]
    public async Task A_word_too_many_ends_the_next_phase()
    {
        const string done = """{"t":"done","virtualMs":0,"heap":0,"outcome":{"payload":"1","failure":null}}""" + "\n";
        Conversation conversation = new(new MemoryStream(Encoding.UTF8.GetBytes(done + done)), Stream.Null, () => { });
        Assert.Equal(PhaseEnd.Done, (await conversation.RunAsync(new { }, 1000, NoCalls.Instance, new Watch(), default)).End);
        Assert.Equal(PhaseEnd.Lost, (await conversation.RunAsync(new { }, 1000, NoCalls.Instance, new Watch(), default)).End);
    }

    private static async Task RunAsync(int first, int count)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var number = first; number < first + count; number++)
        {
            Random random = new(number);
            using MemoryStream said = new();
            for (var i = 0; i < LinesEach; i++)
            {
                var line = Spoil(random);
                ReadOne(line, number);
                said.Write(line);
                if (random.Next(50) > 0) said.WriteByte((byte)'\n');
            }
            try
            {
                var result = await ConverseAsync(said.ToArray(), random).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
                Assert.InRange(result.VirtualMs, 0, 1000);
                Assert.True(double.IsFinite(result.DurationMs));
                Assert.True(result.End is not PhaseEnd.Lost || result.Failure is not null);
            }
            catch (Exception failed)
            {
                throw new InvalidOperationException($"conversation {number} (FUZZ_FIRST={number} FUZZ_COUNT=1)", failed);
            }
        }
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 32 << 20);
    }

    private static void ReadOne(byte[] line, int number)
    {
        try
        {
            Assert.NotNull(ChildMessage.Read(line));
        }
        catch (ProtocolException)
        {
            // a breach, said as one
        }
        catch (Exception failed)
        {
            throw new InvalidOperationException($"conversation {number}: {Encoding.UTF8.GetString(line)}", failed);
        }
    }

    private static Task<PhaseResult> ConverseAsync(byte[] said, Random random) =>
        new Conversation(new Chunks(said, random), Stream.Null, () => { }).RunAsync(new { t = "invoke" }, 1000, NoCalls.Instance, new Watch(), TestContext.Current.CancellationToken);

    /// <summary>Some lines stay whole, so that a conversation goes on for a while.</summary>
    private static byte[] Spoil(Random random)
    {
        List<byte> line = [.. Seeds[random.Next(Seeds.Length)]];
        for (var times = random.Next(3) * random.Next(1, 4); times > 0 && line.Count > 0; times--)
        {
            var at = random.Next(line.Count);
            var length = Math.Min(random.Next(1, 12), line.Count - at);
            switch (random.Next(6))
            {
                case 0: line[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: line.RemoveRange(at, length); break;
                case 2: line.InsertRange(at, Pieces[random.Next(Pieces.Length)]); break;
                case 3: line.InsertRange(at, line.GetRange(at, length)); break;
                case 4:
                    var other = Seeds[random.Next(Seeds.Length)];
                    line.RemoveRange(at, line.Count - at);
                    line.AddRange(other[random.Next(other.Length)..]);
                    break;
                default:
                    // A value for another one.
                    var colon = line.IndexOf((byte)':', at);
                    var end = colon < 0 ? -1 : line.FindIndex(colon, b => b is (byte)',' or (byte)'}');
                    if (end < 0) break;
                    line.RemoveRange(colon + 1, end - colon - 1);
                    line.InsertRange(colon + 1, Pieces[random.Next(Pieces.Length)]);
                    break;
            }
        }
        return [.. line];
    }

    private static int Number(string name, int otherwise) => int.TryParse(Environment.GetEnvironmentVariable(name), out var number) ? number : otherwise;

    /// <summary>A pipe gives what it has: one byte, or thousands.</summary>
    private sealed class Chunks(byte[] bytes, Random random) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, random.Next(4) == 0 ? random.Next(1, 16) : 4096)], cancellationToken);
    }

    private sealed class Watch : IPhaseWatch
    {
        public bool TimedOut => false;
        public bool Answering { set { } }
        public void Slept(double ms) { }
        public void Heard() { }
    }
}
