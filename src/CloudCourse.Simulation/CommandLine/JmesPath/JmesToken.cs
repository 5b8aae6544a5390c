using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CloudCourse.Simulation.CommandLine.JmesPath;

/// <summary>A piece of an expression: a sign such as <c>[?</c>, or <c>name</c>, <c>"name"</c>, <c>value</c>, <c>number</c>, <c>end</c>.</summary>
/// <param name="Value">A name's text, or what a literal stands for.</param>
/// <param name="At">Offset in the expression.</param>
internal readonly record struct JmesToken(string Kind, object? Value, int At)
{
    private static readonly string[] Signs = ["[?", "[]", "&&", "||", "==", "!=", "<=", ">=", ".", "*", "[", "]", "{", "}", "(", ")", ",", ":", "|", "@", "&", "!", "<", ">"];

    // What AWS's command line calls the pieces, in capitals.
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["."] = "DOT",
        ["*"] = "STAR",
        ["["] = "LBRACKET",
        ["]"] = "RBRACKET",
        ["[?"] = "FILTER",
        ["[]"] = "FLATTEN",
        ["{"] = "LBRACE",
        ["}"] = "RBRACE",
        ["("] = "LPAREN",
        [")"] = "RPAREN",
        [","] = "COMMA",
        [":"] = "COLON",
        ["|"] = "PIPE",
        ["||"] = "OR",
        ["&&"] = "AND",
        ["&"] = "EXPREF",
        ["@"] = "CURRENT",
        ["!"] = "NOT",
        ["=="] = "EQ",
        ["!="] = "NE",
        ["<"] = "LT",
        ["<="] = "LTE",
        [">"] = "GT",
        [">="] = "GTE",
        ["name"] = "UNQUOTED_IDENTIFIER",
        ["\"name\""] = "QUOTED_IDENTIFIER",
        ["value"] = "LITERAL",
        ["number"] = "NUMBER",
        ["end"] = "EOF",
    };

    public static string NameOf(string kind) => Names[kind];

    /// <exception cref="FormatException">A sign that no expression has, or a quotation without an end.</exception>
    public static List<JmesToken> Cut(string text)
    {
        List<JmesToken> tokens = [];
        for (var i = 0; i < text.Length;)
        {
            var (c, start) = (text[i], i);
            if (char.IsWhiteSpace(c))
            {
                i++;
                continue;
            }
            if (char.IsAsciiLetter(c) || c == '_')
            {
                while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_')) i++;
                tokens.Add(new("name", text[start..i], start));
            }
            else if (char.IsAsciiDigit(c) || (c == '-' && i + 1 < text.Length && char.IsAsciiDigit(text[i + 1])))
            {
                for (i++; i < text.Length && char.IsAsciiDigit(text[i]);) i++;
                if (!int.TryParse(text.AsSpan(start, i - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) throw Bad("Number too large", text, start);
                tokens.Add(new("number", number, start));
            }
            else if (c is '"' or '\'' or '`')
            {
                var inner = Quoted(text, ref i, c);
                tokens.Add(c switch
                {
                    '"' => new("\"name\"", Json($"\"{inner}\"", text, start) as string, start),
                    '\'' => new("value", inner.Replace("\\'", "'", StringComparison.Ordinal), start),
                    _ => new("value", Literal(inner.Replace("\\`", "`", StringComparison.Ordinal), text, start), start),
                });
            }
            else if (Signs.FirstOrDefault(s => string.CompareOrdinal(text, start, s, 0, s.Length) == 0) is { } sign)
            {
                tokens.Add(new(sign, null, start));
                i += sign.Length;
            }
            else throw Bad($"Unknown token {c}", text, start);
        }
        tokens.Add(new("end", null, text.Length));
        return tokens;
    }

    private static string Quoted(string text, ref int i, char quote)
    {
        var start = i++;
        StringBuilder inner = new();
        while (i < text.Length && text[i] != quote)
        {
            if (text[i] == '\\' && i + 1 < text.Length) inner.Append(text[i++]);
            inner.Append(text[i++]);
        }
        if (i >= text.Length) throw Bad($"Unclosed {quote} delimiter", text, start);
        i++;
        return inner.ToString();
    }

    /// <summary>A literal between backquotes is JSON; a word without quotes is taken as text, as of old.</summary>
    private static object? Literal(string text, string whole, int at)
    {
        try
        {
            return AnswerValue.Of(JsonNode.Parse(text.Trim()), null);
        }
        catch (JsonException)
        {
            return text.Trim() is ['"' or '[' or '{', ..] ? throw Bad($"Bad token {text}", whole, at) : text.Trim();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException) // a name twice, half a character
        {
            throw Bad($"Bad token {text}", whole, at);
        }
    }

    private static object? Json(string text, string whole, int at)
    {
        try
        {
            return AnswerValue.Of(JsonNode.Parse(text), null);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Bad($"error decoding string {text}", whole, at);
        }
    }

    private static FormatException Bad(string words, string text, int at) => new($"Bad jmespath expression: {words}:\n{text}\n{new string(' ', at)}^");
}
