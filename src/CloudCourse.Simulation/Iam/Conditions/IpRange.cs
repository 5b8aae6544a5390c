using System.Globalization;

namespace CloudCourse.Simulation.Iam.Conditions;

/// <summary>An IPv4 or IPv6 range in CIDR notation; an address alone is a range of one.</summary>
/// <param name="Prefix">How many leading bits count.</param>
public sealed record IpRange(bool IsV6, UInt128 Bits, int Prefix)
{
    private int Width => IsV6 ? 128 : 32;
    public bool IsOneAddress => Prefix == Width;

    /// <summary>Null when the text is no range. Host bits may be set, as AWS allows; they do not count.</summary>
    public static IpRange? Read(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var address = slash < 0 ? text : text[..slash];
        var v6 = address.Contains(':', StringComparison.Ordinal);
        if ((v6 ? ReadV6(address) : ReadV4(address)) is not { } bits) return null;
        var width = v6 ? 128 : 32;
        if (slash < 0) return new(v6, bits, width);
        return Digits(text[(slash + 1)..], 3) is { } prefix && prefix <= width ? new(v6, bits, prefix) : null;
    }

    /// <summary>An address of the other family is in no range of this one.</summary>
    public bool Contains(IpRange other) =>
        IsV6 == other.IsV6 && other.Prefix >= Prefix && (Prefix == 0 || Bits >> (Width - Prefix) == other.Bits >> (Width - Prefix));

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

    private static UInt128? ReadV4(string text)
    {
        var parts = text.Split('.');
        if (parts.Length != 4) return null;
        UInt128 bits = 0;
        foreach (var part in parts)
        {
            if (Digits(part, 3) is not { } value || value > 255 || (part.Length > 1 && part[0] == '0')) return null;
            bits = (bits << 8) | (uint)value;
        }
        return bits;
    }

    private static UInt128? ReadV6(string text)
    {
        var gap = text.IndexOf("::", StringComparison.Ordinal);
        if (gap >= 0 && text.IndexOf("::", gap + 1, StringComparison.Ordinal) >= 0) return null;
        var left = Groups(gap < 0 ? text : text[..gap], last: gap < 0);
        var right = gap < 0 ? [] : Groups(text[(gap + 2)..], last: true);
        if (left is null || right is null) return null;
        var missing = 8 - left.Count - right.Count;
        if (gap < 0 ? missing != 0 : missing < 1) return null;
        UInt128 bits = 0;
        foreach (var group in left.Concat(Enumerable.Repeat((ushort)0, missing)).Concat(right)) bits = (bits << 16) | group;
        return bits;
    }

    private static List<ushort>? Groups(string text, bool last)
    {
        if (text.Length == 0) return [];
        List<ushort> groups = [];
        var parts = text.Split(':');
        for (var i = 0; i < parts.Length; i++)
        {
            if (last && i == parts.Length - 1 && parts[i].Contains('.', StringComparison.Ordinal))
            {
                if (ReadV4(parts[i]) is not { } v4) return null;
                groups.Add((ushort)(v4 >> 16));
                groups.Add((ushort)(v4 & 0xFFFF));
            }
            else if (parts[i].Length is >= 1 and <= 4
                && ushort.TryParse(parts[i], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var group)) groups.Add(group);
            else return null;
        }
        return groups;
    }

    private static int? Digits(string text, int most) =>
        text.Length >= 1 && text.Length <= most && text.All(char.IsAsciiDigit) ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
