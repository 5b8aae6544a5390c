using System.Globalization;
using System.Text;

namespace CloudCourse.Simulation.Tests.Iam.Fuzz;

/// <summary>Spoils documents. The same seed spoils the same way on every machine, so a number names a document for good.</summary>
internal sealed class Mutator(ulong seed)
{
    /// <summary>Texts that mean something to the reader, the rules or the matcher.</summary>
    private static readonly string[] Words =
    [
        "*", "?", "**", "", " ", "arn:aws:s3:::a", "arn:aws:s3:::a/*", "arn:::::", "arn:*:*:*:*:*", "arn:aws:iam::111122223333:role/a", "111122223333", "AROAEXAMPLE:*",
        "${aws:username}", "${", "${}", "${*}", "${aws:PrincipalTag/a, 'b'}", "${aws:userid, 'x}", "$", "2012-10-17", "2008-10-17", "Allow", "Deny", "true", "false",
        "s3:GetObject", "s3:*", "*:*", ":", "a:", ":a", "iam:PassRole", "sts:AssumeRole", "10.0.0.0/8", "203.0.113.7/33", "::/0", "fe80::1%eth0", "2026-11-22T20:00:00Z", "0000",
        "1e999999999", "99999999999999999999999999999999999999", "-0", "aws:SourceIp", "aws:ResourceTag/", "aws:TagKeys", "kms:ViaService", "s3:prefix", "Null", "NullIfExists",
        "ForAnyValue:StringLike", "ForAllValues:", "IfExists", "StringEquals", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition", "Effect",
        "Statement", "Version", "Sid", "AWS", "Service", "Federated", "\uD83D\uDD11", "ß", "İ", "\u0000", "\u202E", "a.amazonaws.com", "vpc-1",
    ];

    private static readonly string[] Values =
        ["null", "true", "0", "-1.5e3", "1e99999", "[]", "{}", "\"\"", "[[[]]]", "{\"a\": {\"a\": {}}}", "[1, \"a\", null, {}]", "\"*\"", "[\"*\", \"*\"]"];

    private static readonly string[] NoValues = ["007", "NaN", "'a'", "// a\n", "/* a */", "1.", "tru", ",", "\"", "\"\\x\""];

    private const string Characters = "{}[]\":,\\/*?$'%#\0\t\r\n \u2028\uFEFF\uD800\uDC00\uFFFEabzAZ019.-+eE:";

    private ulong _state = seed;

    public int Next(int below)
    {
        // SplitMix64.
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return (int)((z ^ (z >> 31)) % (ulong)below);
    }

    public T Of<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    public string Spoil(IReadOnlyList<string> corpus)
    {
        var text = Of(corpus);
        // Most stay JSON, or the rules would seldom see one.
        var rough = Next(10) < 3;
        for (var left = 1 + Next(6); left > 0; left--) text = rough ? Once(text, corpus) : Exchange(text, Next(Math.Max(1, text.Length)), corpus);
        return text.Length <= 20_000 ? text : text[..20_000];
    }

    private string Once(string text, IReadOnlyList<string> corpus)
    {
        if (text.Length == 0) return Of(Values);
        int at = Next(text.Length), length = Math.Min(text.Length - at, 1 + Next(12));
        switch (Next(14))
        {
            case 0: return text.Remove(at, length);
            case 1: return text.Insert(at, text.Substring(at, length));
            case 2: return text.Insert(at, Characters[Next(Characters.Length)].ToString());
            case 3: return text.Remove(at, 1).Insert(at, Characters[Next(Characters.Length)].ToString());
            case 4: return text[..at];
            case 5: return string.Concat(text.AsSpan(0, at), Tail(Of(corpus)));
            case 6: return text.Insert(at, $"\\u{Next(0x10000).ToString("x4", CultureInfo.InvariantCulture)}");
            case 7: return text.Insert(at, string.Concat(Enumerable.Repeat(Of(Words), 1 + Next(40))));
            case 8: return Deeper(text, 1 + Next(80));
            case 9: return "\uFEFF" + text;
            case 10: return text.Insert(at, Of(NoValues));
            default: return Exchange(text, at, corpus);
        }

        string Tail(string other) => other[Math.Min(other.Length, Next(other.Length + 1))..];
    }

    /// <summary>Exchanges the string that begins next; what was JSON stays JSON.</summary>
    private string Exchange(string text, int from, IReadOnlyList<string> corpus)
    {
        if (Next(20) == 0) return text.Length == 0 ? Of(Values) : Wrapped(text);
        var (open, close) = StringAt(text, from);
        if (close < 0) (open, close) = StringAt(text, 0);
        if (close < 0) return text;
        var isName = text.AsSpan(close + 1).TrimStart() is [':', ..];
        var old = text[open..(close + 1)];
        var other = Of(corpus);
        var (otherOpen, otherClose) = StringAt(other, Next(other.Length));
        var with = Next(isName ? 4 : 8) switch
        {
            0 => Quoted(Of(Words)),
            1 => otherClose < 0 ? "\"\"" : other[otherOpen..(otherClose + 1)],
            2 => string.Concat(old.AsSpan()[..^1], Quoted(Of(Words)).AsSpan(1)),
            3 => string.Concat(Quoted(string.Concat(Enumerable.Repeat(Of(Words), 1 + Next(30)))).AsSpan()[..^1], old.AsSpan(1)),
            4 => Of(Values),
            5 => $"[{Quoted(Of(Words))}, {old}]",
            6 => $"[{old}, {Of(Values)}]",
            _ => $"{{{Quoted(Of(Words))}: {old}}}",
        };
        return string.Concat(text.AsSpan(0, open), with, text.AsSpan(close + 1));
    }

    private string Wrapped(string text) => Next(3) switch { 0 => $"[{text}]", 1 => $"{{\"Statement\": {text}}}", _ => $" \n{text}\r\n" };

    /// <summary>The first string that begins at or after a place; quotes after a backslash are not looked at.</summary>
    private static (int Open, int Close) StringAt(string text, int from)
    {
        // From the start of the document, or the end of a string would be taken for its beginning.
        for (var open = text.IndexOf('"', StringComparison.Ordinal); open >= 0;)
        {
            var close = open + 1;
            while (close < text.Length && text[close] != '"') close += text[close] == '\\' ? 2 : 1;
            if (close >= text.Length) break;
            if (open >= from) return (open, close);
            open = text.IndexOf('"', close + 1);
        }
        return (-1, -1);
    }

    private static string Quoted(string text)
    {
        StringBuilder json = new("\"");
        foreach (var c in text)
        {
            if (c is '"' or '\\' || c < ' ') json.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else json.Append(c);
        }
        return json.Append('"').ToString();
    }

    private static string Deeper(string text, int levels)
    {
        StringBuilder deep = new(text.Length + (levels * 2));
        return deep.Append('[', levels).Append(text).Append(']', levels).ToString();
    }
}
