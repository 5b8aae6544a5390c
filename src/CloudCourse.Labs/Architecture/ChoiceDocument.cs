using System.Globalization;
using System.Text.Json;
using CloudCourse.Labs.Scenarios;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Infrastructure;
using CloudCourse.Simulation.Scenarios;

namespace CloudCourse.Labs.Architecture;

/// <summary>A learner's file: <c>compute</c>, <c>by</c>, and what that kind of compute takes (<c>type</c>, <c>cpu</c>, <c>memory</c>, <c>least</c>).</summary>
internal sealed class ChoiceDocument
{
    private static readonly string[] Members = ["compute", "by", "type", "cpu", "memory", "least"];
    private readonly List<Finding> _findings = [];

    /// <summary>Null while something stands in the way.</summary>
    public ScenarioChoice? Choice { get => _findings.Count == 0 ? field : null; private set; }

    public Dictionary<string, Location> Places { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<Finding> Findings => _findings;

    public static ChoiceDocument Read(string text)
    {
        ChoiceDocument document = new();
        var reading = JsonReader.Read(text);
        if (reading.SyntaxError is { } error) document._findings.Add(error);
        else if (reading.Value is JsonObject json) document.ReadRoot(json);
        else document.Error("NOT_AN_OBJECT", $"The file is {reading.Value!.TypeName}; write one object, with `compute` and `by`.", reading.Value.At);
        foreach (var twice in reading.Duplicates) document.Error("DUPLICATE_MEMBER", "This member stands here twice. Remove one.", twice.NameAt);
        return document;
    }

    private void ReadRoot(JsonObject json)
    {
        foreach (var other in json.Members.Where(m => !Members.Contains(m.Name))) Error("UNKNOWN_MEMBER", $"There is no member of this name here. There are {string.Join(", ", Members)}.", other.NameAt);
        var compute = Word<Compute>(json, "compute", required: true);
        var by = Word<Trigger>(json, "by", required: true);
        if (compute is not { } what || by is not { } way) return;

        var fargate = what is Compute.FargateTask or Compute.FargateService;
        var tasks = fargate || what is Compute.EcsOnInstances;
        var instances = what is Compute.Instance or Compute.InstanceGroup or Compute.EcsOnInstances or Compute.GameFleet;
        var several = what is Compute.FargateService or Compute.EcsOnInstances or Compute.InstanceGroup or Compute.GameFleet;
        var type = Type(json, what, instances);
        var cpu = Number(json, "cpu", what, tasks, 1, 16_384);
        var memory = Number(json, "memory", what, tasks || what is Compute.Lambda, 1, 122_880);
        var least = Number(json, "least", what, several, 1, 100);
        if (_findings.Count > 0) return;
        if (fargate && !FargateSizes.Offers(cpu!.Value, memory!.Value))
            Error("NO_SUCH_SIZE", $"Fargate has no task with {cpu} CPU units and {memory} MB. {(FargateSizes.Row(cpu!.Value) is { } row ? $"With {cpu} units there are {string.Join(", ", row.Memory)} MB" : $"CPU units are {string.Join(", ", FargateSizes.All.Select(s => s.Cpu))}")}.", Places[FargateSizes.Row(cpu.Value) is null ? "cpu" : "memory"]);
        else if (what is Compute.Lambda && memory is < 128 or > 10_240)
            Error("NO_SUCH_SIZE", "A function has 128 to 10,240 MB.", Places["memory"]);
        else if (way is Trigger.Stream or Trigger.Queue && what is Compute.FargateTask or Compute.GameFleet)
            Error("NO_SUCH_WAY", $"Nothing starts a {Kebab(what)} for each record of a stream or message of a queue here. Let a service or a function read it.", Places["by"]);
        else Choice = new(what, way, type, cpu ?? 0, memory ?? 0, least ?? 1);
    }

    private T? Word<T>(JsonObject json, string name, bool required) where T : struct, Enum
    {
        if (json.Find(name) is not { } member)
        {
            if (required) Error("MISSING_MEMBER", $"`{name}` is missing: it is one of {Words<T>()}.", json.At);
            return null;
        }
        Places[name] = member.Value.At;
        foreach (var value in Enum.GetValues<T>())
        {
            if (member.Value is JsonString { Value: var text } && text == JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString())) return value;
        }
        Error("WRONG_VALUE", $"`{name}` is one of {Words<T>()}.", member.Value.At);
        return null;
    }

    private string? Type(JsonObject json, Compute compute, bool takes)
    {
        if (!Stands(json, "type", compute, takes, "an instance type, such as m5.large", out var value)) return null;
        if (value is JsonString { Value: var name } && InstanceType.Find(name)?.Prices.GetValueOrDefault(ScenarioFacts.Region)?.OnDemand is not null) return name;
        Error("WRONG_VALUE", $"`type` is an instance type with a price in {ScenarioFacts.Region}, such as m5.large.", value!.At);
        return null;
    }

    private int? Number(JsonObject json, string name, Compute compute, bool takes, int from, int to)
    {
        if (!Stands(json, name, compute, takes, string.Create(CultureInfo.InvariantCulture, $"a whole number from {from} to {to:N0}"), out var value)) return null;
        if (value is JsonNumber number && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var read) && read >= from && read <= to) return read;
        Error("WRONG_VALUE", string.Create(CultureInfo.InvariantCulture, $"`{name}` is a whole number from {from} to {to:N0}, without quotes."), value!.At);
        return null;
    }

    private bool Stands(JsonObject json, string name, Compute compute, bool takes, string what, out JsonValue? value)
    {
        value = null;
        if (json.Find(name) is not { } member)
        {
            if (takes) Error("MISSING_MEMBER", $"`{name}` is missing: {Kebab(compute)} takes {what}.", json.At);
            return false;
        }
        Places[name] = member.Value.At;
        value = member.Value;
        if (!takes) Error("UNKNOWN_MEMBER", $"{Kebab(compute)} takes no `{name}`. Remove it.", member.NameAt);
        return takes;
    }

    private static string Words<T>() where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.KebabCaseLower.ConvertName));

    private static string Kebab(Compute compute) => JsonNamingPolicy.KebabCaseLower.ConvertName(compute.ToString());

    private void Error(string code, string details, Location at) => _findings.Add(new(FindingType.Error, code, details, at));
}
