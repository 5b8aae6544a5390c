using System.Globalization;
using System.Text;

namespace CloudCourse.Course.Rendering;

/// <summary>Makes a heading's words into an anchor: lower-case letters, digits and hyphens; a repeated one gets a number.</summary>
internal sealed class AnchorNames
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    public string For(string heading)
    {
        StringBuilder name = new();
        foreach (var c in heading)
        {
            if (char.IsAsciiLetterOrDigit(c)) name.Append(char.ToLowerInvariant(c));
            else if (c is not ('\'' or '’') && name.Length > 0 && name[^1] != '-') name.Append('-');
        }
        var plain = name.ToString().Trim('-');
        if (plain.Length == 0) plain = "section";
        var unique = plain;
        for (var i = 2; !_used.Add(unique); i++) unique = plain + "-" + i.ToString(CultureInfo.InvariantCulture);
        return unique;
    }
}
