using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CloudCourse.Simulation.Findings;
using Node = System.Text.Json.Nodes.JsonNode;
using NodeArray = System.Text.Json.Nodes.JsonArray;
using NodeObject = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Labs.SimulatedCloud.World;

/// <summary>
/// Results of earlier calls by name, and what <c>${name.Member[0].Member}</c> inside a string stands for. One pass: what comes in is
/// never looked through again.
/// </summary>
internal sealed partial class ResultNames
{
    /// <summary>In one input; a file of nothing else would grow beyond bounds.</summary>
    private const int MostPlaceholders = 200;
    private const int LongestValue = 2048;

    private readonly SortedDictionary<string, NodeObject?> _results = new(StringComparer.Ordinal);

    public static bool IsName(string text) => NameForm.IsMatch(text);

    /// <param name="output">Null for a call that was refused, or never made.</param>
    public void Add(string name, NodeObject? output) => _results[name] = output;

    /// <summary>What is wrong with a name, and where.</summary>
    public sealed record Problem(Location At, string Why);

    /// <summary>The input with every name replaced, or the first that stands for nothing. Places stay those of the text.</summary>
    public (JsonValue? Value, Problem? Problem) Fill(JsonValue value)
    {
        var left = MostPlaceholders;
        Problem? problem = null;
        var filled = Filled(value, ref left, ref problem);
        return problem is null ? (filled, null) : (null, problem);
    }

    /// <summary>As <see cref="Fill(JsonValue)"/>, for one text of a check's.</summary>
    public (string? Text, string? Why) Fill(string text)
    {
        var left = MostPlaceholders;
        Problem? problem = null;
        var filled = Text(text, Location.None, ref left, ref problem);
        return problem is null ? (filled, null) : (null, problem.Why);
    }

    /// <summary>The name that stands for a value in some result, as <c>${group.GroupId}</c>; null where no result has it.</summary>
    public string? NameOf(string value) => _results.Where(r => r.Value is not null).Select(r => PathTo(r.Value, value) is { } path ? $"${{{r.Key}{path}}}" : null)
        .FirstOrDefault(n => n is not null);

    private static string? PathTo(Node? node, string value) => node switch
    {
        NodeObject json => json.Select(m => PathTo(m.Value, value) is { } rest ? $".{m.Key}{rest}" : null).FirstOrDefault(p => p is not null),
        NodeArray list => list.Index().Select(i => PathTo(i.Item, value) is { } rest ? $"[{i.Index}]{rest}" : null).FirstOrDefault(p => p is not null),
        { } leaf when leaf.GetValueKind() is JsonValueKind.String && leaf.GetValue<string>() == value => "",
        _ => null,
    };

    private JsonValue Filled(JsonValue value, ref int left, ref Problem? problem)
    {
        switch (value)
        {
            case JsonString text when text.Value.Contains("${", StringComparison.Ordinal):
                return new JsonString(Text(text.Value, text.At, ref left, ref problem), text.At);
            case JsonArray list:
                List<JsonValue> items = new(list.Items.Count);
                foreach (var item in list.Items) items.Add(Filled(item, ref left, ref problem));
                return new JsonArray(items, list.At);
            case JsonObject json:
                List<JsonMember> members = new(json.Members.Count);
                foreach (var member in json.Members) members.Add(member with { Value = Filled(member.Value, ref left, ref problem) });
                return new JsonObject(members, json.At);
            default:
                return value;
        }
    }

    private string Text(string text, Location at, ref int left, ref Problem? problem)
    {
        StringBuilder filled = new();
        var end = 0;
        foreach (Match match in Placeholder.Matches(text))
        {
            if (problem is not null) return text;
            if (--left < 0)
            {
                problem = new(at, $"More than {MostPlaceholders} names of results stand in this input: write fewer.");
                return text;
            }
            var (value, why) = Value(match.Groups["name"].Value, match.Groups["path"].Value);
            if (why is not null) problem = new(at, why);
            filled.Append(text, end, match.Index - end).Append(value);
            end = match.Index + match.Length;
        }
        return filled.Append(text, end, text.Length - end).ToString();
    }

    private (string? Value, string? Why) Value(string name, string path)
    {
        if (!_results.TryGetValue(name, out var result))
        {
            var known = _results.Where(r => r.Value is not null).Select(r => r.Key).ToList();
            return (null, $"No earlier call has a result called \"{name}\". {(known.Count == 0 ? "There is none yet." : $"There are {string.Join(", ", known)}.")}");
        }
        if (result is null) return (null, $"It uses the result \"{name}\", and the call that gives it did not succeed.");
        Node? at = result;
        foreach (Match step in Step.Matches(path))
        {
            at = (at, step.Groups["index"].Success) switch
            {
                (NodeArray list, true) => int.Parse(step.Groups["index"].ValueSpan, CultureInfo.InvariantCulture) is var i && i < list.Count ? list[i] : null,
                (NodeObject json, false) => json[step.Groups["member"].Value],
                _ => null,
            };
            if (at is null) return (null, $"The result \"{name}\" has no \"{path.TrimStart('.')}\".{Has(result)}");
        }
        return at switch
        {
            NodeObject or NodeArray => (null, $"\"{name}{path}\" is {(at is NodeObject ? "an object" : "a list")}: name one value in it.{(at is NodeObject json ? Has(json) : "")}"),
            _ when at!.GetValueKind() is JsonValueKind.String => (Clip(at.GetValue<string>()), null),
            _ => (Clip(at.ToJsonString()), null),
        };
    }

    private static string Has(NodeObject json) => json.Count == 0 ? "" : $" It has {string.Join(", ", json.Take(12).Select(m => m.Key))}.";

    private static string Clip(string text) => text.Length <= LongestValue ? text : text[..LongestValue];

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z][A-Za-z0-9]{0,40})(?<path>(\.[A-Za-z][A-Za-z0-9]{0,60}|\[[0-9]{1,4}\]){0,12})\}", RegexOptions.ExplicitCapture)]
    private static partial Regex Placeholder { get; }

    [GeneratedRegex(@"\.(?<member>[A-Za-z0-9]+)|\[(?<index>[0-9]+)\]", RegexOptions.ExplicitCapture)]
    private static partial Regex Step { get; }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9]{0,40}\z")]
    private static partial Regex NameForm { get; }
}
