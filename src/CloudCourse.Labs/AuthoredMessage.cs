using System.Text;

namespace CloudCourse.Labs;

/// <summary>Fills an author's message, which is Markdown, with what a grader found, which is not.</summary>
internal static class AuthoredMessage
{
    /// <summary>Of a learner's own text: enough to know it again.</summary>
    private const int Longest = 300;
    private const string Markup = "\\*_~`[]<>&";

    /// <summary>In one pass: what a learner wrote may hold braces of its own.</summary>
    public static string Fill(string message, IReadOnlyList<(string Name, string Value)> with)
    {
        StringBuilder filled = new();
        var isCode = false;
        for (var i = 0; i < message.Length; i++)
        {
            if (message[i] == '`') isCode = !isCode;
            var match = message[i] == '{' ? with.FirstOrDefault(f => message.AsSpan(i + 1).StartsWith(f.Name + "}", StringComparison.Ordinal)) : default;
            if (match.Name is null)
            {
                filled.Append(message[i]);
                continue;
            }
            filled.Append(isCode ? Clip(match.Value).Replace('`', '\'') : Plain(Clip(match.Value)));
            i += match.Name.Length + 1;
        }
        return filled.ToString();
    }

    public static string Clip(string text) => text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");

    private static string Plain(string text) => !text.AsSpan().ContainsAny(Markup) ? text
        : string.Concat(text.Select(c => Markup.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString()));
}
