using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CloudCourse.Simulation.Shapes;

/// <summary>What an operation takes or gives, member by member, as AWS's clients know it.</summary>
public abstract class ParameterShape
{
    /// <summary>The input in an embedded file that describes a single operation.</summary>
    internal static StructureShape LoadInput(string resource)
    {
        using var document = Embedded(resource);
        return (StructureShape)Parse(document.RootElement.GetProperty("input").Clone(), _ => throw new InvalidOperationException($"{resource} refers to a shape."));
    }

    internal static JsonDocument Embedded(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"There is no embedded file {resource}.");
        return JsonDocument.Parse(stream);
    }

    /// <param name="named">Finds the structure that <c>@Name</c> stands for.</param>
    internal static ParameterShape Parse(JsonElement json, Func<string, ParameterShape> named) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty("*", out var value) => new MapShape(Parse(value, named)),
        JsonValueKind.Object => new StructureShape(() => Members(json, named)),
        JsonValueKind.Array => new ListShape(Parse(json[0], named)),
        _ when json.GetString() is ['@', .. var name] => named(name),
        _ => ScalarShape.Parse(json.GetString()!),
    };

    private static MemberShape[] Members(JsonElement json, Func<string, ParameterShape> named) =>
        [.. json.EnumerateObject().Select(m => new MemberShape(m.Name.TrimEnd('!'), m.Name.EndsWith('!'), Parse(m.Value, named)))];
}

public sealed record MemberShape(string Name, bool Required, ParameterShape Shape);

/// <summary>Compared by identity: a structure's members may lead back to itself.</summary>
public sealed class StructureShape : ParameterShape
{
    private readonly Lazy<IReadOnlyList<MemberShape>> _members;
    private readonly Lazy<Dictionary<string, MemberShape>> _byName;
    private readonly Lazy<string[]> _required;

    internal StructureShape(Func<IReadOnlyList<MemberShape>> members)
    {
        _members = new(members);
        _byName = new(() => Members.ToDictionary(m => m.Name, StringComparer.Ordinal));
        _required = new(() => [.. Members.Where(m => m.Required).Select(m => m.Name)]);
    }

    /// <summary>In the order in which AWS's messages list them.</summary>
    public IReadOnlyList<MemberShape> Members => _members.Value;

    internal IReadOnlyList<string> Required => _required.Value;

    public MemberShape? Find(string name) => _byName.Value.GetValueOrDefault(name);
}

public sealed class ListShape(ParameterShape item) : ParameterShape
{
    public ParameterShape Item => item;
}

/// <summary>Keys are strings.</summary>
public sealed class MapShape(ParameterShape value) : ParameterShape
{
    public ParameterShape Value => value;
}

public enum ScalarType { String, Integer, Long, Float, Double, Boolean, Timestamp, Blob, Stream, Document }

/// <param name="values">The known values of an enumeration; AWS's clients do not check them, the service does.</param>
/// <param name="minLength">The clients check the least length only.</param>
public sealed partial class ScalarShape(ScalarType type, IReadOnlyList<string> values, int? minLength, int? maxLength) : ParameterShape
{
    public ScalarType Type => type;
    public IReadOnlyList<string> Values => values;
    public int? MinLength => minLength;
    public int? MaxLength => maxLength;

    internal static ParameterShape Parse(string notation)
    {
        var match = Notation.Match(notation);
        if (match.Groups["type"].Value == "map") return new MapShape(new ScalarShape(ScalarType.String, [], null, null));
        return new ScalarShape(
            Enum.Parse<ScalarType>(match.Groups["type"].Value, ignoreCase: true),
            match.Groups["values"] is { Success: true } values ? values.Value.Split('|') : [],
            match.Groups["min"] is { Success: true } min ? int.Parse(min.ValueSpan) : null,
            match.Groups["max"] is { Success: true } max ? int.Parse(max.ValueSpan) : null);
    }

    [GeneratedRegex(@"\A(?<type>[a-z]+)(\((?<values>[^)]*)\))?(\{(?<min>\d+),(?<max>\d+)\})?\z")]
    private static partial Regex Notation { get; }
}
