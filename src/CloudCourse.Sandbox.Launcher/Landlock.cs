using System.Runtime.InteropServices;

namespace CloudCourse.Sandbox.Launcher;

/// <summary>No file, folder or TCP port but those named. Needs no privilege, and works inside a container.</summary>
/// <seealso href="https://docs.kernel.org/userspace-api/landlock.html"/>
internal static unsafe class Landlock
{
    private const int CreateRuleset = 444, AddRule = 445, RestrictSelf = 446;
    private const ulong Execute = 1 << 0, ReadFile = 1 << 2, ReadFolder = 1 << 3;
    private const int PathOnlyCloseOnExec = 0x280000;

    public static void Restrict(IReadOnlyList<string> execute, IReadOnlyList<string> read)
    {
        var version = Native.syscall(CreateRuleset, 0, 0, 1, 0, 0);
        Confinement.Require(version, "Landlock");

        // Every access that this kernel's Landlock knows is taken away; a newer one takes away more.
        var files = version switch { >= 5 => 0xFFFFUL, >= 3 => 0x7FFFUL, 2 => 0x3FFFUL, _ => 0x1FFFUL };
        RulesetAttributes attributes = new() { Files = files, Ports = version >= 4 ? 3UL : 0, Scoped = version >= 6 ? 3UL : 0 };
        var size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
        var ruleset = (int)Native.syscall(CreateRuleset, (long)&attributes, size, 0, 0, 0);
        Confinement.Require(ruleset, "a Landlock ruleset");
        foreach (var path in execute) Allow(ruleset, path, Execute | ReadFile);
        foreach (var path in read) Allow(ruleset, path, ReadFile | ReadFolder);
        Confinement.Require(Native.syscall(RestrictSelf, ruleset, 0, 0, 0, 0), "Landlock's restriction");
    }

    private static void Allow(int ruleset, string path, ulong access)
    {
        var file = Native.open(path, PathOnlyCloseOnExec);
        if (file < 0) return; // not on this distribution: nothing to allow
        if (!Directory.Exists(path)) access &= ~ReadFolder;
        PathRule rule = new() { Access = access, File = file };
        Confinement.Require(Native.syscall(AddRule, ruleset, 1, (long)&rule, 0, 0), $"Landlock's rule for {path}");
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct RulesetAttributes
    {
        public ulong Files, Ports, Scoped;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct PathRule
    {
        public ulong Access;
        public int File;
    }
}
