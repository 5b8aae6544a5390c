using System.Text.RegularExpressions;

namespace CloudCourse.Cli.Content.New;

internal static partial class Names
{
    /// <summary>The parts of <c>module/lesson</c> or <c>module/lesson/lab</c>.</summary>
    public static string[] Parts(string place, int count, string form)
    {
        var parts = place.Split('/');
        return parts.Length == count && parts.All(Slug.IsMatch) ? parts
            : throw new NotPossibleException($"`{place}` is not of the form {form}, in lower-case letters, digits and hyphens.");
    }

    public static void RequireSlug(string name)
    {
        if (!Slug.IsMatch(name)) throw new NotPossibleException($"`{name}` is not a name in lower-case letters, digits and hyphens.");
    }

    /// <summary><c>ways-to-call</c> as <c>Ways to call</c>.</summary>
    public static string AsTitle(string slug) => char.ToUpperInvariant(slug[0]) + slug[1..].Replace('-', ' ');

    /// <summary>A text as a YAML value that means just it.</summary>
    public static string Yaml(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Slug { get; }
}
