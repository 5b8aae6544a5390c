using System.Reflection;
using System.Runtime.InteropServices;

namespace CloudCourse.Sandbox;

/// <summary>A language that handlers are written in; each has a process of its own.</summary>
internal enum Language { Python, JavaScript }

/// <summary>Where the runtime's files are: beside a published program, or in the repository that the build came from.</summary>
internal sealed record RuntimeFiles(string Root)
{
    public string Pyodide => Path.Combine(Root, "node_modules", "pyodide");
    public string Snapshot => Path.Combine(Root, "cache", "python.snapshot");
    public string PythonRunner => Path.Combine(Root, "python.mjs");
    public string NodeRunner => Path.Combine(Root, "node.mjs");

    /// <summary>All that a process of that language may read of the machine's files, beside its libraries.</summary>
    public IEnumerable<string> Read(Language language)
    {
        string[] shared = [Path.Combine(Root, "pipe.mjs"), Path.Combine(Root, "world.mjs")];
        return language is Language.Python ? [.. shared, PythonRunner, Path.Combine(Root, "files.mjs"), Pyodide, Snapshot] : [.. shared, NodeRunner, Path.Combine(Root, "node")];
    }

    public string Launcher => Path.Combine(AppContext.BaseDirectory, "CloudCourse.Sandbox.Launcher.dll");

    public string Deno { get; } = Path.Combine(Root, "node_modules", "@deno", DenoPackage, OperatingSystem.IsWindows() ? "deno.exe" : "deno");

    /// <summary>What is missing, for an operator; null when all is there.</summary>
    public string? Missing =>
        new[] { Deno, Snapshot, PythonRunner, NodeRunner, Path.Combine(Pyodide, "pyodide.asm.wasm") }.FirstOrDefault(f => !File.Exists(f)) is { } file
            ? $"{file} is missing; build CloudCourse.Sandbox on this machine, or publish the site again"
            : null;

    public static RuntimeFiles Find(string? configured)
    {
        var published = Path.Combine(AppContext.BaseDirectory, "sandbox");
        var built = typeof(RuntimeFiles).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "SandboxRuntime").Value!;
        return new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(configured ?? (Directory.Exists(published) ? published : built))));
    }

    private static string DenoPackage => (OperatingSystem.IsMacOS(), OperatingSystem.IsWindows(), RuntimeInformation.OSArchitecture) switch
    {
        (true, _, Architecture.Arm64) => "darwin-arm64",
        (true, _, _) => "darwin-x64",
        (_, true, _) => "win32-x64",
        (_, _, Architecture.Arm64) => "linux-arm64-glibc",
        _ => "linux-x64-glibc",
    };
}
