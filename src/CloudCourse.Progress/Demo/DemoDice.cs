namespace CloudCourse.Progress;

/// <summary>Dice that fall the same way on every machine (SplitMix64; System.Random may change between versions).</summary>
internal sealed class DemoDice(ulong seed)
{
    private ulong _state = seed;

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 up to 1.</summary>
    public double Share() => (Next() >> 11) / (double)(1UL << 53);

    public bool Falls(double chance) => Share() < chance;

    public double Between(double low, double high) => low + (high - low) * Share();

    public int Below(int count) => (int)(Next() % (ulong)count);

    public Guid Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        return new(bytes);
    }
}
