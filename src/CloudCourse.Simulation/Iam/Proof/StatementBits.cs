using System.Runtime.Intrinsics;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>A set of up to <see cref="Capacity"/> statements.</summary>
internal readonly struct StatementBits(Vector256<ulong> bits) : IEquatable<StatementBits>
{
    public const int Capacity = 256;

    private readonly Vector256<ulong> _bits = bits;

    public static StatementBits None => default;

    public static StatementBits Of(int index) => new(Vector256<ulong>.Zero.WithElement(index >> 6, 1UL << (index & 63)));

    public bool IsEmpty => _bits == Vector256<ulong>.Zero;

    public bool Has(int index) => (_bits.GetElement(index >> 6) >> (index & 63) & 1) != 0;

    /// <summary>These without the others.</summary>
    public StatementBits Without(StatementBits others) => new(Vector256.AndNot(_bits, others._bits));

    public static StatementBits operator &(StatementBits a, StatementBits b) => new(a._bits & b._bits);

    public static StatementBits operator |(StatementBits a, StatementBits b) => new(a._bits | b._bits);

    public bool Equals(StatementBits other) => _bits == other._bits;

    public override bool Equals(object? obj) => obj is StatementBits other && Equals(other);

    public override int GetHashCode()
    {
        var hash = _bits.GetElement(0) * 0x9E3779B97F4A7C15;
        hash = (hash ^ (hash >> 29)) + _bits.GetElement(1) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 31)) + _bits.GetElement(2) * 0x94D049BB133111EB;
        hash = (hash ^ (hash >> 30)) + _bits.GetElement(3) * 0xD6E8FEB86659FD93;
        return (int)(hash ^ (hash >> 32));
    }
}
