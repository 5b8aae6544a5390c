using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

/// <summary>Reads a Condition block: operators, keys and values.</summary>
internal static class ConditionReader
{
    public static List<Condition> Read(JsonMember? member, bool variables, List<Unreadable> unreadable)
    {
        List<Condition> conditions = [];
        if (member is null) return conditions;
        if (member.Value is not JsonObject block)
        {
            unreadable.Add(new($"Condition is an object of operators, not {member.Value.TypeName}", member.Value.At));
            return conditions;
        }
        foreach (var entry in block.Members)
        {
            if (entry.Value is not JsonObject keys)
            {
                unreadable.Add(new($"the operator {entry.Name} holds an object of keys, not {entry.Value.TypeName}", entry.Value.At));
                continue;
            }
            var (qualifier, ifExists, found) = ConditionOperator.Parse(entry.Name);
            foreach (var key in keys.Members)
                conditions.Add(new(entry.Name, entry.NameAt, found, qualifier, ifExists, key.Name, key.NameAt, ReadValues(key.Value, found, variables, unreadable), key.Value.At));
            // An operator without keys asks nothing, unless nobody knows what it is.
            if (found is null && keys.Members.Count == 0) unreadable.Add(new($"there is no operator {entry.Name}", entry.NameAt));
        }
        return conditions;
    }

    private static List<ConditionValue> ReadValues(JsonValue value, ConditionOperator? found, bool variables, List<Unreadable> unreadable)
    {
        List<ConditionValue> values = [];
        foreach (var item in value is JsonArray list ? list.Items : [value])
        {
            if (TextOf(item) is not { } text)
            {
                unreadable.Add(new($"a condition's value is a string, a number or a Boolean, not {item.TypeName}", item.At));
                continue;
            }
            var allowed = variables && found is { TakesVariables: true };
            var pattern = Pattern.Read(text, item.At, allowed, found is { TakesWildcards: true });
            foreach (var mistake in pattern.VariableMistakes) unreadable.Add(new(mistake, item.At));
            var parsed = found?.Read(text);
            if (found is { ReadsValues: true } && parsed is null) unreadable.Add(new($"\"{text}\" is {found.Unfit}", item.At));
            values.Add(new(text, item.At, pattern, found is ArnOperator ? ArnPattern.Read(text, item.At, allowed) : null) { Parsed = parsed });
        }
        return values;
    }

    internal static string? TextOf(JsonValue value) => value switch
    {
        JsonString text => text.Value,
        JsonNumber number => number.Text,
        JsonBoolean boolean => boolean.Value ? "true" : "false",
        _ => null,
    };
}
