using System.Globalization;

namespace CloudCourse.Course.Model;

/// <summary>The account number and names that one learner's labs use, drawn from the learner's seed.</summary>
public sealed record LabVariant
{
    private readonly Dictionary<string, string> _values;

    private LabVariant(Dictionary<string, string> values) => _values = values;

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The same seed gives the same values on every machine and in every version.</summary>
    public static LabVariant Of(int seed)
    {
        // SplitMix64: System.Random's sequence may change between .NET versions; a grade must not.
        var state = (ulong)(uint)seed;
        ulong Next()
        {
            state += 0x9E3779B97F4A7C15UL;
            var z = state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }

        // AWS account ids have twelve digits; a first digit above zero keeps them readable as numbers too.
        var account = (100_000_000_000UL + Next() % 900_000_000_000UL).ToString(CultureInfo.InvariantCulture);
        string[] words = ["harbour", "meadow", "lantern", "orchard", "granite", "willow", "compass", "ember"];
        var word = words[Next() % (ulong)words.Length];
        var tail = (Next() % 0xFFFFFF).ToString("x6", CultureInfo.InvariantCulture);
        return new(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["account"] = account,
            ["otherAccount"] = (100_000_000_000UL + Next() % 900_000_000_000UL).ToString(CultureInfo.InvariantCulture),
            ["bucket"] = $"{word}-{tail}",
            ["suffix"] = tail,
        });
    }

    public string Fill(string text)
    {
        if (!text.Contains("@@", StringComparison.Ordinal)) return text;
        foreach (var (name, value) in _values) text = text.Replace($"@@{name}@@", value, StringComparison.Ordinal);
        return text;
    }
}
