namespace CloudCourse.Simulation.Tests.Cloud.Fuzz;

/// <summary>Chance from a seed, the same on every machine (SplitMix64): a number names an episode for good.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>From 0 up to, but without, a number.</summary>
    public int Next(int below)
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)below);
    }

    public bool OneIn(int many) => Next(many) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Next(items.Count)];
}
