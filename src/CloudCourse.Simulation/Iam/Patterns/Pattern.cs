using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Patterns;

/// <summary>
/// A text of a policy in which <c>*</c> and <c>?</c> are wildcards and <c>${key}</c> is a variable, cut into tokens once
/// and matched many times.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"/>
public sealed class Pattern
{
    private readonly PatternToken[] _tokens;

    private Pattern(string text, PatternToken[] tokens, IReadOnlyList<string> mistakes, Location at)
    {
        (Text, _tokens, VariableMistakes, At) = (text, tokens, mistakes, at);
        Variables = [.. tokens.Where(t => t.Key is not null).Select(t => t.Key!)];
        if (Variables.Count == 0) Fixed = [.. tokens.Select(t => t.Code)];
    }

    /// <summary>As the policy has it.</summary>
    public string Text { get; }
    public Location At { get; }

    /// <summary>Context keys that the variables in the text name.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>What is wrong with the variables, in words; empty where nothing is.</summary>
    public IReadOnlyList<string> VariableMistakes { get; }

    private int[]? Fixed { get; }

    /// <param name="variables">False in a policy whose version knows no variables: <c>${aws:username}</c> is then plain text.</param>
    /// <param name="wildcards">False for operators that compare whole texts.</param>
    public static Pattern Read(string text, Location at, bool variables, bool wildcards = true)
    {
        List<PatternToken> tokens = new(text.Length);
        List<string> mistakes = [];
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (variables && c == '$' && i + 1 < text.Length && text[i + 1] == '{')
            {
                var end = text.IndexOf('}', i);
                if (end < 0)
                {
                    mistakes.Add($"`{text[i..]}` has no closing brace");
                    tokens.Add(new(c, null, null));
                    continue;
                }
                tokens.Add(ReadVariable(text[(i + 2)..end], mistakes));
                i = end;
            }
            else
            {
                tokens.Add(c switch
                {
                    '*' when wildcards => new(Wildcard.AnyRun, null, null),
                    '?' when wildcards => new(Wildcard.AnyOne, null, null),
                    _ => new(c, null, null),
                });
            }
        }
        return new(text, [.. tokens], mistakes, at);
    }

    /// <summary>The pattern's tokens for one request, or null when a variable has no value in it.</summary>
    /// <param name="unresolved">The first key without one single value.</param>
    public int[]? Expand(RequestContext context, out string? unresolved)
    {
        unresolved = null;
        if (Fixed is not null) return Fixed;
        List<int> expanded = new(_tokens.Length + 32);
        foreach (var token in _tokens)
        {
            if (token.Key is null)
            {
                expanded.Add(token.Code);
                continue;
            }
            // A key with several values cannot stand for one text.
            var value = context.Find(token.Key) is [var only] ? only : token.Default;
            if (value is null)
            {
                unresolved = token.Key;
                return null;
            }
            // What a variable brings in is plain text: a user named "*" is not everybody.
            foreach (var c in value) expanded.Add(c);
        }
        return [.. expanded];
    }

    private static PatternToken ReadVariable(string inside, List<string> mistakes)
    {
        if (inside is "*" or "?" or "$") return new(inside[0], null, null);
        var comma = inside.IndexOf(',', StringComparison.Ordinal);
        var key = (comma < 0 ? inside : inside[..comma]).Trim();
        string? fallback = null;
        if (comma >= 0)
        {
            var quoted = inside[(comma + 1)..].Trim();
            if (quoted.Length >= 2 && quoted[0] == '\'' && quoted[^1] == '\'') fallback = quoted[1..^1];
            else mistakes.Add($"the default in `${{{inside}}}` stands in single quotes, as in `${{{key}, 'value'}}`");
        }
        if (key.Length == 0) mistakes.Add("`${}` names no key");
        else if (key.Contains(' ', StringComparison.Ordinal)) mistakes.Add($"`${{{inside}}}` has a space in the key's name");
        return new(0, key, fallback);
    }
}

/// <param name="Code">A UTF-16 unit, or one of <see cref="Wildcard"/>'s marks.</param>
internal readonly record struct PatternToken(int Code, string? Key, string? Default);
