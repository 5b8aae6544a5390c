using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy.World;

/// <summary>One call of a check, and the session policy that its caller brought along.</summary>
internal sealed record LabRequest(AuthorizationRequest Request, string? SessionPolicy)
{
    public Evaluation Evaluate(SubmittedPolicies policies) => Evaluator.Evaluate(PolicyGathering.For(policies, Request, SessionPolicy), Request);
}
