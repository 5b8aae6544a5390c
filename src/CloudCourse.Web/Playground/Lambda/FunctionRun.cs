namespace CloudCourse.Web.Playground.Lambda;

/// <summary>What the Lambda playground sends: a function, its role's policy, what is in its account, and how it is to be invoked. Everything may be missing or wrong.</summary>
/// <param name="Policy">The execution role's policy as text; empty for a role that may do nothing.</param>
/// <param name="Event">JSON as text.</param>
/// <param name="Account">Steps before the function is invoked, as <c>sim run</c>'s worlds have them under <c>operations</c>, in JSON.</param>
/// <param name="Mode"><c>sync</c>, <c>async</c>, <c>account</c>: only what happens in the account invokes it, or <c>load</c>: many events.</param>
public sealed record FunctionRun(
    string? Runtime, string? Handler, int? Memory, int? Timeout, IReadOnlyList<FunctionFile?>? Files, IReadOnlyList<FunctionVariable?>? Variables,
    string? Policy, string? Event, string? Account, int? Invocations, string? Mode)
{
    /// <summary>Where the mode is <c>load</c>, what comes: <c>events</c>, <c>uploads</c>, <c>messages</c> or <c>requests</c>.</summary>
    public string? LoadOf { get; init; }
    public int? LoadCount { get; init; }
    public int? LoadSeconds { get; init; }

    /// <summary>What each invocation computes, in virtual milliseconds.</summary>
    public int? LoadWork { get; init; }

    /// <summary>Reserved concurrency; 0 for none.</summary>
    public int? LoadRoom { get; init; }
}

public sealed record FunctionFile(string? Path, string? Text);

public sealed record FunctionVariable(string? Name, string? Value);

/// <summary>What is wrong with what was sent, in words for whoever wrote it.</summary>
/// <param name="part">The part of the page that it is about: <c>code</c>, <c>settings</c>, <c>role</c>, <c>event</c>, <c>account</c>.</param>
public sealed class FunctionException(string part, string message) : Exception(message)
{
    public string Part => part;
}
