using System.Globalization;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>Values of one condition key that stand for all: one for each way in which the conditions on it can come out.</summary>
internal static class KeySpace
{
    private const int MostConditions = 60, MostSets = 4_096;

    /// <summary>How one value, or one set of values, meets the conditions: two bits for each.</summary>
    private readonly record struct Outcome(UInt128 Bits)
    {
        public Match this[int condition] => (Match)(int)(uint)(Bits >> (2 * condition) & 3);
        public Outcome With(int condition, Match match) => new(Bits | (UInt128)(uint)match << (2 * condition));
    }

    /// <param name="singles">The texts that a single value can be; null to work them out.</param>
    /// <param name="beside">The other keys asked for.</param>
    /// <param name="keep">Which values count; null for all.</param>
    public static List<Choice> Choices(
        SliceKey key, IReadOnlyList<SliceKey> beside, RequestContext bound, IReadOnlyList<string>? singles, Doubts doubts, WorkBudget work,
        Func<string, string[]?, bool>? keep = null)
    {
        if (key.Conditions.Count > MostConditions) throw new UndecidedException($"more than {MostConditions} different conditions on {key.Name} for one action");
        var tags = KeyTies.TagsBeside(key.Name, beside);
        singles ??= [.. Singles(key, bound, doubts, work).Concat(tags).Distinct(StringComparer.Ordinal)];
        Dictionary<(Outcome, int), string[]?> found = [];
        List<(Outcome Outcome, int Trait, string[] Values)> open = [];
        foreach (var text in singles)
        {
            string[] values = [text];
            var outcome = Meet(key, values, bound, work);
            if (Add(outcome, values)) open.Add((outcome, KeyTies.TraitOf(key.Name, values, tags), values));
        }
        if (!KeyTies.IsAlwaysThere(key.Name)) Add(Meet(key, null, bound, work), null);
        if ((KeyTies.HasSeveral(key.Name) ?? key.Conditions.Exists(c => c.Condition.Qualifier is not SetQualifier.None)) && open.Count > 0)
        {
            // Whatever larger sets can do, sets built up value by value do; new outcomes are few.
            List<(Outcome Outcome, int Trait, string[] Values)> ones = [.. open.Where(o => o.Values[0].Length > 0)];
            var forOne = key.Conditions.Exists(c => c.Condition is { Qualifier: SetQualifier.None, Operator: not NullOperator });
            open = [.. ones];
            for (var at = 0; at < open.Count; at++)
            {
                foreach (var one in ones)
                {
                    work.Spend(4 + key.Conditions.Count);
                    // Two values of one class are more than one value, which operators for one see; any two will do, so the same stands for both.
                    if (open[at].Values.Contains(one.Values[0]) && !(forOne && open[at].Values.Length == 1)) continue;
                    string[] values = [.. open[at].Values, one.Values[0]];
                    var outcome = Together(key, open[at].Outcome, one.Outcome);
                    if (!Add(outcome, values)) continue;
                    open.Add((outcome, 0, values));
                    if (open.Count > MostSets) throw new UndecidedException($"the sets of values of {key.Name}");
                }
            }
        }
        return [.. found.Select(f => ToChoice(key, f.Key.Item1, f.Key.Item2 is KeyTies.Nobodys ? KeyTies.TraitOf(key.Name, null, tags) : f.Key.Item2, f.Value, bound, work))];

        bool Add(Outcome outcome, string[]? values) => keep?.Invoke(key.Name, values) != false && found.TryAdd((outcome, TraitOf(values)), values);

        // Callers without credentials have the key missing or not at all, also where its absence and some value come to the same.
        int TraitOf(string[]? values) => values is null && KeyTies.NeedsCredentials(key.Name) ? KeyTies.Nobodys : KeyTies.TraitOf(key.Name, values, tags);
    }

    /// <summary>What these very values do.</summary>
    public static Choice Of(SliceKey key, string[]? values, RequestContext bound, WorkBudget work) =>
        ToChoice(key, Meet(key, values, bound, work), KeyTies.TraitOf(key.Name, values, []), values, bound, work);

