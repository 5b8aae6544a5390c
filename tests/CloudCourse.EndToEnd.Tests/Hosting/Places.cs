using System.Reflection;

namespace CloudCourse.EndToEnd.Tests.Hosting;

/// <summary>Where the site, the browser and the results are.</summary>
internal static class Places
{
    /// <summary>The folder with the site's program: what was published where <c>CLOUDCOURSE_SITE</c> names it, else the build's output.</summary>
    public static string Site { get; } = Environment.GetEnvironmentVariable("CLOUDCOURSE_SITE") is { Length: > 0 } published ? published : Metadata("Site");

    /// <summary>Whether the site is one that was published; only then are its files compressed as learners get them.</summary>
    public static bool IsPublished { get; } = Site != Metadata("Site");

    /// <summary>For what a failed test leaves behind: the picture of its page and the site's log.</summary>
    public static string Results { get; } = Directory.CreateDirectory(Metadata("Results")).FullName;

    /// <summary>The course's files.</summary>
    public static string Content { get; } = Metadata("Content");

    /// <summary>The files of one of a lab's solutions, by name.</summary>
    public static IReadOnlyDictionary<string, string> Solution(string lab, string solution) =>
        Directory.GetFiles(Directory.GetDirectories(Content, lab, SearchOption.AllDirectories).Single() + $"/solutions/{solution}").ToDictionary(f => Path.GetFileName(f), File.ReadAllText);

    /// <summary>The installed Chromium; Playwright's own download does not work everywhere.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public static string Chromium { get; } = (
        from name in (string[])["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
        from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        let file = Path.Combine(folder, name)
        where File.Exists(file)
        select file).FirstOrDefault() ?? throw new InvalidOperationException("There is no Chromium on the PATH; `bash tests/run` installs it.");

    private static string Metadata(string key) =>
        typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;
}
