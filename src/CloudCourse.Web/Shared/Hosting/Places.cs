namespace CloudCourse.Web.Shared.Hosting;

/// <summary>Where the course's files are read and where the server keeps its own (database, keys).</summary>
/// <param name="Content">Setting <c>Content:Folder</c>; else <c>content/</c> of the repository, or beside the published app.</param>
/// <param name="Data">Setting <c>Data:Folder</c>; else <c>data/</c> there.</param>
public sealed record Places(string Content, string Data)
{
    public static Places Find(IConfiguration settings, IHostEnvironment environment)
    {
        var root = RepositoryAbove(environment.ContentRootPath) ?? RepositoryAbove(AppContext.BaseDirectory) ?? environment.ContentRootPath;
        return new(At("Content:Folder", "content"), At("Data:Folder", "data"));

        string At(string setting, string folder) => Path.GetFullPath(settings[setting] is { Length: > 0 } path ? path : folder, root);
    }

    private static string? RepositoryAbove(string folder)
    {
        for (var at = new DirectoryInfo(folder); at is not null; at = at.Parent)
            if (File.Exists(Path.Combine(at.FullName, "CloudCourse.sln"))) return at.FullName;
        return null;
    }
}
