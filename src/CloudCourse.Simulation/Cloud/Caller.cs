using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Cloud;

/// <summary>Who calls, and from where.</summary>
/// <param name="Principal">A user, a role's session or the account's root user by its ARN; or an AWS service.</param>
public sealed record Caller(RequestPrincipal Principal)
{
    /// <summary>The policy that was handed over when the role was assumed; it only narrows.</summary>
    public Policy? SessionPolicy { get; init; }

    /// <summary>Condition keys that the caller brings, such as <c>aws:SourceIp</c> or <c>aws:MultiFactorAuthPresent</c>.</summary>
    public RequestContext Context { get; init; } = RequestContext.Empty;

    public static Caller Root(string accountId) => new(new ArnPrincipal($"arn:aws:iam::{accountId}:root"));

    public static Caller User(string accountId, string name) => new(new ArnPrincipal($"arn:aws:iam::{accountId}:user/{name}"));

    public static Caller Session(string accountId, string role, string session) =>
        new(new ArnPrincipal($"arn:aws:sts::{accountId}:assumed-role/{role}/{session}"));

    public static Caller Service(string host) => new(new ServicePrincipal(host));
}
