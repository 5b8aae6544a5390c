using System.Globalization;
using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy;

/// <summary>The check kinds of IAM labs: each turns one check into a result.</summary>
internal sealed class IamPolicyChecks(SubmittedPolicies policies)
{
    public const string Grammar = "grammar";
    public const string DecisionKind = "decision";
    public const string Decisions = "decisions";
    public static readonly string[] Kinds = [Grammar, DecisionKind, Decisions];
    public static readonly string[] Expectations = ["Allowed", "ExplicitDeny", "ImplicitDeny", "Denied"];

    /// <summary>Every message key that a kind may ask for, with what is said where the author said nothing.</summary>
    public static IReadOnlyDictionary<string, string> Keys(string kind) => kind is Grammar
        ? new Dictionary<string, string> { ["errors"] = "Line {line}: {details}" }
        : new Dictionary<string, string>
        {
            ["allowed"] = "`{action}` on `{resource}` is allowed by {statement} in line {line}. It should be denied.",
            ["denied-implicitly"] = "`{action}` on `{resource}` is denied because no statement allows it. {why}",
            ["denied-explicitly"] = "`{action}` on `{resource}` is denied by {statement} in line {line}.",
            ["unevaluated"] = "`{action}` on `{resource}` cannot be decided: {why}. AWS would not accept the policy either; mend that first.",
        };

    public CheckResult Run(CheckDefinition check) => check.Kind is Grammar ? RunGrammar(check) : RunDecisions(check);

    private CheckResult RunGrammar(CheckDefinition check)
    {
        var found = policies.Files.SelectMany(f => PolicyFindings.Of(f.Policy).Where(x => x.Type is FindingType.Error).Select(x => (File: f, Finding: x))).ToList();
        IamEvidence evidence = new([], [.. found.Select(f => new IamFinding(f.Finding.Type, f.Finding.IssueCode, f.Finding.Details, f.File.Lines.Of(f.Finding.At.Start).Line))]);
        if (found.Count == 0) return Result(check, "passed", [], evidence, []);
        var (file, first) = found[0];
        return Result(check, "errors", [("line", Number(file.Lines.Of(first.At.Start).Line)), ("details", first.Details), ("count", Number(found.Count))],
            evidence, [.. found.SelectMany(f => f.Finding.Locations.Take(1).Select(at => Place(f.File, at)))]);
    }

    private CheckResult RunDecisions(CheckDefinition check)
    {
        var expected = check.Expect.GetProperty("decision").GetString()!;
        var cases = DecisionCases.Read(check.Given).Select(request => (Request: request, Evaluation: Evaluator.Evaluate(policies.All, request))).ToList();
        var failed = cases.FindIndex(c => !Meets(c.Evaluation, expected));
        // Every case is in the evidence: what held is as instructive as what did not.
        IamEvidence evidence = new([.. cases.Select(c => Case(c.Request, c.Evaluation, expected))], []);
        if (failed < 0) return Result(check, "passed", [], evidence, []);

        var (request, evaluation) = cases[failed];
        var key = evaluation switch
        {
            { Unevaluated.Count: > 0, Decision: not Decision.ExplicitDeny } => "unevaluated",
            { Decision: Decision.Allowed } => "allowed",
            { Decision: Decision.ExplicitDeny } => "denied-explicitly",
            _ => "denied-implicitly",
        };
        var (why, statement, place, line) = Reason(evaluation);
        return Result(check, key,
            [("action", request.Action), ("resource", request.Resource), ("principal", request.Principal.Name), ("why", why), ("statement", statement), ("line", line)],
            evidence, place is null ? [] : [place]);
    }

    private static bool Meets(Evaluation evaluation, string expected) => (expected, evaluation.Decision) switch
    {
        // What cannot be decided is denied, but it is not the answer that the check wants.
        _ when evaluation is { Unevaluated.Count: > 0, Decision: not Decision.ExplicitDeny } => false,
        ("Denied", var decision) => decision is not Decision.Allowed,
        var (wanted, decision) => decision.ToString() == wanted,
    };

