namespace CloudCourse.Web.Playground;

/// <summary>Policies and one request that they decide: what the page's script sends, and what an example starts with.</summary>
public sealed record Situation(IReadOnlyList<SituationPolicy?>? Policies, SituationRequest? Request);

/// <param name="Type">One of <see cref="PolicyPlace"/>.</param>
/// <param name="Level">For policies of the organization: <c>root</c>, <c>unit</c> or <c>account</c>.</param>
public sealed record SituationPolicy(string? Type, string? Name, string? Text, string? Level = null);

public sealed record SituationRequest(
    SituationPrincipal? Principal, string? Action, string? Resource, string? ResourceAccount = null, IReadOnlyList<SituationKey?>? Context = null);

/// <param name="Type"><c>arn</c>, <c>service</c>, <c>federated</c> or <c>anonymous</c>.</param>
public sealed record SituationPrincipal(string? Type, string? Id = null);

public sealed record SituationKey(string? Key, IReadOnlyList<string?>? Values);

/// <summary>Where a policy has its say, by the names that the page and its links use.</summary>
internal static class PolicyPlace
{
    public const string Identity = "identity", Resource = "resource", Boundary = "boundary", Session = "session",
        ServiceControl = "serviceControl", ResourceControl = "resourceControl", Endpoint = "endpoint";

    public static IReadOnlyList<string> All { get; } = [Identity, Resource, Boundary, Session, ServiceControl, ResourceControl, Endpoint];

    /// <summary>The organization's levels from the top, and how people call them.</summary>
    public static IReadOnlyList<(string Id, string Name)> Levels { get; } = [("root", "Root"), ("unit", "OU"), ("account", "Account")];
}
