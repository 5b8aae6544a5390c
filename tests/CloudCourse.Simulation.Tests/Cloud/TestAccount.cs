using System.Text.Json.Nodes;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Shapes;

namespace CloudCourse.Simulation.Tests.Cloud;

/// <summary>An account to try things in. Every output is held against AWS's own shape.</summary>
internal sealed class TestAccount(ulong seed = 7)
{
    public const string Id = "111122223333";
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 9, 0, 0, TimeSpan.Zero);

    public SimulatedAccount Account { get; } = new(new(Id, seed, Start));

    public Caller As { get; set; } = Caller.Root(Id);

    public string Region { get; set; } = "eu-west-1";

    public CallResult Try(string service, string operation, string input = "{}")
    {
        var result = Account.Call(As, Region, service, operation, input);
        if (result.Output is { } output) OutputShape.Check(output, ServiceModel.Of(service).Find(operation)!.Output, operation);
        return result;
    }

    /// <summary>A call that must succeed.</summary>
    public JsonObject Do(string service, string operation, string input = "{}")
    {
        var result = Try(service, operation, input);
        Assert.True(result.Succeeded, $"{operation}: {result.Error?.Code} {result.Error?.Message} {result.Error?.Advice}");
        return result.Output!;
    }

    /// <summary>A call that must be refused: its code. CloudWatch may have counted it.</summary>
    public string Refused(string service, string operation, string input = "{}")
    {
        var before = Account.State;
        var result = Try(service, operation, input);
        Assert.False(result.Succeeded, $"{operation} succeeded: {result.Output}");
        if (!ReferenceEquals(before, Account.State)) Assert.Equal(before, Account.State with { CloudWatch = before.CloudWatch });
        return result.Error!.Code;
    }
}

/// <summary>AWS's output shape as a judge of ours.</summary>
internal static class OutputShape
{
    public static void Check(JsonNode? value, ParameterShape shape, string at)
    {
        switch (shape)
        {
            case StructureShape structure:
                var json = Assert.IsType<JsonObject>(value);
                foreach (var (name, member) in json)
                {
                    var known = structure.Find(name);
                    Assert.True(known is not null, $"{at} has no member {name} in AWS's model: {string.Join(", ", structure.Members.Select(m => m.Name))}");
                    Check(member, known.Shape, $"{at}.{name}");
                }
                foreach (var required in structure.Members.Where(m => m.Required)) Assert.True(json.ContainsKey(required.Name), $"{at} lacks {required.Name}");
                break;
            case ListShape list:
                foreach (var item in Assert.IsType<JsonArray>(value)) Check(item, list.Item, at + "[]");
                break;
            case MapShape map:
                foreach (var (_, item) in Assert.IsType<JsonObject>(value)) Check(item, map.Value, at + "{}");
                break;
            case ScalarShape scalar:
                var kind = value?.GetValueKind();
                var fits = scalar.Type switch
                {
                    ScalarType.Boolean => kind is System.Text.Json.JsonValueKind.True or System.Text.Json.JsonValueKind.False,
                    ScalarType.Integer or ScalarType.Long or ScalarType.Float or ScalarType.Double => kind is System.Text.Json.JsonValueKind.Number,
                    ScalarType.Document => true,
                    _ => kind is System.Text.Json.JsonValueKind.String,
                };
                Assert.True(fits, $"{at} is {kind}, AWS gives {scalar.Type}");
                break;
        }
    }
}