    /// <summary>The statement to look at: the one that decided, or the Allow that came nearest.</summary>
    private (string Why, string Statement, FileLocation? Place, string Line) Reason(Evaluation evaluation)
    {
        if (evaluation.Unevaluated is [var unknown, ..] && evaluation.Decision is not Decision.ExplicitDeny)
            return At(unknown.Why, unknown.Policy ?? "", unknown.At, "the policy");
        if (evaluation.MatchedStatements is [var deciding, ..])
            return At(deciding.Why, deciding.Policy, deciding.At, deciding.Name);
        var nearest = evaluation.Trace.Where(t => t.Effect is Effect.Allow).OrderBy(t => t.Elements.Count(e => e.Match is Match.No))
            .ThenBy(t => t.Elements.Any(e => e is { Element: "Action" or "NotAction", Match: Match.No })).FirstOrDefault();
        if (nearest?.Elements.FirstOrDefault(e => e.Match is Match.No) is not { } miss)
            return ("The policy has no statement that allows anything.", "no statement", null, "1");
        return At($"The nearest is {nearest.Name}: {miss.Why}.", nearest.Policy, miss.At, nearest.Name);

        (string, string, FileLocation?, string) At(string why, string policy, Location at, string statement) =>
            policies.FileOf(policy) is { } file
                ? (why, statement, Place(file, at), Number(file.Lines.Of(at.Start).Line))
                : (why, $"{statement} of {policy}", null, "0");
    }

    private IamCase Case(AuthorizationRequest request, Evaluation evaluation, string expected) => new(
        request.Principal.Name, request.Action, request.Resource,
        [.. request.Context.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new IamContextEntry(v.Key, v.Value))],
        expected, evaluation.Decision, Meets(evaluation, expected),
        [.. evaluation.Trace.Index().Where(t => evaluation.MatchedStatements.Contains(t.Item)).Select(t => t.Index)],
        evaluation.MissingContextValues, [.. evaluation.Unevaluated.Select(u => u.Why).Distinct()],
        [.. evaluation.Trace.Select(Statement)]);

    private IamStatement Statement(StatementTrace trace)
    {
        var file = policies.FileOf(trace.Policy);
        return new(trace.Policy, trace.Name, trace.Effect?.ToString() ?? "none", trace.Applies, trace.Why, Line(trace.At),
            [.. trace.Elements.Select(e => new IamElement(e.Element, e.Match, e.Why, Line(e.At)))]);

        int Line(Location at) => file?.Lines.Of(at.Start).Line ?? 0;
    }

    private static CheckResult Result(
        CheckDefinition check, string key, (string Name, string Value)[] fill, IamEvidence evidence, IReadOnlyList<FileLocation> places)
    {
        var passed = key == "passed";
        var message = check.Messages.GetValueOrDefault(key) ?? Keys(check.Kind).GetValueOrDefault(key) ?? "";
        // A hidden check says its author's words and nothing of what it saw.
        if (check.Hidden) message = check.Messages.GetValueOrDefault(key) ?? "A hidden check did not pass. Read the task again: who may do what, and where not?";
        else foreach (var (name, value) in fill) message = message.Replace($"{{{name}}}", value, StringComparison.Ordinal);
        return new()
        {
            Id = check.Id,
            Kind = check.Kind,
            Status = passed ? CheckStatus.Passed : CheckStatus.Failed,
            Points = passed ? check.Points : 0,
            OutOf = check.Points,
            MessageKey = key,
            Message = message,
            Hidden = check.Hidden,
            Evidence = check.Hidden ? null : JsonSerializer.SerializeToElement(evidence, CourseJson.Options),
            Locations = check.Hidden ? [] : places,
        };
    }

    private static FileLocation Place(PolicyFile file, Location at) => new(file.Path, at.Pointer, at.Start, at.End);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
