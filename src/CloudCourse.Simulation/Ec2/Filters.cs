using System.Globalization;
using System.Text;

namespace CloudCourse.Simulation.Ec2;

/// <summary>The filters of a Describe operation: by name, the values of a resource that a filter is held against. Tags need not be among them.</summary>
internal sealed class Filters<T> : Dictionary<string, Func<T, IEnumerable<string>>>
{
    public Filters() : base(StringComparer.Ordinal)
    {
    }
}

/// <summary>Where the next page begins, in a form that nobody takes for a number to reckon with.</summary>
internal static class PageToken
{
    public static string Of(int place) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"page/{place}")));

    /// <summary>Null for what is no token of ours.</summary>
    public static int? Read(string token)
    {
        Span<byte> bytes = stackalloc byte[64];
        return token.Length <= 64 && Convert.TryFromBase64String(token, bytes, out var length) && Encoding.ASCII.GetString(bytes[..length]) is ['p', 'a', 'g', 'e', '/', .. var digits]
            && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : null;
    }
}
