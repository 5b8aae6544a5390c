namespace CloudCourse.Simulation.CommandLine.JmesPath;

/// <summary>What the signs of an expression do with values.</summary>
internal static class JmesValues
{
    public static object? Member(object? value, string name) => value is OrderedDictionary<string, object?> members && members.TryGetValue(name, out var found) ? found : null;

    public static List<object?>? Values(object? value) => value is OrderedDictionary<string, object?> members ? [.. members.Values] : null;

    public static List<object?>? Flat(object? value) => value is List<object?> list ? [.. list.SelectMany(i => i is List<object?> inner ? inner : [i])] : null;

    public static object? At(object? value, int index) =>
        value is List<object?> list && (index < 0 ? index + list.Count : index) is var i && i >= 0 && i < list.Count ? list[i] : null;

    public static List<object?>? Slice(object? value, int? from, int? to, int step)
    {
        if (value is not List<object?> list) return null;
        var (start, end) = step > 0 ? (Bound(from ?? 0, 0, list.Count), Bound(to ?? list.Count, 0, list.Count)) : (Bound(from ?? list.Count - 1, -1, list.Count - 1), to is { } t ? Bound(t, -1, list.Count - 1) : -1);
        List<object?> part = [];
        for (long i = start; step > 0 ? i < end : i > end; i += step) part.Add(list[(int)i]);
        return part;

        int Bound(int i, int least, int most) => Math.Clamp(i < 0 ? i + list.Count : i, least, most);
    }

    /// <summary>False, null, and what is empty count as no.</summary>
    public static bool IsTrue(object? value) => value switch
    {
        null or false or "" => false,
        List<object?> list => list.Count > 0,
        OrderedDictionary<string, object?> members => members.Count > 0,
        _ => true,
    };

    /// <summary>Order is there between numbers only; else the answer is null. Of equal types of text, the command line's own library orders too: dates are compared so.</summary>
    public static object? Compare(string sign, object? left, object? right, JmesWork work)
    {
        if (sign is "==" or "!=") return Same(left, right, work) == (sign == "==");
        int? order = (left, right) switch
        {
            (long or double, long or double) => Number(left).CompareTo(Number(right)),
            (string a, string b) => string.CompareOrdinal(a, b),
            _ => null,
        };
        return order is not { } o ? null : sign switch { "<" => o < 0, "<=" => o <= 0, ">" => o > 0, _ => o >= 0 };
    }

    public static bool Same(object? left, object? right, JmesWork work)
    {
        work.Spend();
        return (left, right) switch
        {
            (long or double, long or double) => Number(left).Equals(Number(right)),
            (List<object?> a, List<object?> b) => a.Count == b.Count && a.Zip(b).All(p => Same(p.First, p.Second, work)),
            (OrderedDictionary<string, object?> a, OrderedDictionary<string, object?> b) => a.Count == b.Count && a.All(m => b.TryGetValue(m.Key, out var other) && Same(m.Value, other, work)),
            _ => Equals(left, right),
        };
    }

    public static double Number(object? value) => value is long whole ? whole : (double)value!;

    public static string TypeOf(object? value) => value switch
    {
        null => "null",
        bool => "boolean",
        string => "string",
        List<object?> => "array",
        OrderedDictionary<string, object?> => "object",
        Delegate => "expression",
        _ => "number",
    };
}
