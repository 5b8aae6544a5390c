using System.Text.Json.Nodes;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Shapes;
using FsCheck;
using FsCheck.Fluent;

namespace CloudCourse.Simulation.Tests.Ecs;

/// <summary>Laws that hold for anything a learner can paste.</summary>
public sealed class AnyTextTests
{
    [Fact]
    public void No_text_at_all_makes_the_check_throw() =>
        Prop.ForAll<string>(text => Sound(text ?? "")).QuickCheckThrowOnFailure();

    /// <summary>Documents of the right shape with wrong values all over: these reach every rule.</summary>
    [Fact]
    public void No_document_makes_the_check_throw() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => Sound(Document(seed).ToJsonString())).Check(Config.QuickThrowOnFailure.WithMaxTest(400));

    [Fact]
    public void The_same_text_gives_the_same_findings() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var text = Document(seed).ToJsonString();
        return RegisterTaskDefinition.Check(text).Findings.Select(f => f.Finding.Details).SequenceEqual(RegisterTaskDefinition.Check(text).Findings.Select(f => f.Finding.Details));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"containerDefinitions\": {\"a\": 1}}")]
    [InlineData("{\"containerDefinitions\": [null, [], 1, {\"portMappings\": [null, 7]}], \"tags\": 1}")]
    public void Odd_documents_are_refused(string text) => Assert.False(RegisterTaskDefinition.Check(text).Registers);

    [Fact]
    public void A_megabyte_of_mistakes_gives_a_readable_number_of_findings()
    {
        var text = $"{{\"family\": \"x\", \"containerDefinitions\": [{string.Join(',', Enumerable.Repeat("{\"cpu\":\"1\"}", 100_000))}]}}";
        Assert.True(text.Length > 1_000_000);
        var registration = RegisterTaskDefinition.Check(text);
        Assert.Equal(RegisterTaskDefinition.MaxFindings + 1, registration.Findings.Count);
        Assert.Equal(RegisterTaskDefinition.MoreFindings, registration.Findings[^1].Finding.IssueCode);
        Assert.False(registration.Registers);
    }

    [Fact]
    public void A_deep_document_is_refused_with_its_place() =>
        Assert.Contains("nests deeper", RegisterTaskDefinition.Check(new string('[', 200) + new string(']', 200)).Findings.Single().Finding.Details);

    private static bool Sound(string text)
    {
        var registration = RegisterTaskDefinition.Check(text);
        return registration.Findings.All(f => f.Finding.Details.Length > 0
            && f.Finding.Locations.All(at => 0 <= at.Start && at.Start <= at.End && at.End <= text.Length)
            && (f.RefusedBy is RefusedBy.Nobody) == (f.Finding.Type is not CloudCourse.Simulation.Findings.FindingType.Error));
    }

    private static JsonNode Document(int seed)
    {
        System.Random random = new(seed);
        return Value(RegisterTaskDefinition.Input, random) ?? new JsonObject();
    }

    private static JsonNode? Value(ParameterShape shape, System.Random random)
    {
        if (random.Next(25) == 0) return Odd(random);
        switch (shape)
        {
            case StructureShape structure:
                JsonObject members = [];
                foreach (var member in structure.Members)
                {
                    if (random.Next(2) == 0) members[member.Name] = Value(member.Shape, random);
                }
                return members;
            case ListShape list: return new JsonArray([.. Enumerable.Range(0, random.Next(4)).Select(_ => Value(list.Item, random))]);
            case ScalarShape { Values.Count: > 0 } scalar: return scalar.Values[random.Next(scalar.Values.Count)];
            case ScalarShape { Type: ScalarType.Integer }: return random.Next(4) == 0 ? random.NextInt64() : random.Next(-1, 300);
            case ScalarShape { Type: ScalarType.Boolean }: return random.Next(2) == 0;
            case MapShape: return new JsonObject { ["awslogs-group"] = Odd(random) };
            default: return Words[random.Next(Words.Length)];
        }
    }

    private static readonly string[] Words = ["", "a", "b", "c", "256", "0.5 GB", "1 vCPU", "8000-8010", "x y", "\ud83d\ude00", "\ud83d", new('z', 300), "arn:aws:iam::111122223333:role/r"];

    private static JsonNode? Odd(System.Random random) => random.Next(8) switch
    {
        0 => null,
        1 => 1.5,
        2 => true,
        3 => "text",
        4 => new JsonArray(1, "a"),
        5 => new JsonObject { ["k"] = new JsonArray() },
        6 => 99999999999,
        _ => new JsonObject(),
    };
}
