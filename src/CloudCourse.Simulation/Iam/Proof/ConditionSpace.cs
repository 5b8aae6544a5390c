using System.Globalization;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>Values of one condition key that stand for all: one for each way in which the policies' conditions can come out.</summary>
internal static class ConditionSpace
{
    /// <summary>Keys that every signed request has.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html"/>
    private static readonly HashSet<string> AlwaysThere = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType", "aws:PrincipalIsAWSService", "aws:userid", "aws:ResourceAccount",
        "aws:CurrentTime", "aws:EpochTime", "aws:SecureTransport", "aws:RequestedRegion", "aws:ViaAWSService",
    };

    /// <summary>Null stands for a request without the key.</summary>
    /// <param name="bound">What the variables in the conditions stand for.</param>
    public static List<string[]?> Values(string key, IReadOnlyList<Condition> conditions, RequestContext bound, WorkBudget work)
    {
        List<string> singles;
        try
        {
            singles = [.. Singles(key, conditions, bound, work).Distinct(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new UndecidedException($"a number or a date of {key} that has no next one");
        }
        List<string[]?> values = [.. singles.Select(s => new[] { s })];
        if (!AlwaysThere.Contains(key)) values.Add(null);

        // One value for each condition is enough to make it true or false, so larger sets come out like smaller ones.
        var most = Math.Min(conditions.Count(c => c.Qualifier is not SetQualifier.None), singles.Count);
        if (most > 1)
        {
            for (var size = 2; size <= most; size++) values.AddRange(Sets([.. singles.Where(s => s.Length > 0)], size, work, key));
        }
        return values;
    }

    private static IEnumerable<string> Singles(string key, IReadOnlyList<Condition> conditions, RequestContext bound, WorkBudget work)
    {
        var real = conditions.Where(c => c.Operator is not NullOperator).ToList();
        var kinds = real.Select(c => c.Operator switch
        {
            StringOperator or ArnOperator => "text",
            var op => op!.GetType().Name,
        }).Distinct().ToList();
        if (kinds.Count > 1 || kinds.Contains(nameof(BinaryOperator))) throw new UndecidedException($"conditions of these types together on {key}");
        return (real.FirstOrDefault()?.Operator) switch
        {
            null => ["x"],
            BoolOperator => ["true", "false"],
            NumericOperator => Points(Numbers(real, t => NumericOperator.Number(t)), (a, b) => (a + b) / 2, n => n - 1, n => n + 1).Select(n => n.ToString(CultureInfo.InvariantCulture)),
            DateOperator => Points(Numbers(real, t => DateOperator.Date(t)), (a, b) => a + (b - a) / 2, d => d.AddSeconds(-1), d => d.AddSeconds(1))
                .Select(d => d.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)),
            IpOperator => Addresses(key, real),
            _ => Texts(key, real, bound, work),
        };
    }

    private static List<T> Numbers<T>(List<Condition> conditions, Func<string, T?> read) where T : struct =>
        [.. conditions.SelectMany(c => c.Values).Select(v => read(v.Text)).OfType<T>().Distinct().Order()];

    /// <summary>The points themselves, one between each two, and one beyond either end.</summary>
    private static IEnumerable<T> Points<T>(List<T> points, Func<T, T, T> between, Func<T, T> before, Func<T, T> after) where T : struct
    {
        if (points.Count == 0) throw new UndecidedException("a condition whose values cannot be read");
        yield return before(points[0]);
        for (var i = 0; i < points.Count; i++)
        {
            yield return points[i];
            if (i + 1 < points.Count) yield return between(points[i], points[i + 1]);
        }
        yield return after(points[^1]);
    }

    /// <summary>Ranges contain each other or have nothing in common, so their edges and what lies next to them tell all.</summary>
    private static IEnumerable<string> Addresses(string key, List<Condition> conditions)
    {
        foreach (var value in conditions.SelectMany(c => c.Values))
        {
            var range = IpRange.Read(value.Text)?.Network ?? throw new UndecidedException($"\"{value.Text}\" as an address of {key}");
            var width = range.IsV6 ? 128 : 32;
            var largest = range.IsV6 ? UInt128.MaxValue : uint.MaxValue;
            var end = range.Prefix == width ? range.Bits : range.Bits | ((UInt128.One << (width - range.Prefix)) - 1);
            yield return Address(range.Bits);
            yield return Address(end);
            if (range.Bits > 0) yield return Address(range.Bits - 1);
            if (end < largest) yield return Address(end + 1);

            string Address(UInt128 bits) => (range with { Bits = bits, Prefix = width }).ToString().Split('/')[0];
        }
        yield return "203.0.113.1";
        yield return "2001:db8::1";
    }

    private static List<string> Texts(string key, List<Condition> conditions, RequestContext bound, WorkBudget work)
    {
        List<PatternCodes> patterns = [];
        foreach (var condition in conditions)
        {
            foreach (var value in condition.Values)
            {
                if (value.ArnPattern is { } arn) patterns.Add(PatternCodes.Arn(arn, bound));
                else patterns.Add(PatternCodes.Text(value.Pattern.Expand(bound, out _) ?? [], condition.Operator!.Name.EndsWith("IgnoreCase", StringComparison.Ordinal)));
            }
        }
        Dictionary<string, string> found = [];
        // An ARN operator sees whether a text has an ARN's six parts, so the colons are counted.
        new PatternSpace(patterns, $"the patterns of {key} together", work).Walk((colons, c) => c == ':' ? Math.Min(colons + 1, 5) : colons, _ => true, ":",
            (text, fits) => found.TryAdd(string.Concat(fits.Select(f => f ? '1' : '0')) + (text.Length == 0 ? "-" : ""), text));
        return [.. found.Values];
    }

    private static IEnumerable<string[]> Sets(List<string> singles, int size, WorkBudget work, string key)
    {
        var chosen = new int[size];
        for (var i = 0; i < size; i++) chosen[i] = i;
        if (size > singles.Count) yield break;
        for (var count = 0; ; count++)
        {
            if (count > 2_000) throw new UndecidedException($"the sets of values of {key}");
            work.Spend(size);
            yield return [.. chosen.Select(i => singles[i])];
            var at = size - 1;
            while (at >= 0 && chosen[at] == singles.Count - size + at) at--;
            if (at < 0) yield break;
            chosen[at]++;
            for (var i = at + 1; i < size; i++) chosen[i] = chosen[i - 1] + 1;
        }
    }
}
