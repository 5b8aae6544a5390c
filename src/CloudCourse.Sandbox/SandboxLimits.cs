namespace CloudCourse.Sandbox;

/// <summary>How much one environment may use. Everything that comes out of it is taken for hostile.</summary>
internal static class SandboxLimits
{
    /// <summary>WebAssembly's memory, in pages of 64 KiB: Lambda's smallest function, 128 MB, the interpreter included.</summary>
    public const int WasmPages = 2048;
    public const int ScriptHeapMiB = 96;

    /// <summary>Above what the process holds when it is ready, whatever it allocates with.</summary>
    public const long DataHeadroomBytes = 256L << 20;
    public const int OpenFiles = 64;

    /// <summary>Of the whole process, over all events of a run.</summary>
    public const int CpuSeconds = 120;

    /// <summary>A result of 6 MB, every character of it escaped, and what stands around it.</summary>
    public const int LineBytes = 40 << 20;

    /// <summary>The environment stops by itself far below (see log.py); beyond this it is ended.</summary>
    public const int LogBytes = 1 << 20;
    public const int LogLines = 4000;

    /// <summary>A learner's handler of 15 minutes that sleeps 25 ms at a time stays below.</summary>
    public const int Messages = 50_000;

    /// <summary>Calls to AWS in one phase; a real handler's time would end long before.</summary>
    public const int Calls = 10_000;

    /// <summary>Calls that an answer did not wait for, as far as they are named.</summary>
    public const int UnsentNames = 10;


    /// <summary>Values in one line: JSON of nothing but brackets takes twenty times its length in the host's memory.</summary>
    public const int LineTokens = 2000;
    public const int PayloadBytes = 6 << 20;
    public const int PayloadDepth = 500;

    /// <summary>Lambda gives loading ten seconds.</summary>
    public const int InitMs = 10_000;

    /// <summary>A run replaces an environment that was lost this many times.</summary>
    public const int LostEnvironments = 3;

    /// <summary>Neither sleeping (that is virtual) nor computing for so long: it waits for what cannot come.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(5);

    /// <summary>The same, added up over a phase.</summary>
    public static readonly TimeSpan IdleTogether = TimeSpan.FromSeconds(8);

    /// <summary>Real time, whatever the process does; only a host in trouble comes near.</summary>
    public static readonly TimeSpan Wall = TimeSpan.FromMinutes(3);
    public static readonly TimeSpan Start = TimeSpan.FromSeconds(60);
}
