using System.Collections.Concurrent;

namespace CloudCourse.Simulation.DynamoDb.Expressions;

internal enum TokenKind { Word, Name, Value, Number, Symbol, Unknown, End }

/// <param name="Start">Where it stands in the expression.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Start)
{
    public int End => Start + Text.Length;

    public bool Is(string symbol) => Kind is TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind is TokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Cuts an expression into words, placeholders, numbers and signs. What belongs to no such token is a token of its own, so that a message can point at it.</summary>
internal static class Lexer
{
    /// <summary>So many expressions are remembered; when there are more, all are forgotten.</summary>
    private const int MostKnown = 256;

    /// <summary>A program writes a few expressions and asks with them again and again; what changes stands in placeholders.</summary>
    private static readonly ConcurrentDictionary<string, IReadOnlyList<Token>> Known = new(StringComparer.Ordinal);

    private static readonly string[] Signs = ["<=", ">=", "<>", "<", ">", "=", "(", ")", "[", "]", ",", ".", "+", "-"];

    public static IReadOnlyList<Token> Cut(string text)
    {
        if (Known.TryGetValue(text, out var known)) return known;
        if (Known.Count >= MostKnown) Known.Clear();
        return Known[text] = Fresh(text);
    }

    private static List<Token> Fresh(string text)
    {
        List<Token> tokens = new(16);
        var at = 0;
        while (true)
        {
            while (at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n') at++;
            if (at == text.Length) break;
            var token = Next(text, at);
            tokens.Add(token);
            at = token.End;
        }
        tokens.Add(new(TokenKind.End, "<EOF>", text.Length));
        return tokens;
    }

    private static Token Next(string text, int at)
    {
        var c = text[at];
        if (char.IsAsciiLetter(c)) return new(TokenKind.Word, text[at..Run(text, at)], at);
        if (char.IsAsciiDigit(c))
        {
            var end = at;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            return new(TokenKind.Number, text[at..end], at);
        }
        if (c is '#' or ':' && Run(text, at + 1) is var stop && stop > at + 1)
            return new(c == '#' ? TokenKind.Name : TokenKind.Value, text[at..stop], at);
        foreach (var sign in Signs)
        {
            if (string.CompareOrdinal(text, at, sign, 0, sign.Length) == 0) return new(TokenKind.Symbol, sign, at);
        }
        var length = char.IsHighSurrogate(c) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]) ? 2 : 1;
        return new(TokenKind.Unknown, text.Substring(at, length), at);
    }

    private static int Run(string text, int at)
    {
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] == '_')) at++;
        return at;
    }
}
