using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>The largest document of its type. AWS counts no white space, save in policies of an organization that come in through its API.</summary>
internal abstract class PolicySizeRule(FindingType type, string issueCode, PolicyType kind, int largest, string what) : PolicyRule(type, issueCode)
{
    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html";

    public override IEnumerable<Finding> Check(Policy policy, PolicyType of)
    {
        if (of == kind && policy.Size > largest)
        {
            yield return At(policy.Json.At, FormattableString.Invariant(
                $"The policy has {policy.Size:N0} characters without white space. {what} takes {largest:N0} at most: split it, or say the same with fewer words."));
        }
    }
}

/// <summary>An inline policy of a role; a managed policy takes 6,144 characters, a group 5,120, a user 2,048.</summary>
internal sealed class IdentityPolicySize() : PolicySizeRule(FindingType.Warning, "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA", PolicyType.Identity, 10_240, "An identity's policy");

/// <summary>A bucket's policy, the largest of the common ones.</summary>
internal sealed class ResourcePolicySize() : PolicySizeRule(FindingType.Warning, "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", PolicyType.Resource, 20_480, "A bucket's policy");

/// <summary>The quota that an account starts with.</summary>
internal sealed class RoleTrustPolicySize() : PolicySizeRule(FindingType.Warning, "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA", PolicyType.Trust, 2_048, "A role's trust policy");

internal sealed class ScpSize() : PolicySizeRule(FindingType.Error, "POLICY_SIZE_EXCEEDS_SCP_QUOTA", PolicyType.ServiceControl, 5_120, "A service control policy")
{
    public override string LearnMore => "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html";
}

internal sealed class RcpSize() : PolicySizeRule(FindingType.Error, "POLICY_SIZE_EXCEEDS_RCP_QUOTA", PolicyType.ResourceControl, 5_120, "A resource control policy")
{
    public override string LearnMore => "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html";
}
