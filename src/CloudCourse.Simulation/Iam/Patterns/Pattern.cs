using System.Buffers;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Patterns;

/// <summary>
/// A text of a policy in which <c>*</c> and <c>?</c> are wildcards and <c>${key}</c> is a variable, taken apart once and
/// matched many times. Most patterns are plain, or end in a star: those are one comparison each.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html"/>
public sealed class Pattern
{
    /// <summary>Longer texts than this are put together in borrowed memory, shorter ones on the stack.</summary>
    private const int OnStack = 256;

    private readonly PatternToken[]? _tokens;
    private readonly int[]? _fixed;

    /// <summary>The plain text before the first wildcard, and after the last.</summary>
    private readonly string _head, _tail;

    /// <summary>From the first wildcard to the last; null when the pattern has none.</summary>
    private readonly int[]? _middle;
    private readonly bool _plain;
    private static readonly int[] OneStar = [Wildcard.AnyRun];

    /// <summary>The same in small letters, once it is asked for.</summary>
    private Pattern? _folded;

    private Pattern(string text, Location at)
    {
        (Text, At, _head, _tail) = (text, at, text, "");
        (_plain, Variables, VariableMistakes) = (true, [], []);
    }

    private Pattern(Pattern of)
    {
        (Text, At, Variables, VariableMistakes, _plain) = (of.Text, of.At, of.Variables, of.VariableMistakes, of._plain);
        (_head, _tail) = (Wildcard.Fold(of._head), Wildcard.Fold(of._tail));
        _middle = of._middle is null || ReferenceEquals(of._middle, OneStar) ? of._middle : Array.ConvertAll(of._middle, c => c < 0 ? c : Wildcard.Fold((char)c));
    }

    private Pattern(string text, PatternToken[] tokens, IReadOnlyList<string> mistakes, Location at)
    {
        (Text, VariableMistakes, At, _head, _tail) = (text, mistakes, at, "", "");
        Variables = [.. tokens.Where(t => t.Key is not null).Select(t => t.Key!.Value.Name)];
        if (Variables.Count > 0)
        {
            _tokens = tokens;
            return;
        }
        var codes = _fixed = [.. tokens.Select(t => t.Code)];
        var first = Array.FindIndex(codes, c => c < 0);
        var last = Array.FindLastIndex(codes, c => c < 0);
        _head = Plain(first < 0 ? codes : codes[..first]);
        if (first < 0) return;
        _tail = Plain(codes[(last + 1)..]);
        _middle = first == last && codes[first] == Wildcard.AnyRun ? OneStar : codes[first..(last + 1)];
    }

    /// <summary>As the policy has it.</summary>
    public string Text { get; }
    public Location At { get; }

    /// <summary>Context keys that the variables in the text name.</summary>
    public IReadOnlyList<string> Variables { get; }

    /// <summary>What is wrong with the variables, in words; empty where nothing is.</summary>
    public IReadOnlyList<string> VariableMistakes { get; }

    /// <summary>The one text that fits; null where there are wildcards or variables.</summary>
    internal string? Literal => _tokens is null && _middle is null ? _head : null;

    /// <summary>What every text that fits begins with; empty where nothing is certain.</summary>
    internal string Head => _head;

