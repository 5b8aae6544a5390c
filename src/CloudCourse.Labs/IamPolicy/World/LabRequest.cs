using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy.World;

/// <summary>One call of a check, and the session policy that its caller brought along.</summary>
internal sealed record LabRequest(AuthorizationRequest Request, string? SessionPolicy)
{
    public DecidedRequest Decide(SubmittedPolicies policies)
    {
        var set = PolicyGathering.For(policies, Request, SessionPolicy);
        return new(Request, set, Evaluator.Evaluate(set, Request));
    }
}

/// <summary>A call, the policies that had a say in it, and what they say.</summary>
internal sealed record DecidedRequest(AuthorizationRequest Request, PolicySet Policies, Evaluation Evaluation);