    /// <summary>The time is one, whichever key asks for it.</summary>
    public static List<Choice> Times(SliceKey now, SliceKey epoch, RequestContext bound, WorkBudget work)
    {
        var texts = now.Conditions.Concat(epoch.Conditions).Where(c => c.Condition.Operator is not NullOperator).ToList();
        if (texts.Exists(c => c.Condition.Operator is not (DateOperator or NumericOperator))) throw new UndecidedException($"conditions on {KeyTies.Now} and {KeyTies.Epoch} that compare texts");
        var points = texts.SelectMany(c => c.Condition.Values).Select(v => DateOperator.Date(v.Text)).OfType<DateTimeOffset>().Distinct().Order().ToList();
        Dictionary<(Outcome, Outcome), Choice> found = [];
        foreach (var at in Guarded(now.Name, () => Points(points, DateTimeOffset.UnixEpoch, (a, b) => a + (b - a) / 2, d => d.AddSeconds(-1), d => d.AddSeconds(1)).ToList()))
        {
            string[] date = [Text(at)], seconds = [at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)];
            var (first, second) = (Meet(now, date, bound, work), Meet(epoch, seconds, bound, work));
            var (a, b) = (ToChoice(now, first, 0, date, bound, work), ToChoice(epoch, second, 0, seconds, bound, work));
            found.TryAdd((first, second), new(a.Out | b.Out, a.Doubt | b.Doubt, [.. a.Sets, .. b.Sets], 0, a.Why ?? b.Why));
        }
        return [.. found.Values];
    }

    /// <summary>The patterns of the conditions that compare texts, with variables bound.</summary>
    public static IEnumerable<WalkPattern> Patterns(SliceKey key, RequestContext bound, int section = 0)
    {
        foreach (var (condition, _) in key.Conditions)
        {
            foreach (var value in condition.Values)
            {
                var codes = condition.Operator switch
                {
                    ArnOperator => value.ArnPattern!.IsReadable ? PatternCodes.Arn(value.ArnPattern, bound) : null,
                    StringOperator => value.Pattern.Expand(bound, out _),
                    BoolOperator => PatternCodes.Plain(value.Text),
                    _ => null,
                };
                if (codes is not null)
                    yield return new(PatternCodes.Normal(codes), condition.Operator is BoolOperator || condition.Operator!.Name.EndsWith("IgnoreCase", StringComparison.Ordinal), section);
            }
        }
    }

    public static IEnumerable<string> Singles(SliceKey key, RequestContext bound, Doubts doubts, WorkBudget work)
    {
        var real = key.Conditions.Select(c => c.Condition).Where(c => c.Operator is not NullOperator).ToList();
        if (real.Count == 0) return ["x"];
        if (ActionCatalog.Current.Key(key.Name)?.ValueType is "Bool" || real.TrueForAll(c => c.Operator is BoolOperator)) return ["true", "false"];
        var kinds = real.GroupBy(c => c.Operator switch { StringOperator or ArnOperator or BoolOperator => "text", var op => op!.GetType().Name }).ToList();
        if (kinds.Count > 1) doubts.Add($"conditions of different types together on {key.Name}");
        return kinds.SelectMany(kind => kind.First().Operator switch
        {
            NumericOperator => Guarded(key.Name, () => Points(Read(kind, NumericOperator.Number), 1, (a, b) => (a + b) / 2, n => n - 1, n => n + 1).Select(n => n.ToString(CultureInfo.InvariantCulture)).ToList()),
            DateOperator => Guarded(key.Name, () => Points(Read(kind, DateOperator.Date), DateTimeOffset.UnixEpoch, (a, b) => a + (b - a) / 2, d => d.AddSeconds(-1), d => d.AddSeconds(1)).Select(Text).ToList()),
            IpOperator => Addresses(key.Name, kind),
            BinaryOperator => Binaries(kind),
            _ => new PatternWalk([.. Patterns(key, bound)], AnyText.Shape, work).Classes().Select(c => c.Text).Append(""),
        });
    }

    public static RequestContext With(RequestContext bound, string key, string[]? values)
    {
        if (values is null) return bound;
        var pair = KeyValuePair.Create(key, (IReadOnlyList<string>)values);
        return ReferenceEquals(bound, RequestContext.Empty) ? new([pair]) : new(bound.Values.Append(pair));
    }

    private static Outcome Meet(SliceKey key, string[]? values, RequestContext bound, WorkBudget work)
    {
        var context = With(bound, key.Name, values);
        Outcome outcome = default;
        for (var i = 0; i < key.Conditions.Count; i++)
        {
            work.Spend(16 + key.Conditions[i].Condition.Values.Count * 4);
            outcome = outcome.With(i, ConditionEvaluator.Evaluate(key.Conditions[i].Condition, context, work).Match);
        }
        return outcome;
    }

    private static Outcome Together(SliceKey key, Outcome a, Outcome b)
    {
        Outcome both = default;
        for (var i = 0; i < key.Conditions.Count; i++)
        {
            var condition = key.Conditions[i].Condition;
            both = both.With(i, condition switch
            {
                { Operator: NullOperator } => a[i],
                { Qualifier: SetQualifier.None } => Match.Unknown,
                { Qualifier: SetQualifier.ForAllValues } => a[i] is Match.No || b[i] is Match.No ? Match.No : a[i] is Match.Unknown || b[i] is Match.Unknown ? Match.Unknown : Match.Yes,
                _ => a[i] is Match.Yes || b[i] is Match.Yes ? Match.Yes : a[i] is Match.Unknown || b[i] is Match.Unknown ? Match.Unknown : Match.No,
            });
        }
        return both;
    }

    private static Choice ToChoice(SliceKey key, Outcome outcome, int trait, string[]? values, RequestContext bound, WorkBudget work)
    {
        StatementBits no = default, unknown = default;
        string? why = null;
        for (var i = 0; i < key.Conditions.Count; i++)
        {
            var (condition, users) = key.Conditions[i];
            if (outcome[i] is Match.No) no |= users;
            if (outcome[i] is not Match.Unknown) continue;
            unknown |= users;
            why ??= values is { Length: > 1 } && condition.Qualifier is SetQualifier.None
                ? $"several values of {key.Name} without ForAllValues or ForAnyValue"
                : Words(condition, With(bound, key.Name, values));
        }
        return new(no, unknown, [(key.Name, values)], trait, why);

        string Words(Condition condition, RequestContext context) => new ConditionTrace(condition, context, ConditionEvaluator.Evaluate(condition, context, work)).Why;
    }

    private static List<T> Guarded<T>(string key, Func<List<T>> points)
    {
        try
        {
            return points();
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new UndecidedException($"a number or a date of {key} that has no next one");
        }
    }

    private static string Text(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static List<T> Read<T>(IEnumerable<Condition> conditions, Func<string, T?> read) where T : struct =>
        [.. conditions.SelectMany(c => c.Values).Select(v => read(v.Text)).OfType<T>().Distinct().Order()];

    /// <summary>The points themselves, one between each two, and one beyond either end.</summary>
    /// <param name="first">Where there is none.</param>
    private static IEnumerable<T> Points<T>(List<T> points, T first, Func<T, T, T> between, Func<T, T> before, Func<T, T> after) where T : struct
    {
        // Conditions that list no value are met by all values alike.
        if (points.Count == 0)
        {
            yield return first;
            yield break;
        }
        yield return before(points[0]);
        for (var i = 0; i < points.Count; i++)
        {
            yield return points[i];
            if (i + 1 < points.Count) yield return between(points[i], points[i + 1]);
        }
        yield return after(points[^1]);
    }

    /// <summary>Ranges contain each other or have nothing in common, so their edges and what lies next to them tell all.</summary>
    private static IEnumerable<string> Addresses(string key, IEnumerable<Condition> conditions)
    {
        foreach (var value in conditions.SelectMany(c => c.Values).DistinctBy(v => v.Text))
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

    /// <summary>The values themselves, and one that is none of them.</summary>
    private static IEnumerable<string> Binaries(IEnumerable<Condition> conditions)
    {
        var values = conditions.SelectMany(c => c.Values).Select(v => v.Text).Distinct().ToList();
        return values.Append(Convert.ToBase64String(new byte[values.Count == 0 ? 1 : values.Max(v => v.Length) + 1]));
    }
}
