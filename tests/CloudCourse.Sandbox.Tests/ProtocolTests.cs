using System.Text;

namespace CloudCourse.Sandbox.Tests;

/// <summary>What a hostile environment could write, read without trust.</summary>
public sealed class ProtocolTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"t":1}""")]
    [InlineData("""{"t":"call"}""")]
    [InlineData("""{"t":"log","s":null}""")]
    [InlineData("""{"t":"log","s":"\ud800"}""")]
    [InlineData("""{"t":"slept","ms":-1}""")]
    [InlineData("""{"t":"slept","ms":1e300}""")]
    [InlineData("""{"t":"exited","status":1e99}""")]
    [InlineData("""{"t":"done"}""")]
    [InlineData("""{"t":"done","virtualMs":0,"heap":0,"outcome":[]}""")]
    [InlineData("""{"t":"done","virtualMs":0,"heap":0,"outcome":{"payload":"1","failure":{"errorType":"a","errorMessage":"b","stackTrace":[],"at":null}}}""")]
    [InlineData("""{"t":"done","virtualMs":0,"heap":0,"outcome":{"payload":null,"failure":{"errorType":"a"}}}""")]
    [InlineData("""{"t":"done","virtualMs":0,"heap":0,"outcome":{"payload":null,"failure":{"errorType":{},"errorMessage":"b","stackTrace":[],"at":null}}}""")]
    [InlineData("""{"t":"done","virtualMs":0,"heap":0,"unsent":3,"outcome":{"payload":"1","failure":null}}""")]
    [InlineData("""{"t":"done","virtualMs":0,"heap":0,"unsent":[[]],"outcome":{"payload":"1","failure":null}}""")]
    public void Any_other_shape_is_a_breach(string line) =>
        Assert.Throws<ProtocolException>(() => ChildMessage.Read(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void A_result_above_6_MB_is_a_breach()
    {
        var line = """{"t":"done","virtualMs":0,"heap":0,"outcome":{"payload":"@","failure":null}}""".Replace("@", new('x', (6 << 20) + 1), StringComparison.Ordinal);
        Assert.Throws<ProtocolException>(() => ChildMessage.Read(Encoding.UTF8.GetBytes(line)));
    }

    [Fact]
    public void Memory_is_never_more_than_there_is()
    {
        var done = Assert.IsType<ChildMessage.Done>(ChildMessage.Read("""{"t":"done","virtualMs":1,"heap":99999999999,"outcome":{"payload":"1","failure":null}}"""u8.ToArray()));
        Assert.Equal(128L << 20, done.HeapBytes);
    }

    [Fact]
    public void What_was_not_sent_is_named_as_far_as_anybody_reads_it()
    {
        var line = """{"t":"done","virtualMs":1,"heap":9,"unsent":[@],"outcome":{"payload":"1","failure":null}}""".Replace("@", string.Join(',', Enumerable.Repeat($"\"{new string('x', 5000)}\"", 50)), StringComparison.Ordinal);
        var done = Assert.IsType<ChildMessage.Done>(ChildMessage.Read(Encoding.UTF8.GetBytes(line)));
        Assert.Equal(10, done.Unsent.Count);
        Assert.All(done.Unsent, name => Assert.True(name.Length <= 101));
    }

    [Theory]
    [InlineData("one\ntwo\n", 100, new[] { "one", "two" })]
    [InlineData("\n\n", 100, new[] { "", "" })]
    [InlineData("", 100, new string[0])]
    public async Task Lines_come_one_by_one(string text, int max, string[] lines)
    {
        LineReader reader = new(new Trickle(Encoding.UTF8.GetBytes(text)), max);
        List<string> read = [];
        while (await reader.ReadAsync(default) is { } line) read.Add(Encoding.UTF8.GetString(line.Span));
        Assert.Equal(lines, read);
    }

    [Theory]
    [InlineData("no end")]
    [InlineData("longer than ten bytes, and no end in sight")]
    public async Task A_line_without_end_is_a_breach(string text)
    {
        LineReader reader = new(new Trickle(Encoding.UTF8.GetBytes(text)), 10);
        await Assert.ThrowsAsync<ProtocolException>(async () => await reader.ReadAsync(default));
    }

    /// <summary>Gives two bytes at a time, as a slow pipe does.</summary>
    private sealed class Trickle(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(2, buffer.Length)], cancellationToken);
    }
}
