using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaHandler.Checks;

/// <summary>The handler fails with an exception of the class <c>errorType</c>, as a caller of Lambda would see it.</summary>
internal sealed class RaisesCheck : HandlerCheck
{
    public override string Kind => "raises";
    public override IReadOnlyList<string> Failures => ["did-not-raise", "raised-another"];

    public override CheckOutcome Judge(CheckDefinition check, Invocation? invocation)
    {
        var type = Member(check.Expect, "errorType")!.Value.GetString();
        var expected = $"the error {type}";
        return CommonFailures.Of(invocation!.FunctionError) switch
        {
            null => new("did-not-raise", expected),
            "raised" when invocation.FunctionError!.ErrorType == type => new(null, expected),
            "raised" => new("raised-another", expected),
            var other => new(other, expected),
        };
    }

    protected override IEnumerable<string> ExpectProblems(JsonElement expect)
    {
        if (Member(expect, "errorType") is not { ValueKind: JsonValueKind.String }) yield return "errorType, a text, is missing";
        foreach (var problem in Unknown(expect, "errorType")) yield return problem;
    }
}
