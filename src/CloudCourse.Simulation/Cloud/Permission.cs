using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Cloud;

/// <summary>One action on one resource that a call needs. A call can need several.</summary>
/// <param name="Action">Such as <c>ec2:RunInstances</c>.</param>
/// <param name="Resource">An ARN, or <c>*</c> where the action names none.</param>
/// <seealso href="https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"/>
public sealed record Permission(string Action, string Resource)
{
    /// <summary>The condition keys that go with it, such as <c>ec2:InstanceType</c> or <c>iam:PassedToService</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } = Nothing;

    /// <summary>The policy attached to the resource, where it has one: a role's trust policy, a bucket's policy.</summary>
    public Policy? ResourcePolicy { get; init; }

    /// <summary>The account that owns the resource; null for the account itself.</summary>
    public string? ResourceAccount { get; init; }

    private static readonly Dictionary<string, IReadOnlyList<string>> Nothing = [];
}

/// <summary>How one needed action was decided, and by which statements: the history keeps it.</summary>
/// <param name="By">The statements that decided, as "policy: statement"; empty where none did.</param>
public sealed record AuthorizedAction(string Action, string Resource, Decision Decision, IReadOnlyList<string> By);
