namespace CloudCourse.Simulation.Infrastructure.EdgeCache;

/// <summary>What CloudFront does with requests for some paths.</summary>
/// <param name="PathPattern">With <c>*</c> and <c>?</c>; upper and lower case differ. <c>*</c> for the default behavior.</param>
/// <param name="MinTtl">Seconds, as are the others.</param>
/// <seealso href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/Expiration.html"/>
public sealed record CacheBehavior(string PathPattern, long MinTtl, long DefaultTtl, long MaxTtl, KeyPart QueryStrings, KeyPart Cookies, KeyPart Headers, bool Compress)
{
    public bool Matches(string path) => Matches(PathPattern.StartsWith('/') || PathPattern.StartsWith('*') ? PathPattern : "/" + PathPattern, path);

    /// <summary>How long an answer is kept, in seconds; 0 where it is not kept.</summary>
    public long TtlOf(Page page) => page.CacheControl switch
    {
        null => Math.Max(MinTtl, DefaultTtl),
        { } control when control.StartsWith("max-age=", StringComparison.Ordinal) => Math.Max(MinTtl, Math.Min(MaxTtl, long.Parse(control["max-age=".Length..], System.Globalization.CultureInfo.InvariantCulture))),
        // private, no-store, no-cache: obeyed only while the minimum is 0.
        _ => MinTtl,
    };

    private static bool Matches(string pattern, string path)
    {
        // Two marks instead of recursion: a hostile pattern costs its length times the path's.
        var (p, s, star, mark) = (0, 0, -1, 0);
        while (s < path.Length)
        {
            if (p < pattern.Length && pattern[p] == '*') (star, mark) = (p++, s);
            else if (p < pattern.Length && (pattern[p] == '?' || pattern[p] == path[s])) (p, s) = (p + 1, s + 1);
            else if (star >= 0) (p, s) = (star + 1, ++mark);
            else return false;
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}

/// <summary>Which names of a kind are part of the cache key.</summary>
public sealed record KeyPart(bool All, IReadOnlyList<string> Names)
{
    public static KeyPart None { get; } = new(false, []);

    public static KeyPart Everything { get; } = new(true, []);

    public bool Holds(string name, bool ignoreCase = false) =>
        All || Names.Any(n => n.Equals(name, ignoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal));
}
