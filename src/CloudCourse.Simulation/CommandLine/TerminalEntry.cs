using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.CommandLine;

/// <summary>What a terminal acts on.</summary>
public interface ITerminalAccount
{
    /// <summary>Where calls go that name no Region.</summary>
    string Region { get; }

    DateTimeOffset Now { get; }

    /// <param name="service">The prefix of the service's IAM actions.</param>
    /// <param name="at">The line in the script.</param>
    CallResult Call(string region, string service, string operation, JsonValue input, Location at);

    /// <summary>Lets time pass.</summary>
    /// <returns>False where too much has happened: nothing more is run.</returns>
    bool Pass(TimeSpan time);

    /// <summary>What <c>file://</c> reads; null where there is no such file.</summary>
    string? File(string path);
}

/// <summary>One typed line and what came of it.</summary>
/// <param name="Line">Of the script, from 1.</param>
/// <param name="Output">As printed, errors among it in their order.</param>
/// <param name="ExitCode">0 where it worked; of <c>aws</c> 252 for a command that is none, 254 for a refusal of the service's.</param>
/// <param name="Hint">Ours, not AWS's: what to do about a failure; null where the output says it.</param>
public sealed record TerminalEntry(string Typed, int Line, Location At, string Output, int ExitCode, string? Hint, IReadOnlyList<TerminalCall> Calls);

/// <summary>An <c>aws</c> command that named an operation.</summary>
/// <param name="Result">Null where the command line refused before anything was sent.</param>
/// <param name="Said">What it printed, where it failed.</param>
public sealed record TerminalCall(string Service, string Operation, DateTimeOffset At, CallResult? Result, string? Said);

/// <summary>What a command printed, and how it ended.</summary>
internal readonly record struct Printed(string Out, string Error, int Code, string? Hint = null)
{
    public static Printed Of(string text) => new(text, "", 0);

    /// <summary>What the command line says of a command that it does not understand, and how one is formed.</summary>
    public static Printed Usage(string words, string? hint = null) => Invalid($"""
        {words}

        usage: aws [options] <command> <subcommand> [<subcommand> ...] [parameters]
        To see help text, you can run:

          aws help
          aws <command> help
          aws <command> <subcommand> help

        """, hint);

    /// <summary>What the command line says of an option or a value that it does not take.</summary>
    public static Printed Invalid(string words, string? hint = null) => Wrong($"An error occurred (ParamValidation): {words}", 252, hint);

    /// <seealso href="https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-error-format.html"/>
    public static Printed Wrong(string words, int code, string? hint = null) => new("", $"\naws: [ERROR]: {words}\n", code, hint);
}
