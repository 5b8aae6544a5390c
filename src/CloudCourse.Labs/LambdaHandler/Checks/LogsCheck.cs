using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaHandler.Checks;

/// <summary>A line that the handler wrote contains the text <c>line</c>.</summary>
internal sealed class LogsCheck : HandlerCheck
{
    public override string Kind => "logs";
    public override IReadOnlyList<string> Failures => ["not-logged"];

    public override CheckOutcome Judge(CheckDefinition check, Invocation? invocation)
    {
        var text = Member(check.Expect, "line")!.Value.GetString()!;
        var expected = $"a line of the log that contains {text}";
        if (CommonFailures.Of(invocation!.FunctionError) is { } failure) return new(failure, expected);
        // START and END are Lambda's own lines.
        var wrote = invocation.Log.Skip(1).SkipLast(1).Any(l => l.Contains(text, StringComparison.Ordinal));
        return new(wrote ? null : "not-logged", expected);
    }

    protected override IEnumerable<string> ExpectProblems(JsonElement expect)
    {
        if (Member(expect, "line") is not { ValueKind: JsonValueKind.String }) yield return "line, a text, is missing";
        foreach (var problem in Unknown(expect, "line")) yield return problem;
    }
}
