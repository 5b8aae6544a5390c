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
                if (!int.TryParse(text.AsSpan(start, i - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) throw new FormatException($"The number at {start + 1} is too large.");
                tokens.Add(new("number", number, start));
            }
            else if (c is '"' or '\'' or '`')
            {
                var inner = Quoted(text, ref i, c);
                tokens.Add(c switch
                {
                    '"' => new("\"name\"", Json($"\"{inner}\"", start) as string, start),
                    '\'' => new("value", inner.Replace("\\'", "'", StringComparison.Ordinal), start),
                    _ => new("value", Literal(inner.Replace("\\`", "`", StringComparison.Ordinal), start), start),
                });
            }
            else if (Signs.FirstOrDefault(s => string.CompareOrdinal(text, start, s, 0, s.Length) == 0) is { } sign)
            {
                tokens.Add(new(sign, null, start));
                i += sign.Length;
            }
            else throw new FormatException($"There is no sign {c} in an expression (at {start + 1}).");
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
        if (i >= text.Length) throw new FormatException($"The {quote} at {start + 1} is never closed.");
        i++;
        return inner.ToString();
    }

    /// <summary>A literal between backquotes is JSON; a word without quotes is taken as text, as of old.</summary>
    private static object? Literal(string text, int at)
    {
        try
        {
            return AnswerValue.Of(JsonNode.Parse(text.Trim()), null);
        }
        catch (JsonException)
        {
            return text.Trim() is ['"' or '[' or '{', ..] ? throw new FormatException($"The literal at {at + 1} is no JSON.") : text.Trim();
        }
    }

    private static object? Json(string text, int at)
    {
        try
        {
            return AnswerValue.Of(JsonNode.Parse(text), null);
        }
        catch (JsonException)
        {
            throw new FormatException($"The name at {at + 1} cannot be read.");
        }
    }
}
