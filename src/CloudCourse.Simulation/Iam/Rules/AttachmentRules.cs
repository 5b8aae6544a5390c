using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>
/// A policy of one resource speaks of that resource only. Which service it is of is known for trust policies (a role)
/// and where <see cref="Policy.AttachedTo"/> says it.
/// </summary>
internal static class Attachment
{
    private static readonly string[] RoleActions =
        ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity", "sts:TagSession", "sts:SetContext"];

    /// <summary>Null: it may stand there, or nobody knows. Otherwise what the policy is about.</summary>
    public static string? Refuses(Policy policy, PolicyType kind, string prefix, string action) => kind switch
    {
        PolicyType.Trust => RoleActions.Any(a => Patterns.Wildcard.Matches(action, a, ignoreCase: true)) ? null : "a role, which is assumed",
        PolicyType.Resource => Service(policy) is { } service && !prefix.Equals(service, StringComparison.OrdinalIgnoreCase) ? policy.AttachedTo : null,
        _ => null,
    };

    /// <summary>From CloudFormation's name of the type, such as AWS::S3::Bucket, the service's prefix.</summary>
    public static string? Service(Policy policy) => policy.AttachedTo?.Split("::") is ["AWS", var service, _]
        && ActionCatalog.Current.Service(service) is { } found ? found.Prefix : null;
}

internal sealed class UnsupportedActionInPolicy() : PolicyRule(FindingType.Error, "UNSUPPORTED_ACTION_IN_POLICY")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (kind is not (PolicyType.Trust or PolicyType.Resource)) yield break;
        foreach (var pattern in policy.Statements.Where(s => s.Action is { Negated: false }).SelectMany(s => s.Action!.Patterns))
        {
            var colon = pattern.Text.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0 || pattern.Text.Length > 128 || pattern.Text.AsSpan(0, colon).ContainsAny('*', '?')) continue;
            if (Attachment.Refuses(policy, kind, pattern.Text[..colon], pattern.Text) is { } about)
                yield return At(pattern.At, $"\"{pattern.Text}\" has no place here: this policy is about {about}. Remove it.");
        }
    }
}

internal sealed class UnsupportedResourceArnInPolicy() : PolicyRule(FindingType.Error, "UNSUPPORTED_RESOURCE_ARN_IN_POLICY")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (kind is not PolicyType.Resource) yield break;
        foreach (var arn in policy.Statements.Where(s => s.Resource is { Negated: false }).SelectMany(s => s.Resource!.Patterns))
        {
            if (arn.Pieces is not [{ Text: "arn" }, _, { Text: var service }, ..] || service.AsSpan().ContainsAny("*?$")) continue;
            if (Attachment.Refuses(policy, kind, service, service + ":*") is { } about)
                yield return At(arn.At, $"\"{arn.Text}\" has no place here: this policy is about {about}. Remove it.");
        }
    }
}
