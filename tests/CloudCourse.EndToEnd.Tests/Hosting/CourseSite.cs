using System.Diagnostics;
using System.Text;

namespace CloudCourse.EndToEnd.Tests.Hosting;

/// <summary>The site as a process of its own over a database of its own, as an operator runs it. Can be killed and started again.</summary>
public sealed class CourseSite : IAsyncDisposable
{
    private const string AddressMark = "CloudCourse is at ";
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private readonly string _data = Directory.CreateTempSubdirectory("cloudcourse-e2e-").FullName;
    private readonly StringBuilder _log = new();
    private Process? _process;

    private readonly IReadOnlyDictionary<string, string> _settings;

    private CourseSite(IReadOnlyDictionary<string, string> settings) => _settings = settings;

    /// <summary>Without a slash at its end. The same after a restart.</summary>
    public string Address { get; private set; } = "http://127.0.0.1:0";

    /// <summary>What the site has written so far.</summary>
    public string Log
    {
        get { lock (_log) return _log.ToString(); }
    }

    /// <summary>The link for the first instructor, which the first start prints once the site is up.</summary>
    public async Task<Uri> SetupLinkAsync()
    {
        for (var asked = Stopwatch.StartNew(); asked.Elapsed < StartPatience; await Task.Delay(50))
        {
            if (Log.Split([' ', '\n', '\r']).FirstOrDefault(word => word.Contains("/setup?token=", StringComparison.Ordinal)) is { } link) return new(link);
        }
        throw new InvalidOperationException($"No setup link was printed:\n{Log}");
    }

    /// <param name="settings">More of an operator's environment variables.</param>
    public static async Task<CourseSite> StartAsync(IReadOnlyDictionary<string, string>? settings = null)
    {
        CourseSite site = new(settings ?? new Dictionary<string, string>());
        await site.StartAgainAsync();
        return site;
    }

    /// <summary>Starts it over the same database, at the same address.</summary>
    public async Task StartAgainAsync()
    {
        TaskCompletionSource<string> answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ProcessStartInfo start = new("dotnet", [Path.Combine(Places.Site, "CloudCourse.Web.dll"), "--urls", Address])
        {
            WorkingDirectory = Places.Site,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Production",
                ["ConnectionStrings__CloudCourse"] = $"Data Source={Path.Combine(_data, "cloudcourse.db")}",
            },
        };
        foreach (var ours in (string[])["ASPNETCORE_URLS", "ASPNETCORE_HTTP_PORTS", "DOTNET_URLS"]) start.Environment.Remove(ours);

        foreach (var (name, value) in _settings) start.Environment[name] = value;

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Exited += (_, _) => answered.TrySetException(new InvalidOperationException($"The site ended while it started:\n{Log}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = await answered.Task.WaitAsync(StartPatience);

        void Note(string? line)
        {
            if (line is null) return;
            lock (_log) _log.AppendLine(line);
            if (line.StartsWith(AddressMark, StringComparison.Ordinal)) answered.TrySetResult(line[AddressMark.Length..].Split(' ')[0]);
        }
    }

    /// <summary>Ends it as a power cut would: it gets no chance to put anything away.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_data, recursive: true);
    }
}
