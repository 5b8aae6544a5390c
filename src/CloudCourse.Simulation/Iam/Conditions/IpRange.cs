using System.Globalization;

namespace CloudCourse.Simulation.Iam.Conditions;

/// <summary>An IPv4 or IPv6 range in CIDR notation; an address alone is a range of one.</summary>
/// <param name="Prefix">How many leading bits count.</param>
public sealed record IpRange(bool IsV6, UInt128 Bits, int Prefix)
{
    private int Width => WidthOf(IsV6);
    public bool IsOneAddress => Prefix == Width;

    internal static int WidthOf(bool isV6) => isV6 ? 128 : 32;

    /// <summary>Null when the text is no range. Host bits may be set, as AWS allows; they do not count.</summary>
    public static IpRange? Read(string text) => TryRead(text, out var v6, out var bits, out var prefix) ? new(v6, bits, prefix) : null;

    /// <summary>As <see cref="Read"/>, without a new object.</summary>
    internal static bool TryRead(ReadOnlySpan<char> text, out bool v6, out UInt128 bits, out int prefix)
    {
        var slash = text.IndexOf('/');
        var address = slash < 0 ? text : text[..slash];
        v6 = address.Contains(':');
        prefix = WidthOf(v6);
        if (!(v6 ? ReadV6(address, out bits) : ReadV4(address, out bits))) return false;
        return slash < 0 || (Digits(text[(slash + 1)..], out prefix) && prefix <= WidthOf(v6));
    }

    /// <summary>An address of the other family is in no range of this one.</summary>
    public bool Contains(IpRange other) => Contains(other.IsV6, other.Bits, other.Prefix);

    internal bool Contains(bool isV6, UInt128 bits, int prefix) =>
        IsV6 == isV6 && prefix >= Prefix && (Prefix == 0 || Bits >> (Width - Prefix) == bits >> (Width - Prefix));

    /// <summary>The same range with the bits that do not count set to zero.</summary>
    public IpRange Network => this with { Bits = Prefix == 0 ? 0 : Bits >> (Width - Prefix) << (Width - Prefix) };

    /// <summary>In CIDR notation.</summary>
    public override string ToString()
    {
        var groups = IsV6 ? 8 : 4;
        var (bits, format) = IsV6 ? (16, "x") : (8, "d");
        var parts = Enumerable.Range(0, groups).Select(i => ((uint)(Bits >> (Width - bits * (i + 1))) & ((1u << bits) - 1)).ToString(format, CultureInfo.InvariantCulture));
        return $"{string.Join(IsV6 ? ':' : '.', parts)}/{Prefix.ToString(CultureInfo.InvariantCulture)}";
    }

    private static bool ReadV4(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = 0;
        uint all = 0;
        for (var part = 0; part < 4; part++)
        {
            var dot = part == 3 ? text.Length : text.IndexOf('.');
            if (dot < 0 || !Digits(text[..dot], out var value) || value > 255 || (dot > 1 && text[0] == '0')) return false;
            all = (all << 8) | (uint)value;
            text = part == 3 ? [] : text[(dot + 1)..];
        }
        bits = all;
        return true;
    }

    private static bool ReadV6(ReadOnlySpan<char> text, out UInt128 bits)
    {
        bits = 0;
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap < 0) return Groups(text, last: true, out bits, out var all) && all == 8;
        var after = text[(gap + 2)..];
        // The gap stands for one group at least, and there is one gap only.
        if (text[(gap + 1)..].IndexOf("::", StringComparison.Ordinal) >= 0
            || !Groups(text[..gap], last: false, out var left, out var before) || !Groups(after, last: true, out var right, out var behind)
            || before + behind > 7) return false;
        bits = (before == 0 ? 0 : left << (16 * (8 - before))) | right;
        return true;
    }

    /// <param name="last">An IPv4 address may stand at the end.</param>
    private static bool Groups(ReadOnlySpan<char> text, bool last, out UInt128 bits, out int count)
    {
        (bits, count) = (0, 0);
        if (text.Length == 0) return true;
        while (true)
        {
            var colon = text.IndexOf(':');
            var part = colon < 0 ? text : text[..colon];
            if (last && colon < 0 && part.Contains('.'))
            {
                if (!ReadV4(part, out var v4)) return false;
                bits = (bits << 32) | v4;
                count += 2;
            }
            else if (part.Length is >= 1 and <= 4 && ushort.TryParse(part, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group))
            {
                bits = (bits << 16) | group;
                count++;
            }
            else return false;
            if (count > 8) return false;
            if (colon < 0) return true;
            text = text[(colon + 1)..];
        }
    }

    private static bool Digits(ReadOnlySpan<char> text, out int value)
    {
        value = 0;
        if (text.Length is 0 or > 3) return false;
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = value * 10 + (c - '0');
        }
        return true;
    }
}
