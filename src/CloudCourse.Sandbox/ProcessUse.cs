using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CloudCourse.Sandbox;

/// <summary>What a child process has used, and what it may use, by the kernel's count.</summary>
internal static unsafe partial class ProcessUse
{
    private const int ResourceCpu = 0, ResourceFileSize = 1, ResourceData = 2, ResourceCore = 4, ResourceOpenFiles = 7;
    private const double TickMs = 10; // USER_HZ is 100 on every Linux

    /// <summary>CPU time in milliseconds, and whether the main thread waits for something.</summary>
    public static (double CpuMs, bool Waits) Of(Process process)
    {
        if (!OperatingSystem.IsLinux())
        {
            process.Refresh();
            return (process.TotalProcessorTime.TotalMilliseconds, false);
        }
        // After the name, which may hold anything, come the state and the counters.
        var stat = File.ReadAllText($"/proc/{process.Id}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return (ticks * TickMs, fields[0] == "S");
    }

    /// <summary>Set when the process is ready and before it sees a byte of a learner's.</summary>
    public static void Limit(Process process)
    {
        if (!OperatingSystem.IsLinux()) return;
        var data = File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith("VmData:", StringComparison.Ordinal));
        var held = long.Parse(data.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) * 1024;
        Set(ResourceData, (ulong)(held + SandboxLimits.DataHeadroomBytes));
        Set(ResourceOpenFiles, SandboxLimits.OpenFiles);
        Set(ResourceFileSize, 0);
        Set(ResourceCore, 0);
        Set(ResourceCpu, SandboxLimits.CpuSeconds);

        void Set(int resource, ulong value)
        {
            var both = stackalloc ulong[] { value, value };
            if (prlimit(process.Id, resource, both, null) != 0) throw new InvalidOperationException($"prlimit {resource} failed, errno {Marshal.GetLastPInvokeError()}");
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int prlimit(int pid, int resource, ulong* limits, ulong* old);
}
