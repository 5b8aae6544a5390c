using System.Globalization;
using System.Text.RegularExpressions;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing.Fixes;

/// <summary>Values of conditions that are nearly what their operator compares.</summary>
internal static partial class ValueFixes
{
    public static IEnumerable<PolicyFix> QuoteAll(FixContext context)
    {
        if (context.Member?.Value is OutlineArray list && list.Items.OfType<OutlineWord>().ToList() is { Count: > 0 } words)
            yield return new("Put all values in quotes", [.. words.Select(w => FixContext.Replace(w, w.Text))]);
    }

    public static IEnumerable<PolicyFix> Boolean(FixContext context) => Text(context).Trim().ToLowerInvariant() switch
    {
        "true" or "yes" or "1" or "on" => context.Write("true"),
        "false" or "no" or "0" or "off" => context.Write("false"),
        var other => Spelling.Nearest(other, ["true", "false"]) is { } near ? context.Write(near) : [],
    };

    /// <summary>1,000 and 1 000 are 1000.</summary>
    public static IEnumerable<PolicyFix> Number(FixContext context) => Thousands.IsMatch(context.Value) ? context.Write(Separators.Replace(context.Value, "")) : [];

    /// <summary>Other ways to write a date of which only one reading is possible: the year stands first.</summary>
    public static IEnumerable<PolicyFix> Date(FixContext context)
    {
        string[] forms = ["yyyy/M/d", "yyyy.M.d", "yyyy-M-d", "yyyy-M-d H:mm", "yyyy-M-d H:mm:ss", "yyyy/M/d H:mm", "yyyy/M/d H:mm:ss", "yyyy-M-d'T'H:mm", "yyyy-M-d'T'H:mm:ss", "yyyy-M-d H:mm:ssK"];
        return DateTimeOffset.TryParseExact(context.Value, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date)
            ? context.Write(date.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)) : [];
    }

    /// <summary>A netmask for the prefix, or stars for the rest of an address.</summary>
    public static IEnumerable<PolicyFix> Range(FixContext context)
    {
        if (context.Value.Split('/') is [var address, var mask] && IpRange.Read(address.Trim()) is { IsV6: false } && IpRange.Read(mask.Trim()) is { IsV6: false } bits
            && PrefixOf((uint)bits.Bits) is { } prefix) return context.Write(FormattableString.Invariant($"{address.Trim()}/{prefix}"));
        if (context.Value.TrimEnd('*', '.') is var start && context.Value.EndsWith(".*", StringComparison.Ordinal) && start.Split('.') is { Length: < 4 } parts)
        {
            var whole = $"{start}{string.Concat(Enumerable.Repeat(".0", 4 - parts.Length))}";
            if (IpRange.Read(whole) is not null) return context.Write(FormattableString.Invariant($"{whole}/{8 * parts.Length}"));
        }
        return context.Write(IpRange.Read(context.Value.Replace(" ", "", StringComparison.Ordinal)) is null ? null : context.Value.Replace(" ", "", StringComparison.Ordinal));
    }

    public static IEnumerable<PolicyFix> Network(FixContext context) => context.Write(IpRange.Read(context.Value)?.Network.ToString());

    public static IEnumerable<PolicyFix> Region(FixContext context) => context.Write(Regions.Suggest(context.Value));

    /// <summary>The brace at the end, quotes round the default, no space in the key.</summary>
    public static IEnumerable<PolicyFix> Variable(FixContext context)
    {
        var text = context.Value;
        var open = text.LastIndexOf("${", StringComparison.Ordinal);
        if (open < 0) return [];
        if (text.IndexOf('}', open) < 0)
        {
            var end = text.AsSpan(open + 2).IndexOfAny('/', '*', ' ') is >= 0 and var at && !text.AsSpan(open + 2, at).Contains("Tag", StringComparison.Ordinal) ? open + 2 + at : text.Length;
            text = text.Insert(end, "}");
        }
        return context.Write(VariableForm.Replace(text, match =>
        {
            var key = Separators.Replace(match.Groups["key"].Value, "");
            var fallback = match.Groups["default"].Value.Trim();
            if (fallback.Length == 0) return $"${{{key}}}";
            return $"${{{key}, '{fallback.Trim('\'')}'}}";
        }));
    }

    private static string Text(FixContext context) => context.Node is OutlineWord word ? word.Text : context.Value;

    /// <summary>How many leading bits a netmask has; null when it is none.</summary>
    private static int? PrefixOf(uint mask) => System.Numerics.BitOperations.PopCount(mask) is var ones && mask == (ones == 0 ? 0 : uint.MaxValue << (32 - ones)) ? ones : null;

    [GeneratedRegex(@"\A-?\d{1,3}([,  ']\d{3})+\z")]
    private static partial Regex Thousands { get; }

    [GeneratedRegex(@"[,\s']")]
    private static partial Regex Separators { get; }

    [GeneratedRegex(@"\$\{(?<key>[^},]*[^},*?$][^},]*)(,(?<default>[^}]*))?\}")]
    private static partial Regex VariableForm { get; }
}
