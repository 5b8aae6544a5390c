using CloudCourse.Labs.IamPolicy.Flow;
using CloudCourse.Labs.IamPolicy.World;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy.Checks;

/// <summary>Turns one decided request into what the panel draws. However long a policy is, this stays a page.</summary>
internal static class CaseEvidence
{
    private const int MostStatements = 40;
    private const int MostElements = 20;
    private const int MostValues = 20;

    public static IamCase Of(SubmittedPolicies policies, DecidedRequest decided, string expected)
    {
        var (request, _, evaluation) = decided;
        var deciding = evaluation.MatchedStatements.ToHashSet<StatementTrace>(ReferenceEqualityComparer.Instance);
        // What decided comes before what did not, and what nearly fitted before what is about something else.
        var kept = evaluation.Trace.Count <= MostStatements ? evaluation.Trace : [.. evaluation.Trace.Index()
            .OrderBy(t => !deciding.Contains(t.Item)).ThenBy(t => t.Item.Elements.Count(e => e.Match is Match.No)).Take(MostStatements)
            .OrderBy(t => t.Index).Select(t => t.Item)];
        var kinds = evaluation.Trace.Select(t => t.Role).Distinct().Count() > 1 || policies.Attached.Count > 0 || policies.Files.Count > 1;
        return new(request.Principal.Name, request.Action, request.Resource,
            [.. request.Context.Values.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => new IamContextEntry(v.Key, [.. v.Value.Take(MostValues)]))],
            expected, evaluation.Decision, Deciding.Meets(evaluation, expected),
            [.. kept.Index().Where(t => deciding.Contains(t.Item)).Select(t => t.Index)],
            [.. evaluation.MissingContextValues.Take(MostValues).Select(Outcome.Clip)],
            [.. evaluation.Unevaluated.Select(u => Outcome.Clip(u.Why)).Distinct().Take(MostValues)],
            [.. kept.Select(t => Statement(policies, t, kinds))])
        {
            BlockedBy = [.. evaluation.BlockedBy.Select(b => Deciding.Words(b, request))],
            Stages = Stages(decided),
            Omitted = evaluation.Trace.Count - kept.Count,
        };
    }

    /// <summary>The caller's own policies alone are told more simply, by what denies and what allows.</summary>
    private static IamStage[] Stages(DecidedRequest decided)
    {
        var (request, set, evaluation) = decided;
        if (set is { ResourcePolicy: null, PermissionsBoundary: null, SessionPolicy: null, ServiceControlPolicies: null, ResourceControlPolicies: null }
            && evaluation.BlockedBy is [] or [PolicyRole.IdentityPolicies]) return [];
        return [.. DecisionFlow.Of(set, request, evaluation).Stages.Where(s => s.Outcome is not FlowOutcome.Absent)
            .Select(s => new IamStage(s.Title, s.Outcome, Outcome.Clip(s.Statements is [var first, ..] ? $"{s.Answer} ({first.Name})" : s.Answer)))];
    }

    private static IamStatement Statement(SubmittedPolicies policies, StatementTrace trace, bool kinds)
    {
        var file = policies.FileOf(trace.Policy);
        var elements = trace.Elements.Count <= MostElements ? trace.Elements
            : [.. trace.Elements.OrderBy(e => e.Match is Match.Yes).Take(MostElements)];
        return new(trace.Policy, Outcome.Clip(trace.Name), trace.Effect?.ToString() ?? "none", trace.Applies, Outcome.Clip(trace.Why), Line(trace.At),
            [.. elements.Select(e => new IamElement(Outcome.Clip(e.Element), e.Match, Outcome.Clip(e.Why), Line(e.At)))])
        {
            Place = kinds ? Words(policies, trace) : null,
        };

        int Line(Location at) => file?.Lines.Of(at.Start).Line ?? 0;
    }

    private static string? Words(SubmittedPolicies policies, StatementTrace trace) =>
        policies.PlaceOf(trace.Policy)?.Words ?? (trace.Role is PolicyRole.ServiceControlPolicies ? "service control policy that AWS attaches" : null);
}
