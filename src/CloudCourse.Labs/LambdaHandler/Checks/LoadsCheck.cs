using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Labs.LambdaHandler.Checks;

/// <summary>The files load and the handler is found. Fails by <c>cannot-load</c>.</summary>
internal sealed class LoadsCheck : HandlerCheck
{
    public override string Kind => "loads";
    public override bool NeedsEvent => false;

    public override CheckOutcome Judge(CheckDefinition check, Invocation? invocation) => new(null);

    protected override IEnumerable<string> ExpectProblems(JsonElement expect) => Unknown(expect);
}
