namespace CloudCourse.Web.Quizzes;

/// <summary>Shuffles by seed, the same on every machine and in every version of .NET: a try is shown again as it was.</summary>
internal struct SeededShuffle(int seed)
{
    private ulong _state = (uint)seed;

    public IReadOnlyList<T> Of<T>(IEnumerable<T> items)
    {
        T[] shuffled = [.. items];
        for (var last = shuffled.Length - 1; last > 0; last--)
        {
            var other = (int)(Next() % (ulong)(last + 1));
            (shuffled[last], shuffled[other]) = (shuffled[other], shuffled[last]);
        }
        return shuffled;
    }

    /// <summary>SplitMix64 (Steele, Lea and Flood, 2014).</summary>
    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
