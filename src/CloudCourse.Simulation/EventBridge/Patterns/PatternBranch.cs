using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.EventBridge.Patterns;

/// <param name="MayBeAbsent">The path may lead to no value at all (<c>"exists": false</c>).</param>
internal sealed record PatternField(string Path, IReadOnlyList<ValueTest> Tests, bool MayBeAbsent);

/// <summary>One way to satisfy a pattern: the fields that must all hold. A pattern without <c>$or</c> has one.</summary>
internal sealed class PatternBranch
{
    private readonly IReadOnlyList<PatternField> _fields;
    private readonly bool _asksForAbsence;
    private readonly Step _root = new();

    public PatternBranch(IReadOnlyList<PatternField> fields)
    {
        _fields = fields;
        for (var i = 0; i < fields.Count; i++)
        {
            var step = _root;
            foreach (var name in fields[i].Path.Split('.')) step = step.Next(name);
            step.Field = i;
            _asksForAbsence |= fields[i].MayBeAbsent;
        }
    }

    public bool Matches(JsonObject theEvent)
    {
        HashSet<int>? absent = null;
        if (_asksForAbsence)
        {
            for (var i = 0; i < _fields.Count; i++)
            {
                if (_fields[i].MayBeAbsent && !HasValue(theEvent, _fields[i].Path)) (absent ??= []).Add(i);
            }
        }
        return Holds(_root, theEvent, absent);
    }

    /// <summary>Whether everything from this step on holds for a part of the event.</summary>
    private bool Holds(Step step, JsonValue value, HashSet<int>? absent)
    {
        if (step.IsSettled(absent)) return true;
        switch (value)
        {
            case JsonArray list:
                foreach (var item in list.Items)
                {
                    if (Holds(step, item, absent)) return true;
                }
                return false;
            case JsonObject json:
                if (step.Field is { } here && absent?.Contains(here) != true) return false;
                foreach (var (name, next) in step.Steps)
                {
                    if (!next.IsSettled(absent) && !HoldsBelow(next, json, name, absent)) return false;
                }
                return true;
            default:
                if (step.Field is not { } field || !(absent?.Contains(field) == true || _fields[field].Tests.Any(t => t.Holds(value)))) return false;
                return step.Steps.Values.All(s => s.IsSettled(absent));
        }
    }

    /// <summary>Goes to a member by its name, or by more steps at once where the event's own names have dots.</summary>
    private bool HoldsBelow(Step step, JsonObject json, string path, HashSet<int>? absent)
    {
        if (json.Last(path) is { } member && Holds(step, member.Value, absent)) return true;
        if (!HasDotted(json, path)) return false;
        if (step.Field is { } field && absent?.Contains(field) != true) return false;
        foreach (var (name, next) in step.Steps)
        {
            if (!next.IsSettled(absent) && !HoldsBelow(next, json, $"{path}.{name}", absent) && !(json.Last(path) is { Value: JsonObject below } && HoldsBelow(next, below, name, absent))) return false;
        }
        return step.Steps.Count > 0;
    }

    private static bool HasDotted(JsonObject json, string path) =>
        json.Members.Any(m => m.Name.Length > path.Length && m.Name[path.Length] == '.' && m.Name.StartsWith(path, StringComparison.Ordinal));

    /// <summary>Whether a path leads to a text, number, true, false or null, through whatever element of whatever list.</summary>
    private static bool HasValue(JsonValue value, ReadOnlySpan<char> path)
    {
        switch (value)
        {
            case JsonArray list:
                foreach (var item in list.Items)
                {
                    if (HasValue(item, path)) return true;
                }
                return false;
            case JsonObject json:
                if (path.IsEmpty) return false;
                foreach (var member in json.Members)
                {
                    if (!path.StartsWith(member.Name)) continue;
                    var rest = path[member.Name.Length..];
                    if (!rest.IsEmpty && rest[0] != '.') continue;
                    if (HasValue(member.Value, rest.IsEmpty ? rest : rest[1..])) return true;
                }
                return false;
            default:
                return path.IsEmpty;
        }
    }

    /// <summary>A name on the way to fields.</summary>
    private sealed class Step
    {
        public Dictionary<string, Step> Steps { get; } = new(StringComparer.Ordinal);

        /// <summary>The field whose path ends here.</summary>
        public int? Field { get; set; }

        public Step Next(string name) => Steps.TryGetValue(name, out var next) ? next : Steps[name] = new();

        /// <summary>All that is asked for from here on is satisfied by being absent.</summary>
        public bool IsSettled(HashSet<int>? absent) =>
            absent is not null && (Field is not { } field || absent.Contains(field)) && Steps.Values.All(s => s.IsSettled(absent));
    }
}
