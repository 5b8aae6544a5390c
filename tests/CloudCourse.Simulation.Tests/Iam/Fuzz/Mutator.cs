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
        ["null", "true", "0", "-1.5e3", "1e99999", "[]", "{}", "\"\"", "[[[]]]", "{\"a\": {\"a\": {}}}", "[1, \"a\", null, {}]", "\"*\"", "[\"*\", \"*\"]", "007", "NaN", "'a'", "// a\n", "/* a */"];

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
        for (var left = 1 + Next(4); left > 0; left--) text = Once(text, corpus);
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
            default: return Exchange(text, at);
        }

        string Tail(string other) => other[Math.Min(other.Length, Next(other.Length + 1))..];
    }

    /// <summary>Exchanges the string that begins next for a word, a value, or nothing but its quotes.</summary>
    private string Exchange(string text, int from)
    {
        var open = text.IndexOf('"', from);
        var close = open < 0 ? -1 : text.IndexOf('"', open + 1);
        if (close < 0) return text.Insert(from, Of(Values));
        var with = Next(4) switch { 0 => Of(Values), 1 => $"[\"{Of(Words)}\", {text[open..(close + 1)]}]", _ => $"\"{Of(Words)}\"" };
        return string.Concat(text.AsSpan(0, open), with, text.AsSpan(close + 1));
    }

    private static string Deeper(string text, int levels)
    {
        StringBuilder deep = new(text.Length + (levels * 2));
        return deep.Append('[', levels).Append(text).Append(']', levels).ToString();
    }
}
