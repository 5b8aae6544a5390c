using System.Globalization;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Lambda.Costs;

namespace CloudCourse.Labs.FunctionCost;

/// <summary>A learner's file: <c>MemorySize</c>, <c>Timeout</c> and <c>Architectures</c>, as CreateFunction has them.</summary>
/// <seealso href="https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html"/>
internal sealed class SizeDocument
{
    private readonly List<Finding> _findings = [];

    /// <summary>Null while something stands in the way.</summary>
    public FunctionSize? Size { get => _findings.Count == 0 ? field : null; private set; }

    public Dictionary<string, Location> Places { get; } = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public static SizeDocument Read(string text)
    {
        SizeDocument document = new();
        var reading = JsonReader.Read(text);
        if (reading.SyntaxError is { } error) document._findings.Add(error);
        else if (reading.Value is JsonObject json) document.ReadRoot(json);
        else document.Error("NOT_AN_OBJECT", $"The file is {reading.Value!.TypeName}; write one object, with `MemorySize`, `Timeout` and `Architectures`.", reading.Value.At);
        foreach (var twice in reading.Duplicates) document.Error("DUPLICATE_MEMBER", "This member stands here twice. Remove one.", twice.NameAt);
        return document;
    }

    private void ReadRoot(JsonObject json)
    {
        foreach (var other in json.Members.Where(m => m.Name is not ("MemorySize" or "Timeout" or "Architectures")))
            Error("UNKNOWN_MEMBER", "Here the file takes `MemorySize`, `Timeout` and `Architectures`, and nothing else.", other.NameAt);
        var memory = Number(json, "MemorySize", 128, 10_240, 128, "MB");
        var timeout = Number(json, "Timeout", 1, 900, 3, "seconds");
        var architecture = Architecture(json);
        if (memory is { } mb && timeout is { } seconds && architecture is not null && _findings.Count == 0) Size = new(mb, seconds, architecture);
    }

    /// <summary>What is absent has Lambda's own default.</summary>
    private int? Number(JsonObject json, string name, int least, int most, int otherwise, string unit)
    {
        if (json.Find(name) is not { } member) return otherwise;
        Places[name] = member.Value.At;
        if (member.Value is JsonNumber number && int.TryParse(number.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most) return value;
        Error("WRONG_VALUE", string.Create(CultureInfo.InvariantCulture, $"`{name}` is a whole number of {unit}, from {least} to {most:N0}."), member.Value.At);
        return null;
    }

    private string? Architecture(JsonObject json)
    {
        if (json.Find("Architectures") is not { } member) return "x86_64";
        Places["Architectures"] = member.Value.At;
        if (member.Value is JsonArray { Items: [JsonString { Value: "x86_64" or "arm64" } one] }) return one.Value;
        Error("WRONG_VALUE", "`Architectures` is a list of one: [\"x86_64\"] or [\"arm64\"].", member.Value.At);
        return null;
    }

    private void Error(string code, string details, Location at) => _findings.Add(new(FindingType.Error, code, details, at));
}
