using System.Security.Cryptography;

namespace CloudCourse.Progress;

/// <summary>
/// Ten characters that are read aloud and typed without doubt: no 0 and O, no 1, I and L, no U and V. 49 bits, so that nobody
/// finds one by trying; the site limits tries besides.
/// </summary>
public static class JoinCode
{
    private const string Alphabet = "23456789ABCDEFGHJKMNPQRSTWXYZ";
    private const int Length = 10;

    internal static string Make() => RandomNumberGenerator.GetString(Alphabet, Length);

    /// <summary>As stored: upper case, without dashes and spaces.</summary>
    public static string Normalize(string typed) =>
        string.Concat(typed.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant));

    /// <summary>As shown: <c>ABCDE-FGHJK</c>.</summary>
    public static string Show(string code) => code.Length == Length ? $"{code[..5]}-{code[5..]}" : code;
}
