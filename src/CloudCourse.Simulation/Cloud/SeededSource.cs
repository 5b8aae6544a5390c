using System.Globalization;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Ids and chance from a seed: the same seed gives the same ids and the same luck, in the order in which they are asked for.</summary>
/// <param name="Seed">The account's.</param>
/// <param name="Taken">How many numbers were drawn.</param>
public readonly record struct SeededSource(ulong Seed, ulong Taken)
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A number that looks random (SplitMix64), and the source after it.</summary>
    public (ulong Number, SeededSource After) Next()
    {
        var z = Seed + ((Taken + 1) * 0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (z ^ (z >> 31), this with { Taken = Taken + 1 });
    }

    internal static string Hex(ulong number, int digits) => number.ToString("x16", CultureInfo.InvariantCulture)[..Math.Min(16, digits)];

    /// <summary>Twelve letters and digits, as in IAM's ids.</summary>
    internal static string Letters(ulong number) => string.Create(12, number, static (text, bits) =>
    {
        for (var i = 0; i < text.Length; i++, bits >>= 5) text[i] = Base32[(int)(bits & 31)];
    });
}
