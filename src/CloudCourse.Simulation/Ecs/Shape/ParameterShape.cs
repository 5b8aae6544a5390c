using System.Text.Json;
using System.Text.RegularExpressions;

namespace CloudCourse.Simulation.Ecs.Shape;

/// <summary>What RegisterTaskDefinition accepts, member by member, as AWS's clients know it.</summary>
public abstract record ParameterShape
{
    /// <summary>RegisterTaskDefinition's whole input.</summary>
    public static StructureShape RegisterTaskDefinition { get; } = Load();

    private static StructureShape Load()
    {
        using var stream = typeof(ParameterShape).Assembly
            .GetManifestResourceStream("CloudCourse.Simulation.Ecs.Facts.register-task-definition.json")!;
        using var document = JsonDocument.Parse(stream);
        return (StructureShape)Parse(document.RootElement.GetProperty("input"));
    }

    private static ParameterShape Parse(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => new StructureShape([.. json.EnumerateObject()
            .Select(m => new MemberShape(m.Name.TrimEnd('!'), m.Name.EndsWith('!'), Parse(m.Value)))]),
        JsonValueKind.Array => new ListShape(Parse(json[0])),
        _ => ScalarShape.Parse(json.GetString()!),
    };
}

public sealed record MemberShape(string Name, bool Required, ParameterShape Shape);

public sealed record StructureShape : ParameterShape
{
    private readonly Dictionary<string, MemberShape> _byName;

    public StructureShape(IReadOnlyList<MemberShape> members)
    {
        Members = members;
        _byName = members.ToDictionary(m => m.Name, StringComparer.Ordinal);
    }

    /// <summary>In the order in which AWS's messages list them.</summary>
    public IReadOnlyList<MemberShape> Members { get; }

    public MemberShape? Find(string name) => _byName.GetValueOrDefault(name);
}

public sealed record ListShape(ParameterShape Item) : ParameterShape;

public enum ScalarType { String, Integer, Boolean, Map }

/// <param name="Values">The known values of an enumeration; AWS's clients do not check them, the service does.</param>
/// <param name="MinLength">The clients check the least length only.</param>
public sealed partial record ScalarShape(ScalarType Type, IReadOnlyList<string> Values, int? MinLength, int? MaxLength) : ParameterShape
{
    internal static ScalarShape Parse(string notation)
    {
        var match = Notation.Match(notation);
        return new(
            Enum.Parse<ScalarType>(match.Groups["type"].Value, ignoreCase: true),
            match.Groups["values"] is { Success: true } values ? values.Value.Split('|') : [],
            match.Groups["min"] is { Success: true } min ? int.Parse(min.ValueSpan) : null,
            match.Groups["max"] is { Success: true } max ? int.Parse(max.ValueSpan) : null);
    }

    [GeneratedRegex(@"\A(?<type>[a-z]+)(\((?<values>[^)]*)\))?(\{(?<min>\d+),(?<max>\d+)\})?\z")]
    private static partial Regex Notation { get; }
}
