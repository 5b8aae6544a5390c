using CloudCourse.Course.Grading;
using CloudCourse.Labs.LambdaFunction.Evidence;
using CloudCourse.Labs.LambdaHandler;
using CloudCourse.Labs.SimulatedCloud.Checks;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;

namespace CloudCourse.Labs.LambdaFunction.Checks;

/// <summary>
/// A check of what a function left behind. Where that is not as it should be, what went wrong in the function says more than what is
/// missing in the end, so a failed invocation comes first.
/// </summary>
internal abstract class FunctionCheck<TGiven, TExpect> : CloudCheck<TGiven, TExpect>
{
    private const string NotAwaited = "not-awaited";

    private static readonly (string Key, string Words)[] Common =
    [
        ("endless", "{why}"),
        ("not-invoked", "The function was never invoked: nothing set it off."),
        ("no-module", "Lambda found no file by the Handler setting: `{errorType}`. {errorMessage}"),
        ("no-handler", "Lambda found the file, and no such function in it: `{errorType}`. {errorMessage}"),
        ("malformed-handler", "The Handler setting names no file and function: `{errorType}`. {errorMessage}"),
        ("cannot-load", "Lambda could not load the function: `{errorType}`. {errorMessage}"),
        ("denied", "The function's role does not allow `{action}` on `{resource}`, which {operation} needs."),
        ("raised", "The handler raised `{errorType}`: {errorMessage}"),
        ("timed-out", "The handler did not return within the function's timeout, so Lambda stopped it."),
        (NotAwaited, "The handler had returned before it had sent what it called ({calls}): nothing waited for that. Lambda freezes the environment then; the call is made when the environment is next invoked, or never. `await` every promise before you return."),
        ("exited", "The function's environment ended before the handler returned (`{errorType}`)."),
        ("not-json", "The handler returned something that is not JSON: {errorMessage}"),
        (NotMade, NotMadeWords),
    ];

    /// <param name="own">What only this kind says.</param>
    protected static IReadOnlyDictionary<string, string> KeysWith(params (string Key, string Words)[] own) => own.Concat(Common).ToDictionary(k => k.Key, k => k.Words);

    /// <param name="key">How the check itself came out; null where it holds.</param>
    protected static CloudOutcome Judged(CloudRun run, FunctionWindow window, string? key, CloudEvidence evidence, params (string, string)[] fill)
    {
        evidence = evidence with { Function = window.Evidence() };
        if (key is null) return CloudOutcome.Passed(evidence, fill);
        if (run.TooMuch is { } why) return CloudOutcome.Failed("endless", evidence, [.. fill, ("why", why)]);
        if (!window.HasRun) return CloudOutcome.Failed("not-invoked", evidence, fill);
        if (window.Telling is not { } telling)
        {
            var unsent = evidence.Stored is { Kind: "item" or "object" } && key is "missing" or "different" ? window.Unsent : [];
            return unsent.Count > 0 ? CloudOutcome.Failed(NotAwaited, evidence, [.. fill, ("calls", string.Join(", ", unsent.Distinct()))]) : CloudOutcome.Failed(key, evidence, fill);
        }
        var error = telling.Outcome.Error;
        FileLocation[] places = error?.At is { } at ? [.. CommonFailures.Locate(at, [new(at.Path, run.Text(at.Path))])] : [];
        if (window.Denied(telling) is { } call)
        {
            var denied = call.Error!.Denied[0];
            return new("denied", [.. fill, ("action", denied.Action), ("resource", denied.Resource), ("operation", call.Operation), ("message", call.Error.Message)], evidence, places);
        }
        var failed = error!.ErrorType switch
        {
            "Runtime.ImportModuleError" => "no-module",
            "Runtime.HandlerNotFound" => "no-handler",
            "Runtime.MalformedHandlerName" => "malformed-handler",
            "Runtime.UserCodeSyntaxError" => "cannot-load",
            _ => CommonFailures.Of(error)!,
        };
        return new(failed, [.. fill, ("errorType", error.ErrorType), ("errorMessage", error.ErrorMessage.ReplaceLineEndings(" ")),
            ("line", error.At is { } line ? $"{line.Path}, line {line.Line}" : "its code")], evidence, places);
    }

    /// <summary>The moments between which a check looks; a word why it cannot where the run ended before.</summary>
    protected static (AccountSnapshot? From, AccountSnapshot? At, string? Why) Between(CloudRun run, string? from, string? at)
    {
        var (begin, end) = (from is null ? null : run.At(from), run.At(at));
        return end is null || (from is not null && begin is null) ? (null, null, run.TooMuch ?? "the run ended before.") : (begin, end, null);
    }
}
