namespace CloudCourse.Course.Reading;

/// <summary>A text file of the course; line ends are normalized to <c>\n</c>, so that a checkout's settings change nothing.</summary>
/// <param name="Path">Relative to the content folder, with forward slashes.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];
}

/// <summary>The content folder: reads files by their relative path and says what is missing.</summary>
internal sealed class SourceFolder(string root, ProblemList problems)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public bool Exists(string path) => File.Exists(Full(path));

    public bool FolderExists(string path) => Directory.Exists(Full(path));

    /// <summary>Null, with a problem, where the file is missing or is not UTF-8 text.</summary>
    public SourceFile? Read(string path, string purpose)
    {
        if (TryRead(path) is { } file) return file;
        problems.Add(path, 1, 1, File.Exists(Full(path))
            ? "This file cannot be read as UTF-8 text; save it as UTF-8."
            : $"This file is missing; it holds {purpose}.");
        return null;
    }

    public SourceFile? TryRead(string path)
    {
        try
        {
            var text = File.ReadAllText(Full(path), Strict);
            _read.Add(path);
            return new(path, text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n'));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or System.Text.DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Files that nothing asked for.</summary>
    public IReadOnlyList<string> Unread() => [.. Files("").Where(f => !_read.Contains(f))];

    /// <summary>Every file below a folder, relative to it, in ordinal order; none where the folder is missing.</summary>
    public IReadOnlyList<string> Files(string folder)
    {
        var full = Full(folder);
        if (!Directory.Exists(full)) return [];
        return [.. Directory.EnumerateFiles(full, "*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(full, f).Replace('\\', '/'))
            .Where(f => !f.Split('/').Any(part => part.StartsWith('.') || part is "__pycache__"))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Names of the folders right below one, in ordinal order.</summary>
    public IReadOnlyList<string> Folders(string folder) =>
        FolderExists(folder)
            ? [.. Directory.EnumerateDirectories(Full(folder)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)]
            : [];

    private string Full(string path) => Path.Combine(root, path);

    private static System.Text.UTF8Encoding Strict { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
}
