using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CloudCourse.Sandbox;

/// <summary>The command lines: Deno with no permission but to read its own files, and the launcher's walls around it.</summary>
internal static class SandboxCommand
{
    public static ProcessStartInfo Environment(RuntimeFiles files, Language language, bool confined)
    {
        List<string> deno =
        [
            files.Deno, "run", "--no-prompt", "--no-remote", "--no-npm", "--cached-only", "--no-config", "--no-lock", "--no-code-cache", "--node-modules-dir=none",
            .. language is Language.Python ? Python(files) : JavaScript(files),
        ];
        return confined ? Launch([.. Walls(files, language), "--", .. deno], files) : Start(deno);
    }

    private static IEnumerable<string> Python(RuntimeFiles files) =>
    [
        // Without the third flag a function's constructor compiles text, and text reaches Deno.
        $"--v8-flags=--wasm-max-mem-pages={SandboxLimits.WasmPages},--max-heap-size={SandboxLimits.ScriptHeapMiB},--disallow-code-generation-from-strings",
        $"--allow-read={files.Pyodide},{files.Snapshot}",
        files.PythonRunner, files.Pyodide, files.Snapshot,
    ];

    /// <summary>No permission at all: what the runner imports is there before it starts.</summary>
    private static IEnumerable<string> JavaScript(RuntimeFiles files) =>
        [$"--v8-flags=--wasm-max-mem-pages=256,--max-heap-size={SandboxLimits.ScriptHeapMiB}", files.NodeRunner];

    /// <summary>Ends with 0 where this kernel has what the launcher needs; says on stderr what is lacking.</summary>
    public static ProcessStartInfo Probe(RuntimeFiles files) => Launch(["--probe"], files);

    private static IEnumerable<string> Walls(RuntimeFiles files, Language language)
    {
        string[] loaders = ["/lib64/ld-linux-x86-64.so.2", "/lib/ld-linux-aarch64.so.1"];
        string[] readable = ["/lib", "/lib64", "/usr/lib", "/etc/ld.so.cache", "/dev/null", "/dev/urandom", .. files.Read(language)];
        return
        [
            "--nice", "10",
            .. loaders.Prepend(files.Deno).SelectMany(p => new[] { "--execute", p }),
            .. readable.SelectMany(p => new[] { "--read", p }),
        ];
    }

    private static ProcessStartInfo Launch(IEnumerable<string> arguments, RuntimeFiles files)
    {
        // The host's own runtime stands at shared/Microsoft.NETCore.App/<version>/ below the program that starts it.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet"));
        var start = Start([dotnet, "exec", files.Launcher, .. arguments]);
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        start.Environment["DOTNET_gcServer"] = "0";
        return start;
    }

    private static ProcessStartInfo Start(IReadOnlyList<string> command)
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = Path.GetPathRoot(AppContext.BaseDirectory)!,
        };
        start.Environment.Clear();
        start.Environment["DENO_DIR"] = "/dev/null/none"; // or localStorage and caches write despite the permissions
        start.Environment["DENO_NO_UPDATE_CHECK"] = "1";
        start.Environment["NO_COLOR"] = "1";
        start.Environment["TZ"] = "UTC";
        // glibc gives memory back early: a third less of it for a waiting environment.
        start.Environment["MALLOC_MMAP_THRESHOLD_"] = "65536";
        start.Environment["MALLOC_TRIM_THRESHOLD_"] = "131072";
        return start;
    }
}
