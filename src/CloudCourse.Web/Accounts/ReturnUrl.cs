namespace CloudCourse.Web.Accounts;

/// <summary>Where a form leads back to. Only to this site: anything else would make our sign-in page a door to somebody else's.</summary>
internal static class ReturnUrl
{
    private const int Longest = 2000;

    /// <summary>The address where it is a path on this site, else <paramref name="otherwise"/>.</summary>
    public static string Local(string? url, string otherwise = "/") => IsLocal(url) ? url! : otherwise;

    /// <summary>Browsers drop tabs and line ends, and read a backslash as a slash, so <c>/\evil</c> is as foreign as <c>//evil</c>.</summary>
    public static bool IsLocal(string? url) =>
        url is ['/', ..] and not ['/', '/', ..] && url.Length <= Longest && !url.Any(c => char.IsControl(c) || c is '\\');

    /// <summary>The path with its return address, for a link from one form to another.</summary>
    public static string With(string path, string? url) => IsLocal(url) && url != "/" ? $"{path}?returnUrl={Uri.EscapeDataString(url!)}" : path;
}
