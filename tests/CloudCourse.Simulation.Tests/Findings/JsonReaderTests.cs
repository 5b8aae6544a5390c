using System.Text.Json;
using CloudCourse.Simulation.Findings;
using FsCheck;
using FsCheck.Fluent;

namespace CloudCourse.Simulation.Tests.Findings;

public sealed class JsonReaderTests
{
    [Theory]
    [InlineData("""{"a": "x"}""", "/a", "\"x\"")]
    [InlineData("""{"a": [1, {"b": null}]}""", "/a/1/b", "null")]
    [InlineData("""{"a/b": {"c~d": true}}""", "/a~1b/c~0d", "true")]
    [InlineData("[ -1.5e+3 ]", "/0", "-1.5e+3")]
    public void A_value_knows_its_pointer_and_its_text(string text, string pointer, string source)
    {
        var value = Values(JsonReader.Read(text).Value!).Single(v => v.At.Pointer == pointer);
        Assert.Equal(source, text[value.At.Start..value.At.End]);
    }

    [Theory]
    [InlineData("", "empty", "")]
    [InlineData("{", "never closed", "{")]
    [InlineData("{\"a\": 1,}", "comma", "}")]
    [InlineData("{\"a\": 1 \"b\": 2}", "comma is missing", "1")]
    [InlineData("[1 2]", "expected here", "2")]
    [InlineData("['x']", "double quotes", "'")]
    [InlineData("[01]", "leading zero", "01")]
    [InlineData("[tru]", "not a JSON value", "tru")]
    [InlineData("// hello", "no comments", "// hello")]
    [InlineData("{\"a\": 1, // one\n\"b\": 2}", "no comments", "// one")]
    [InlineData("{\"a\": 1 /* one\n*/, \"b\": 2}", "no comments", "/* one\n*/")]
    [InlineData("[1 # one\n]", "no comments", "# one")]
    [InlineData("{/* never", "no comments", "/* never")]
    [InlineData("[\"a\nb\"]", "never closed", "\"a")]
    [InlineData("[\"\\x\"]", "escape", "\\x")]
    [InlineData("{} {}", "ended before this", "{")]
    public void A_mistake_is_told_at_its_place(string text, string says, string at)
    {
        var error = JsonReader.Read(text).SyntaxError!;
        Assert.Contains(says, error.Details, StringComparison.Ordinal);
        Assert.Equal(at, text[error.At.Start..error.At.End]);
    }

    [Fact]
    public void A_repeated_name_is_listed_at_its_second_place()
    {
        const string text = """{"Effect": "Allow", "Effect": "Deny"}""";
        var duplicate = Assert.Single(JsonReader.Read(text).Duplicates);
        Assert.Equal(text.LastIndexOf("\"Effect\"", StringComparison.Ordinal), duplicate.NameAt.Start);
    }

    /// <summary>Few names are found in another way than many.</summary>
    [Theory]
    [InlineData(3)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(100)]
    public void Repeated_names_are_found_among_few_and_many(int names)
    {
        var members = string.Join(", ", Enumerable.Range(0, names).Select(i => $"\"n{i}\": {i}"));
        var text = $"{{{members}, \"n1\": 1, \"new\": 2, \"n{names - 1}\": 3}}";
        Assert.Equal(["n1", $"n{names - 1}"], JsonReader.Read(text).Duplicates.Select(d => d.Name));
    }

    [Fact]
    public void Two_hundred_levels_are_refused_with_a_place()
    {
        var reading = JsonReader.Read(new string('[', 200) + new string(']', 200));
        Assert.Null(reading.Value);
        Assert.Equal(JsonReader.MaxDepth + 1, reading.SyntaxError!.At.Start);
    }

    [Fact]
    public void A_megabyte_is_read()
    {
        var text = $"[{string.Join(",", Enumerable.Repeat("\"0123456789abcdef\"", 60_000))}]";
        Assert.True(text.Length > 1_000_000);
        Assert.Equal(60_000, Assert.IsType<JsonArray>(JsonReader.Read(text).Value).Items.Count);
    }

    [Fact]
    public void Messages_never_hold_half_a_character()
    {
        var error = JsonReader.Read("[\U0001F600]").SyntaxError!;
        Assert.Contains("\U0001F600", error.Details, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', JsonSerializer.Deserialize<string>(JsonSerializer.Serialize(error.Details))!);
    }

    [Fact]
    public void Any_text_gives_a_value_or_an_error_inside_the_text() =>
        Prop.ForAll(JsonLike.ToArbitrary(), text =>
        {
            var reading = JsonReader.Read(text);
            return reading.Value is not null ^ reading.SyntaxError is not null
                && (reading.SyntaxError is null || Inside(reading.SyntaxError.At, text))
                && (reading.Value is null || Values(reading.Value).All(v => Inside(v.At, text)));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void What_is_read_is_what_SystemTextJson_reads() =>
        Prop.ForAll(JsonLike.ToArbitrary(), text =>
        {
            var good = true;
            try
            {
                using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonReader.MaxDepth + 1 });
            }
            catch (Exception e) when (e is JsonException or ArgumentException) // ArgumentException: half a character
            {
                good = false;
            }
            return JsonReader.Read(text).Value is not null == good;
        }).QuickCheckThrowOnFailure();

    /// <summary>Pieces of JSON in any order: far more often nearly right than random characters are.</summary>
    private static Gen<string> JsonLike { get; } =
        Gen.Elements("{", "}", "[", "]", ":", ",", "\"a\"", "\"\\n\"", "\"", "1", "-0.5e2", "01", "true", "null", " ", "\n", "'", "/", "\\", "\"b\": 1", "{}", "\u00e9", "\ud800")
            .ArrayOf().Select(string.Concat);

    private static bool Inside(Location at, string text) => at.Start >= 0 && at.Start <= at.End && at.End <= text.Length;

    private static IEnumerable<JsonValue> Values(JsonValue value) => value switch
    {
        JsonObject o => o.Members.SelectMany(m => Values(m.Value)).Prepend(o),
        JsonArray a => a.Items.SelectMany(Values).Prepend(a),
        _ => [value],
    };
}
