namespace CloudCourse.Cli;

/// <summary>What the process ends with.</summary>
public static class ExitCode
{
    /// <summary>Done; every line was answered (a Deny or a finding is an answer).</summary>
    public const int Done = 0;

    /// <summary>What <c>--fail-on</c> names was met, the content has problems, or the fault is ours.</summary>
    public const int Failed = 1;

    /// <summary>The command was called wrongly; the reason is on standard error.</summary>
    public const int BadUsage = 2;
}
