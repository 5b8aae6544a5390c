using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace CloudCourse.Course.Reading;

/// <summary>
/// A YAML mapping read strictly, member by member. Every wrong member is a problem with its place and gives a default, so
/// that reading goes on; <see cref="Finish"/> reports the members nobody asked for.
/// </summary>
internal sealed partial class YamlObject
{
    private readonly YamlMappingNode _node;
    private readonly YamlSource _source;
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public YamlObject(YamlMappingNode node, YamlSource source)
    {
        _node = node;
        _source = source;
    }

    public bool Has(string name) => Peek(name) is not null;

    public string Text(string name)
    {
        if (Require(name) is not { } node) return "";
        return TextOf(node, name) ?? "";
    }

    public string? OptionalText(string name) => Find(name) is { } node ? TextOf(node, name) : null;

    public Guid Uuid(string name)
    {
        var text = Text(name);
        if (text.Length == 0) return Guid.Empty;
        if (Guid.TryParseExact(text, "D", out var id) && id != Guid.Empty) return id;
        Problem(name, $"`{text}` is not a UUID. Write a new one, such as the output of `uuidgen`, and never change it again.");
        return Guid.Empty;
    }

    public string Slug(string name)
    {
        var text = Text(name);
        if (text.Length > 0 && !SlugSyntax.IsMatch(text))
            Problem(name, $"`{text}` is not a slug: write lower-case letters, digits and single hyphens, such as `first-handler`.");
        return text;
    }

    public int Integer(string name, int min, int max, int? byDefault = null)
    {
        if ((byDefault is null ? Require(name) : Find(name)) is not { } node) return byDefault ?? min;
        if (node is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text }
            && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        _source.Problem(node, $"`{name}` is {YamlSource.Describe(node)}; it takes a whole number from {min} to {max}.");
        return byDefault ?? min;
    }