    /// <param name="variables">False in a policy whose version knows no variables: <c>${aws:username}</c> is then plain text.</param>
    /// <param name="wildcards">False for operators that compare whole texts.</param>
    public static Pattern Read(string text, Location at, bool variables, bool wildcards = true)
    {
        var hasVariables = variables && text.Contains("${", StringComparison.Ordinal);
        if (!hasVariables && !(wildcards && text.AsSpan().ContainsAny('*', '?'))) return new(text, at);

        List<PatternToken> tokens = new(text.Length);
        List<string> mistakes = [];
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (hasVariables && c == '$' && i + 1 < text.Length && text[i + 1] == '{')
            {
                var end = text.IndexOf('}', i);
                if (end < 0)
                {
                    mistakes.Add($"`{text[i..]}` has no closing brace");
                    tokens.Add(new(c, null, null));
                    // One mistake is enough to say, and looking for the brace again and again would be slow.
                    hasVariables = false;
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

    /// <summary>Whether the text fits. It does not where a variable has no value in the request.</summary>
    /// <param name="unresolved">The first key without one single value.</param>
    internal bool Fits(ReadOnlySpan<char> text, bool ignoreCase, RequestContext context, WorkBudget work, out string? unresolved)
    {
        unresolved = null;
        return _tokens is null ? FitsAsItIs(text, ignoreCase, work) : FitsExpanded(text, ignoreCase, context, work, out unresolved);
    }

    /// <summary>As <see cref="Fits"/> ignoring case, for a pattern without variables and a text in small letters.</summary>
    internal bool FitsFolded(string text, WorkBudget work) => (_folded ??= new(this)).FitsAsItIs(text, ignoreCase: false, work);

    private bool FitsAsItIs(ReadOnlySpan<char> text, bool ignoreCase, WorkBudget work)
    {
        work.Spend(1);
        if (_middle is null) return text.Length == _head.Length && Wildcard.Same(_head, text, ignoreCase);
        var rest = text.Length - _head.Length - _tail.Length;
        if (rest < 0 || !Wildcard.Same(_head, text[.._head.Length], ignoreCase)) return false;
        if (_tail.Length > 0 && !Wildcard.Same(_tail, text[(_head.Length + rest)..], ignoreCase)) return false;
        return ReferenceEquals(_middle, OneStar) || Wildcard.Matches(_middle, text.Slice(_head.Length, rest), ignoreCase, work);
    }

    private bool FitsExpanded(ReadOnlySpan<char> text, bool ignoreCase, RequestContext context, WorkBudget work, out string? unresolved)
    {
        var length = LengthIn(context, out unresolved);
        if (unresolved is not null) return false;
        work.Spend(length);
        var borrowed = length > OnStack ? ArrayPool<int>.Shared.Rent(length) : null;
        var codes = borrowed is null ? stackalloc int[OnStack] : borrowed.AsSpan();
        try
        {
            return Wildcard.Matches(codes[..Write(context, codes)], text, ignoreCase, work);
        }
        finally
        {
            if (borrowed is not null) ArrayPool<int>.Shared.Return(borrowed);
        }
    }

    /// <summary>How many codes the pattern has for one request.</summary>
    /// <param name="unresolved">The first key without one single value.</param>
    internal int LengthIn(RequestContext context, out string? unresolved)
    {
        unresolved = null;
        if (_tokens is null) return _plain ? Text.Length : _fixed!.Length;
        var length = 0;
        foreach (var token in _tokens)
        {
            if (token.Key is null) length++;
            else if (Value(token, context) is { } value) length += value.Length;
            else unresolved ??= token.Key.Value.Name;
        }
        return length;
    }

    /// <summary>Writes the codes for one request in which all variables have values; says how many.</summary>
    internal int Write(RequestContext context, Span<int> codes)
    {
        var at = 0;
        if (_plain)
        {
            foreach (var c in Text) codes[at++] = c;
        }
        else if (_tokens is null)
        {
            _fixed!.CopyTo(codes);
            at = _fixed!.Length;
        }
        else
        {
            foreach (var token in _tokens)
            {
                if (token.Key is null) codes[at++] = token.Code;
                // What a variable brings in is plain text: a user named "*" is not everybody.
                else foreach (var c in Value(token, context)!) codes[at++] = c;
            }
        }
        return at;
    }

    /// <summary>The pattern's codes for one request, or null when a variable has no value in it.</summary>
    /// <param name="unresolved">The first key without one single value.</param>
    public int[]? Expand(RequestContext context, out string? unresolved)
    {
        unresolved = null;
        if (_fixed is not null) return _fixed;
        var codes = new int[LengthIn(context, out unresolved)];
        if (unresolved is not null) return null;
        Write(context, codes);
        return codes;
    }

    /// <summary>A key with several values cannot stand for one text.</summary>
    private static string? Value(PatternToken token, RequestContext context) => context.Find(token.Key!.Value) is { Count: 1 } only ? only[0] : token.Default;

    private static string Plain(int[] codes) => string.Create(codes.Length, codes, (text, from) =>
    {
        for (var i = 0; i < text.Length; i++) text[i] = (char)from[i];
    });

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
        return new(0, new ContextKey(key), fallback);
    }
}

/// <param name="Code">A UTF-16 unit, or one of <see cref="Wildcard"/>'s marks.</param>
internal readonly record struct PatternToken(int Code, ContextKey? Key, string? Default);
