using System.Collections;
using System.Runtime.InteropServices;

namespace CloudCourse.Sandbox.Launcher;

/// <summary>Puts the walls up, one after the other, and then turns this process into the program behind them.</summary>
internal static unsafe class Confinement
{
    private const int SetNoNewPrivileges = 38;
    private const int ResourceCore = 4;

    public static void Apply(LaunchArguments arguments)
    {
        if (!OperatingSystem.IsLinux()) throw new ConfinementException("only Linux has Landlock and seccomp");
        Require(Native.prctl(SetNoNewPrivileges, 1, 0, 0, 0), "no_new_privs");
        // No parent-death signal: it would come when the host's thread ends, not the host. A child whose host is gone reads
        // the end of its input, and one that computes ends by its CPU limit.
        Limit(ResourceCore, 0);
        if (arguments.Nice > 0) _ = Native.setpriority(0, 0, arguments.Nice);
        Landlock.Restrict(arguments.Execute, arguments.Read);
        Seccomp.Install();
    }

    /// <summary>Returns only by throwing.</summary>
    public static void Become(IReadOnlyList<string> command)
    {
        List<string?> environment = [];
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
        {
            // Those were for this .NET process.
            if (!((string)variable.Key).StartsWith("DOTNET_", StringComparison.Ordinal)) environment.Add($"{variable.Key}={variable.Value}");
        }
        _ = Native.execve(command[0], [.. command, null], [.. environment, null]);
        throw new ConfinementException($"{command[0]} could not be started, errno {Marshal.GetLastPInvokeError()}");
    }

    internal static void Require(long result, string what)
    {
        if (result < 0) throw new ConfinementException($"{what} is refused by this kernel, errno {Marshal.GetLastPInvokeError()}");
    }

    private static void Limit(int resource, ulong value)
    {
        var both = stackalloc ulong[] { value, value };
        Require(Native.setrlimit(resource, both), "a resource limit");
    }
}

internal static unsafe partial class Native
{
    [DllImport("libc", SetLastError = true)]
    internal static extern long syscall(long number, long a, long b, long c, long d, long e);

    [DllImport("libc", SetLastError = true)]
    internal static extern int prctl(int option, ulong a, ulong b, ulong c, ulong d);

    [DllImport("libc", SetLastError = true)]
    internal static extern int setrlimit(int resource, ulong* limits);

    [DllImport("libc", SetLastError = true)]
    internal static extern int setpriority(int which, int who, int priority);

    [DllImport("libc", SetLastError = true)]
    internal static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    internal static extern int execve(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string path,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] arguments,
        [MarshalAs(UnmanagedType.LPArray, ArraySubType = UnmanagedType.LPStr)] string?[] environment);
}
