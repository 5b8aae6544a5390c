using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>Patterns as <see cref="PatternWalk"/> takes them: characters, and wildcards that may or may not run over a colon.</summary>
internal static class PatternCodes
{
    /// <summary>A star and a question mark in a part of an ARN that is not its last: they stop at a colon.</summary>
    public const int PartRun = -3, PartOne = -4;

    /// <summary>A run that stops at a colon and at a slash: a bucket's name.</summary>
    public const int NameRun = -5;

    public const int End = int.MinValue;

    public static bool IsRun(int code) => code is Wildcard.AnyRun or PartRun or NameRun;

    public static bool Takes(int code, char c, bool ignoreCase) => code switch
    {
        Wildcard.AnyRun or Wildcard.AnyOne => true,
        PartRun or PartOne => c != ':',
        NameRun => c is not (':' or '/'),
        _ => code == c || (ignoreCase && code >= 0 && char.ToLowerInvariant((char)code) == char.ToLowerInvariant(c)),
    };

    /// <summary>Null when a variable has no value. The wildcards of all parts but the last stop at a colon.</summary>
    public static int[]? Arn(ArnPattern arn, RequestContext context)
    {
        if (arn.IsEverything) return [Wildcard.AnyRun];
        List<int> codes = [];
        for (var i = 0; i < arn.Pieces.Count; i++)
        {
            if (Part(arn, i, context) is not { } part) return null;
            if (i > 0) codes.Add(':');
            codes.AddRange(part);
        }
        return [.. codes];
    }

    /// <summary>As an element of Resource: a star that ends a part runs on over the colon. Null when a variable has no value.</summary>
    public static int[]? Resource(ArnPattern arn, RequestContext context)
    {
        if (arn.IsEverything) return [Wildcard.AnyRun];
        List<int> codes = [];
        for (var part = 0; part < arn.Pieces.Count; part++)
        {
            if (arn.Pieces[part].Expand(context, out _) is not { } tokens) return null;
            if (part > 0) codes.Add(':');
            for (var i = 0; i < tokens.Length; i++)
            {
                codes.Add(tokens[i] switch
                {
                    var any when part == 5 => any,
                    Wildcard.AnyRun when i < tokens.Length - 1 => PartRun,
                    Wildcard.AnyOne => PartOne,
                    var code => code,
                });
            }
        }
        return Normal([.. codes]);
    }

    public static int[]? Part(ArnPattern arn, int part, RequestContext context)
    {
        if (arn.Pieces[part].Expand(context, out _) is not { } tokens) return null;
        if (part == arn.Pieces.Count - 1) return tokens;
        return [.. tokens.Select(code => code switch { Wildcard.AnyRun => PartRun, Wildcard.AnyOne => PartOne, _ => code })];
    }

    /// <summary>The ARNs of a type; names go where the reference has placeholders.</summary>
    /// <param name="partition">The only one that counts; null for any.</param>
    public static int[] OfType(CatalogResourceType type, string? partition)
    {
        List<int> codes = [];
        for (var part = 0; part < type.Parts.Count; part++)
        {
            if (part > 0) codes.Add(':');
            var text = part == 1 && partition is not null ? partition : type.Parts[part];
            for (var i = 0; i < text.Length; i++)
            {
                var end = text[i] == '$' && i + 1 < text.Length && text[i + 1] == '{' ? text.IndexOf('}', i) : -1;
                if (end < 0) codes.Add(text[i] == '*' ? Wildcard.AnyRun : text[i]);
                else
                {
                    // What names a bucket has no slash in it, or a bucket would be its objects too.
                    codes.Add(text.AsSpan(i, end - i + 1) is "${BucketName}" ? NameRun : part < 5 ? PartRun : Wildcard.AnyRun);
                    i = end;
                }
            }
        }
        return Normal([.. codes]);
    }

    public static int[] Plain(string text) => [.. text.Select(c => (int)c)];

    /// <summary>Two stars in a row say no more than one.</summary>
    public static int[] Normal(int[] codes)
    {
        for (var i = 1; i < codes.Length; i++)
        {
            if (!IsRun(codes[i]) || codes[i] != codes[i - 1]) continue;
            return [.. codes.Where((c, at) => at == 0 || !IsRun(c) || c != codes[at - 1])];
        }
        return codes;
    }

    public static bool Fits(int[] codes, string text, bool ignoreCase)
    {
        int p = 0, t = 0, star = -1, resume = 0;
        while (t < text.Length)
        {
            if (p < codes.Length && IsRun(codes[p]))
            {
                star = p++;
                resume = t;
            }
            else if (p < codes.Length && Takes(codes[p], text[t], ignoreCase))
            {
                p++;
                t++;
            }
            else if (star >= 0 && Takes(codes[star], text[resume], ignoreCase))
            {
                p = star + 1;
                t = ++resume;
            }
            else return false;
        }
        while (p < codes.Length && IsRun(codes[p])) p++;
        return p == codes.Length;
    }
}
