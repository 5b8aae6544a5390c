using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;

namespace CloudCourse.Course.Rendering.Highlighting;

/// <summary>
/// Colours code on the server: a reader's page needs no script for it. One expression a language, whose named groups are the
/// classes (<c>tok-string</c>); what none of them matches is plain text. Good enough to read by, and never wrong about the text itself.
/// </summary>
internal static partial class Highlighter
{
    public static readonly FrozenSet<string> Languages = FrozenSet.Create(StringComparer.Ordinal, "json", "python", "bash", "yaml", "text");

    private static readonly string[] Kinds = ["comment", "name", "string", "number", "keyword", "function", "variable", "option"];

    public static string Highlight(string code, string language)
    {
        Regex? tokens = language switch { "json" => Json, "python" => Python, "bash" => Bash, "yaml" => Yaml, _ => null };
        if (tokens is null) return PageWriter.Escape(code);
        StringBuilder html = new(code.Length * 2);
        var at = 0;
        for (var match = tokens.Match(code); match.Success; match = match.NextMatch())
        {
            if (match.Length == 0) continue;
            html.Append(PageWriter.Escape(code[at..match.Index]));
            var kind = Kinds.First(k => match.Groups[k].Success);
            html.Append("<span class=\"tok-").Append(kind).Append("\">").Append(PageWriter.Escape(match.Value)).Append("</span>");
            at = match.Index + match.Length;
        }
        return html.Append(PageWriter.Escape(code[at..])).ToString();
    }

    [GeneratedRegex("""
        (?<name>"(?:[^"\\\n]|\\.)*"(?=\s*:))
        |(?<string>"(?:[^"\\\n]|\\.)*")
        |(?<number>-?\b[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?\b)
        |(?<keyword>\b(?:true|false|null)\b)
        |(?<name>(?!))(?<comment>(?!))(?<function>(?!))(?<variable>(?!))(?<option>(?!))
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Json { get; }

    [GeneratedRegex(""""
        (?<comment>\#[^\n]*)
        |(?<string>\b[rRbBfFuU]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))
        |(?<string>"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
        |(?<keyword>\b(?:False|None|True|and|as|assert|async|await|break|case|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|match|nonlocal|not|or|pass|raise|return|try|while|with|yield)\b)
        |(?<function>(?<=\b(?:def|class)\s+)\w+)
        |(?<number>\b[0-9][0-9_]*(?:\.[0-9_]+)?\b)
        |(?<name>(?!))(?<variable>(?!))(?<option>(?!))
        """", RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Python { get; }

    [GeneratedRegex("""
        (?<comment>(?<![^\s])\#[^\n]*)
        |(?<string>"(?:[^"\\]|\\.)*"|'[^']*')
        |(?<variable>\$(?:\w+|\{[^}\n]*\}))
        |(?<option>(?<=\s)--?[A-Za-z][\w-]*)
        |(?<keyword>(?<![^\s;|&])(?:if|then|else|elif|fi|for|in|do|done|while|case|esac|function|export)(?![^\s;|&]))
        |(?<function>(?<=(?:^|[|;&]\s)[ \t]*)(?:aws|cat|cd|curl|docker|echo|git|jq|ls|mkdir|pip|python3?|zip)\b)
        |(?<number>(?<![\w.-])[0-9]+(?:\.[0-9]+)?(?![\w.-]))
        |(?<name>(?!))
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline)]
    private static partial Regex Bash { get; }

    [GeneratedRegex("""
        (?<comment>(?<![^\s])\#[^\n]*)
        |(?<name>(?<=^[ \t]*(?:-[ \t]+)*)[\w.@/-]+(?=:(?:\s|$)))
        |(?<string>"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')
        |(?<number>(?<=[:\[,-][ \t]*)-?[0-9]+(?:\.[0-9]+)?(?=[ \t]*(?:$|[,\]}])))
        |(?<keyword>(?<=[:\[,-][ \t]*)(?:true|false|null)(?=[ \t]*(?:$|[,\]}])))
        |(?<function>(?!))(?<variable>(?!))(?<option>(?!))
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.Multiline)]
    private static partial Regex Yaml { get; }
}
