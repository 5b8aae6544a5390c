using System.Globalization;

namespace CloudCourse.Sandbox;

/// <summary>The ids and the time of day of one run, all drawn from its seed: the same seed, the same run.</summary>
internal sealed class SeededIds
{
    private static readonly DateTimeOffset FirstDay = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);
    private ulong _state;

    public SeededIds(int seed)
    {
        _state = (uint)seed;
        Start = FirstDay.AddSeconds(Next() % (14 * 24 * 60 * 60));
        LogStream = string.Create(CultureInfo.InvariantCulture, $"{Start:yyyy/MM/dd}/[$LATEST]{Next():x16}{Next():x16}");
        RandomSeed = Next();
    }

    /// <summary>When the environment starts, by its own clock.</summary>
    public DateTimeOffset Start { get; }
    public string LogStream { get; }
    public ulong RandomSeed { get; }

    /// <summary>In the form of a random UUID.</summary>
    public string RequestId()
    {
        var (high, low) = (Next(), Next());
        return string.Create(CultureInfo.InvariantCulture,
            $"{high >> 32:x8}-{(high >> 16) & 0xFFFF:x4}-4{high & 0xFFF:x3}-{0x8 | ((low >> 60) & 0x3):x1}{(low >> 48) & 0xFFF:x3}-{low & 0xFFFFFFFFFFFF:x12}");
    }

    // SplitMix64, because System.Random's sequence may change between versions of .NET.
    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
