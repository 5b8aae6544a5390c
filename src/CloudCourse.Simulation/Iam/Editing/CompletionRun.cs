using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>One answer in the making: where the cursor is, and what was found for it so far.</summary>
internal sealed class CompletionRun(string text, PolicyOutline outline, PolicyPlace place, PolicyType kind)
{
    /// <summary>Nobody reads further down; a longer list is asked for again as more is typed.</summary>
    public const int Most = 200;

    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);

    public PolicyOutline Outline { get; } = outline;
    public PolicyPlace Place { get; } = place;
    public PolicyType Kind { get; } = kind;
    public List<Completion> Items { get; } = [];
    public bool IsIncomplete { get; private set; }

    /// <summary>What the choice replaces, where it is not the whole token.</summary>
    public (int Start, int End)? Span { get; set; }

    public CompletionList List => Span is var (start, end)
        ? new(start, end, Items, null, IsIncomplete, IsInString: true)
        : new(Place.Span.Start, Place.Span.End, Items, CommaAt, IsIncomplete, Place.Token is OutlineString);

    /// <summary>Says whether there was room for it.</summary>
    public bool Add(Completion item)
    {
        if (Items.Count >= Most)
        {
            IsIncomplete = true;
            return false;
        }
        if (_labels.Add(item.Label)) Items.Add(item);
        return true;
    }

    /// <summary>A value in quotes, with a comma where something follows it in its list.</summary>
    public void Value(string value, CompletionKind of, string detail, string documentation = "") => Add(new(value, of, detail, Quoted(value), documentation));

    /// <summary>A service's prefix, with the cursor where the action goes.</summary>
    /// <param name="action">What stands there already.</param>
    public bool Service(string prefix, string name, string action) =>
        Add(new(prefix + ":", CompletionKind.Service, name, Quoted($"{prefix}:{Snippets.Plain(action)}$0"), IsSnippet: true, Again: true));

    /// <summary>A value with fields, written as <c>${Name}</c> in the template.</summary>
    public void Template(string template, CompletionKind of, string detail, string documentation = "")
    {
        if (!template.Contains("${", StringComparison.Ordinal)) Value(template, of, detail, documentation);
        else Add(new(Snippets.Shown(template), of, detail, Quoted(Snippets.Fields(template)), documentation, IsSnippet: true));
    }

    /// <summary>A name, and the value that usually follows it; the name alone where a value is there already.</summary>
    /// <param name="snippet">The value, with fields in the syntax of snippets.</param>
    public void Name(string name, CompletionKind of, string detail, string snippet, string documentation = "", bool again = false)
    {
        var shown = Snippets.Shown(name);
        if (Place.Member?.ValueFrom is not null)
            Add(new(shown, of, detail, $"\"{Snippets.Fields(name)}\"", documentation, IsSnippet: name.Contains("${", StringComparison.Ordinal)));
        else
            Add(new(shown, of, detail, $"\"{Snippets.Fields(name)}\": {Snippets.After(name, snippet)}{CommaAfter}", documentation, IsSnippet: true, again && !name.Contains("${", StringComparison.Ordinal)));
    }

    /// <summary>How well a text fits what was typed: 0 begins with it, 1 holds it, 2 has its letters in order; null not at all.</summary>
    public static int? Fit(string typed, string candidate)
    {
        if (candidate.StartsWith(typed, StringComparison.OrdinalIgnoreCase)) return 0;
        if (candidate.Contains(typed, StringComparison.OrdinalIgnoreCase)) return 1;
        var at = 0;
        foreach (var c in candidate)
        {
            if (at < typed.Length && char.ToLowerInvariant(c) == char.ToLowerInvariant(typed[at])) at++;
        }
        return at == typed.Length ? 2 : null;
    }

    /// <summary>A value with the quotes that are not there yet.</summary>
    private string Quoted(string value) => Place.Token switch
    {
        OutlineString { IsClosed: true } when Place.IsInText => value,
        OutlineString when Place.IsInText => value + "\"",
        _ => $"\"{value}\"{CommaAfter}",
    };

    private string CommaAfter
    {
        get
        {
            // A token that has its value or its place in a list already has its comma, or its own finding.
            if (Place.Token is not null && !Place.IsKey) return "";
            for (var i = Place.Span.End; i < text.Length; i++)
            {
                if (!char.IsWhiteSpace(text[i])) return text[i] is '"' or '{' or '[' ? "," : "";
            }
            return "";
        }
    }

    private int? CommaAt
    {
        get
        {
            for (var i = (Place.Token?.Start ?? Place.Offset) - 1; i >= 0; i--)
            {
                if (!char.IsWhiteSpace(text[i])) return text[i] is '"' or '}' or ']' || char.IsAsciiLetterOrDigit(text[i]) ? i + 1 : null;
            }
            return null;
        }
    }
}

/// <summary>Texts with fields to fill in.</summary>
internal static class Snippets
{
    /// <summary>The catalogue's <c>${BucketName}</c> as a person reads it: <c>BucketName</c>.</summary>
    public static string Shown(string template) => template.Replace("${Partition}", "aws", StringComparison.Ordinal).Replace("${", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal);

    /// <summary>The same as a snippet: each name becomes a field with that text, everything else is plain.</summary>
    public static string Fields(string template)
    {
        var rest = template.Replace("${Partition}", "aws", StringComparison.Ordinal);
        System.Text.StringBuilder snippet = new();
        var field = 0;
        for (var at = 0; at < rest.Length;)
        {
            var start = rest.IndexOf("${", at, StringComparison.Ordinal);
            var end = start < 0 ? -1 : rest.IndexOf('}', start);
            if (end < 0)
            {
                snippet.Append(Plain(rest[at..]));
                break;
            }
            snippet.Append(Plain(rest[at..start])).Append("${").Append(++field).Append(':').Append(Plain(rest[(start + 2)..end])).Append('}');
            at = end + 1;
        }
        return snippet.ToString();
    }

    /// <summary>The fields of what follows a template count on from its own.</summary>
    public static string After(string template, string snippet) =>
        template.Contains("${", StringComparison.Ordinal) ? snippet.Replace("$1", "$2", StringComparison.Ordinal) : snippet;

    public static string Plain(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal).Replace("}", "\\}", StringComparison.Ordinal);
}