    public decimal Decimal(string name, decimal min, decimal max, decimal? byDefault = null)
    {
        if ((byDefault is null ? Require(name) : Find(name)) is not { } node) return byDefault ?? min;
        if (node is YamlScalarNode { Style: ScalarStyle.Plain, Value: { } text }
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
            return value;
        _source.Problem(node, $"`{name}` is {YamlSource.Describe(node)}; it takes a number from {min.ToString(CultureInfo.InvariantCulture)} to {max.ToString(CultureInfo.InvariantCulture)}.");
        return byDefault ?? min;
    }

    public bool Boolean(string name, bool? byDefault = null)
    {
        if ((byDefault is null ? Require(name) : Find(name)) is not { } node) return byDefault ?? false;
        if (node is YamlScalarNode { Style: ScalarStyle.Plain, Value: "true" }) return true;
        if (node is not YamlScalarNode { Style: ScalarStyle.Plain, Value: "false" })
            _source.Problem(node, $"`{name}` is {YamlSource.Describe(node)}; it takes `true` or `false`.");
        return false;
    }

    /// <summary>One of an enumeration's words, in lower case.</summary>
    public T Word<T>(string name) where T : struct, Enum
    {
        var text = Text(name);
        foreach (var value in Enum.GetValues<T>())
        {
            if (value.ToString().ToLowerInvariant() == text) return value;
        }
        if (text.Length > 0)
        {
            var words = string.Join(", ", Enum.GetNames<T>().Select(n => $"`{n.ToLowerInvariant()}`"));
            Problem(name, $"`{text}` is not one of {words}.");
        }
        return default;
    }

    public IReadOnlyList<string> Texts(string name, bool required = false)
    {
        List<string> texts = [];
        foreach (var item in Items(name, required))
        {
            if (TextOf(item, name) is not { } text) continue;
            if (texts.Contains(text)) _source.Problem(item, $"`{text}` stands twice in `{name}`; remove one.");
            else texts.Add(text);
        }
        return texts;
    }

    public IReadOnlyList<YamlObject> Objects(string name, bool required = true)
    {
        List<YamlObject> objects = [];
        foreach (var item in Items(name, required))
        {
            if (item is YamlMappingNode mapping) objects.Add(new(mapping, _source));
            else _source.Problem(item, $"An item of `{name}` is {YamlSource.Describe(item)}; each takes members (`name: value`).");
        }
        return objects;
    }

    public YamlObject? Object(string name, bool required = false)
    {
        if ((required ? Require(name) : Find(name)) is not { } node) return null;
        if (node is YamlMappingNode mapping) return new(mapping, _source);
        _source.Problem(node, $"`{name}` is {YamlSource.Describe(node)}; it takes members (`name: value`).");
        return null;
    }

    /// <summary>Texts by name, in the file's order; empty where the member is missing, which is a problem.</summary>
    public IReadOnlyDictionary<string, string> TextsByName(string name)
    {
        Dictionary<string, string> texts = new(StringComparer.Ordinal);
        if (Object(name, required: true) is not { } map) return texts;
        foreach (var (key, value) in map._node.Children)
        {
            if (TextOf(key, name) is { } k && TextOf(value, $"{name}: {k}") is { } v) texts[k] = v;
        }
        return texts;
    }

    /// <summary>As <see cref="TextsByName"/>, with the place of each name; empty where the member is missing or holds nothing.</summary>
    public IReadOnlyList<(string Name, string Text, int Line, int Column)> PlacedTexts(string name)
    {
        if (Find(name) is YamlScalarNode scalar && (YamlJson.IsNull(scalar) || scalar.Value is "")) return [];
        List<(string, string, int, int)> texts = [];
        if (Object(name) is not { } map) return [];
        foreach (var (key, value) in map._node.Children)
        {
            if (TextOf(key, name) is not { } k || TextOf(value, $"{name}: {k}") is not { } v) continue;
            var (line, column) = _source.Place(key);
            texts.Add((k, v, line, column));
        }
        return texts;
    }

    /// <summary>Any YAML as JSON; an empty object where the member is absent.</summary>
    public JsonElement Json(string name)
    {
        if (Find(name) is not { } node) return JsonElement.Parse("{}");
        var json = YamlJson.Convert(node, out var fault);
        if (fault is not null) _source.Problem(fault, $"`{name}` goes more than {YamlJson.Deepest} levels deep or holds more than {YamlJson.MostValues} values here; an alias (`*…`) counts with all that it stands for.");
        return json;
    }

    public void Finish()
    {
        foreach (var key in _node.Children.Keys)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (_known.Contains(name)) continue;
            var like = Spelling.Nearest(name, _known);
            _source.Problem(key, like is null
                ? $"There is no member `{name}` here; remove it. Members: {string.Join(", ", _known.Order(StringComparer.Ordinal))}."
                : $"There is no member `{name}` here; `{like}` is meant, or remove it.");
        }
    }

    /// <summary>Points at a member, or at the object where the member is absent.</summary>
    public void Problem(string? name, string message) => _source.Problem(name is null ? _node : Peek(name) ?? _node, message);

    public (int Line, int Column) Place(string? name = null) => _source.Place(name is null ? _node : Peek(name) ?? _node);

    private IEnumerable<YamlNode> Items(string name, bool required)
    {
        if ((required ? Require(name) : Find(name)) is not { } node) return [];
        if (node is YamlSequenceNode sequence)
        {
            if (required && sequence.Children.Count == 0) _source.Problem(node, $"`{name}` is an empty list; it takes at least one item.");
            return sequence.Children;
        }
        _source.Problem(node, $"`{name}` is {YamlSource.Describe(node)}; it takes a list (`- …` or `[…]`).");
        return [];
    }

    private string? TextOf(YamlNode node, string name)
    {
        if (node is YamlScalarNode { Value: { } text } scalar && !YamlJson.IsNull(scalar) && !string.IsNullOrWhiteSpace(text)) return text.Trim();
        _source.Problem(node, $"`{name}` is {YamlSource.Describe(node)}; it takes text.");
        return null;
    }

    private YamlNode? Require(string name)
    {
        if (Find(name) is { } node) return node;
        _source.Problem(_node, $"`{name}` is missing here; add it.");
        return null;
    }

    private YamlNode? Find(string name)
    {
        _known.Add(name);
        return Peek(name);
    }

    private YamlNode? Peek(string name) => _node.Children.TryGetValue(new YamlScalarNode(name), out var node) ? node : null;

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex SlugSyntax { get; }
}
