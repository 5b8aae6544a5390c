using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.EventBridge.Patterns;

namespace CloudCourse.Simulation.Tests.EventBridge;

/// <summary>What holds of every pattern and every event.</summary>
public sealed class EventPatternLaws
{
    private const int Rounds = 400;

    private static readonly string[] Words = ["", "a", "A", "ab", "abc", "b*", "é", "10.0.0.1", "x\\y", "aws.ec2"];

    private static IEnumerable<(Random Dice, JsonObject Event)> Events()
    {
        for (var seed = 0; seed < Rounds; seed++)
        {
            Random dice = new(seed);
            yield return (dice, RandomObject(dice, 3));
        }
    }

    private static JsonObject RandomObject(Random dice, int depth)
    {
        JsonObject json = [];
        for (var i = dice.Next(1, 4); i > 0; i--) json[((string[])["a", "b", "c", "d", "e"])[dice.Next(5)]] = RandomValue(dice, depth);
        return json;
    }

    private static JsonNode? RandomValue(Random dice, int depth) => dice.Next(depth > 0 ? 9 : 6) switch
    {
        0 => null,
        1 => dice.Next(2) == 0,
        2 => dice.Next(-3, 4),
        3 => Math.Round(dice.NextDouble() * 10, 3),
        4 or 5 => Words[dice.Next(Words.Length)],
        6 => new JsonArray([.. Enumerable.Range(0, dice.Next(4)).Select(_ => RandomValue(dice, depth - 1))]),
        _ => RandomObject(dice, depth - 1),
    };

    /// <summary>Of every list one element is kept, and every value stands in a list: what the event itself says.</summary>
    private static JsonObject? PatternOf(JsonObject theEvent, Random dice)
    {
        JsonObject pattern = [];
        foreach (var (name, member) in theEvent)
        {
            var value = member;
            while (value is JsonArray list) value = list.Count == 0 ? new JsonObject() : list[dice.Next(list.Count)];
            if (value is JsonObject json)
            {
                if (PatternOf(json, dice) is { } below) pattern[name] = below;
            }
            else pattern[name] = new JsonArray(value?.DeepClone());
        }
        return pattern.Count == 0 ? null : pattern;
    }

    [Fact]
    public void A_pattern_made_from_an_event_matches_it()
    {
        foreach (var (dice, theEvent) in Events())
        {
            if (PatternOf(theEvent, dice) is not { } pattern) continue;
            Assert.True(EventPattern.Read(pattern.ToJsonString()).Matches(theEvent.ToJsonString()), $"{pattern.ToJsonString()} should match {theEvent.ToJsonString()}");
        }
    }

    [Fact]
    public void Exists_false_is_the_opposite_of_exists_true()
    {
        foreach (var (_, theEvent) in Events())
        {
            foreach (var path in new[] { "a", "b", "a.b", "a.b.c", "c.a" })
            {
                bool Is(string flag) => EventPattern.Read($$"""{"{{path}}": [{"exists": {{flag}}}]}""").Matches(theEvent.ToJsonString());
                Assert.NotEqual(Is("true"), Is("false"));
            }
        }
    }

    [Fact]
    public void Anything_but_is_the_complement_of_its_list_for_one_value()
    {
        Random dice = new(1);
        foreach (var value in Words)
        {
            var theEvent = new JsonObject { ["v"] = value }.ToJsonString();
            for (var round = 0; round < 20; round++)
            {
                var list = JsonSerializer.Serialize(Enumerable.Range(0, dice.Next(1, 4)).Select(_ => Words[dice.Next(1, Words.Length)]));
                bool Is(string test) => EventPattern.Read($$"""{"v": [{{test}}]}""").Matches(theEvent);
                Assert.NotEqual(Is(list[1..^1]), Is($$$"""{"anything-but": {{{list}}}}"""));
                foreach (var kind in new[] { "prefix", "suffix", "equals-ignore-case" })
                {
                    var any = string.Join(',', JsonSerializer.Deserialize<string[]>(list)!.Select(w => $$"""{"{{kind}}": {{JsonSerializer.Serialize(w)}}}"""));
                    Assert.NotEqual(Is(any), Is($$$"""{"anything-but": {"{{{kind}}}": {{{list}}}}}"""));
                }
            }
        }
    }

    [Fact]
    public void Or_is_the_union_of_its_branches_and_fields_are_the_intersection_for_events_without_lists()
    {
        foreach (var (dice, theEvent) in Events())
        {
            if (theEvent.ToJsonString().Contains('[')) continue;
            var text = theEvent.ToJsonString();
            string one = $$"""{"a": [{{JsonSerializer.Serialize(Words[dice.Next(Words.Length)])}}, {"numeric": [">", 0]}]}""", two = """{"b": [{"exists": true}, null]}""";
            bool Is(string pattern) => EventPattern.Read(pattern).Matches(text);
            Assert.Equal(Is(one) || Is(two), Is($$"""{"$or": [{{one}}, {{two}}]}"""));
            Assert.Equal(Is(one) && Is(two), Is($"{one[..^1]}, {two[1..]}"));
        }
    }

    [Fact]
    public void Wildcards_agree_with_a_slow_matcher()
    {
        Random dice = new(5);
        string Random(string letters, int most) => string.Concat(Enumerable.Range(0, dice.Next(most)).Select(_ => letters[dice.Next(letters.Length)]));
        for (var round = 0; round < 3000; round++)
        {
            var (pattern, text) = (Random("ab*", 7), Random("ab", 8));
            if (pattern.Contains("**", StringComparison.Ordinal)) continue;
            Assert.Equal(Fits(pattern, text), EventPattern.Read($$"""{"v": [{"wildcard": "{{pattern}}"}]}""").Matches($$"""{"v": "{{text}}"}"""));
        }

        static bool Fits(string pattern, string text) => pattern.Length == 0 ? text.Length == 0
            : pattern[0] == '*' ? Fits(pattern[1..], text) || (text.Length > 0 && Fits(pattern, text[1..]))
            : text.Length > 0 && text[0] == pattern[0] && Fits(pattern[1..], text[1..]);
    }

    [Fact]
    public void Any_text_is_a_pattern_or_is_refused_in_words()
    {
        string[] pieces = ["{", "}", "[", "]", "\"a\"", ":", ",", "\"$or\"", "\"numeric\"", "\"anything-but\"", "\"prefix\"", "\"wildcard\"", "\"*\"", "\"cidr\"", "\"::1/8\"", "1", "1e999", "null", "true", "\">\"", "\"exists\"", "\"a.b\"", "\"\""];
        Random dice = new(9);
        var patterns = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = round % 2 == 0
                ? string.Concat(Enumerable.Range(0, dice.Next(1, 14)).Select(_ => pieces[dice.Next(pieces.Length)]))
                : $$"""{"a": [ {{string.Concat(Enumerable.Range(0, dice.Next(1, 8)).Select(_ => pieces[dice.Next(pieces.Length)]))}} ]}""";
            try
            {
                EventPattern.Read(text).Matches("""{"a": [1, "x", {"b": "::1"}]}""");
                patterns++;
            }
            catch (EventPatternException e)
            {
                Assert.StartsWith("Event pattern is not valid. Reason: ", e.AwsMessage);
                Assert.NotEmpty(e.Reason);
            }
        }
        Assert.True(patterns > 0);
    }
}
