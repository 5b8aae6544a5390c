using System.Globalization;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.EventBridge.Routing;

/// <summary>The part of JSON path that EventBridge takes: names after dots, indices of lists, and <c>*</c>.</summary>
/// <seealso href="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html"/>
internal sealed class EventPath
{
    private readonly IReadOnlyList<object> _steps;

    private EventPath(IReadOnlyList<object> steps) => _steps = steps;

    private static readonly object Any = new();

    /// <summary>Null for what is no path.</summary>
    public static EventPath? Read(string text)
    {
        if (text.Length is 0 or > 256 || text[0] != '$') return null;
        List<object> steps = [];
        for (var at = 1; at < text.Length;)
        {
            if (text[at] == '.')
            {
                var end = at + 1;
                while (end < text.Length && text[end] is not ('.' or '[')) end++;
                var name = text[(at + 1)..end];
                if (name.Length == 0 || !name.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '*' or '/' or ':' or '@')) return null;
                steps.Add(name == "*" ? Any : name);
                at = end;
            }
            else if (text[at] == '[' && text.IndexOf(']', at) is > 0 and var close)
            {
                var inside = text[(at + 1)..close];
                if (inside == "*") steps.Add(Any);
                else if (inside.Length > 2 && inside[0] is '\'' or '"' && inside[^1] == inside[0]) steps.Add(inside[1..^1]);
                else if (int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index)) steps.Add(index);
                else return null;
                at = close + 1;
            }
            else return null;
        }
        return new(steps);
    }

    /// <summary>What the path leads to; of several things a list. Null for nothing.</summary>
    public JsonValue? Find(JsonValue value)
    {
        List<JsonValue> here = [value];
        var isMany = false;
        foreach (var step in _steps)
        {
            List<JsonValue> next = [];
            foreach (var one in here)
            {
                switch (step, one)
                {
                    case (string name, JsonObject json) when json.Last(name) is { } member: next.Add(member.Value); break;
                    case (int index, JsonArray list) when index < list.Items.Count: next.Add(list.Items[index]); break;
                    case (not (string or int), JsonArray list): next.AddRange(list.Items); break;
                    case (not (string or int), JsonObject json): next.AddRange(json.AsDictionary().Values.Select(m => m.Value)); break;
                }
            }
            isMany |= step == Any;
            here = next;
        }
        return isMany ? new JsonArray(here, value.At) : here.Count > 0 ? here[0] : null;
    }
}
