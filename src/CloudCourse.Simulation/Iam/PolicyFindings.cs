using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Rules;

namespace CloudCourse.Simulation.Iam;

/// <summary>Everything there is to say about a policy document, all problems at once, in the order of the text.</summary>
public static class PolicyFindings
{
    /// <summary>The rules, a line each.</summary>
    public static IReadOnlyList<PolicyRule> Rules { get; } =
    [
        new DuplicateKey(), new DataTypeMismatch(), new InvalidPolicyElement(),
        new MissingVersion(), new InvalidVersion(), new MissingStatement(),
        new IdentityPolicySize(), new ResourcePolicySize(), new RoleTrustPolicySize(), new ScpSize(), new RcpSize(),
        new MissingEffect(), new InvalidEffect(), new MissingAction(), new MissingResource(), new UnsupportedElementCombination(), new RedundantStatement(),
        new UnsupportedPrincipal(), new MissingPrincipal(), new InvalidPrincipalKey(), new InvalidPrincipalFormat(), new AllowWithNotPrincipal(),
        new EmptyArrayPrincipal(), new EmptyObjectPrincipal(), new UnsupportedWildcardInPrincipal(), new InvalidRoleReference(), new InvalidUserReference(),
        new FederatedPrincipalNotSupported(), new ScpPrincipal(), new RcpPrincipal(), new RcpAllow(), new RcpNotAction(), new RcpAction(),
        new RestrictAccessToServicePrincipal(), new RecommendedConditionKeyForServicePrincipal(), new UnsupportedConditionKeyForServicePrincipal(),
        new RoleTrustPolicyNotPrincipal(), new RoleTrustPolicyResource(), new RoleTrustPolicyWildcardPrincipal(), new RedundantPrincipalInRoleTrustPolicy(),
        new InvalidFederatedPrincipalSyntax(), new MismatchedActionForPrincipal(), new MissingActionForRolesAnywhere(), new MissingActionForConditionKey(),
        new MissingConditionKeyForOidcPrincipal(), new MissingGitHubRepoConditionKey(), new SpecificGitHubRepoAndBranch(), new ConfirmAudienceClaimType(), new ForAnyValueWithAudienceClaimType(),
        new UnsupportedActionInPolicy(), new UnsupportedResourceArnInPolicy(),
        new UniqueSidsRequired(), new UniqueSidsRecommended(), new UnsupportedSid(), new EmptySid(),
        new EmptyArrayAction(), new EmptyArrayResource(),
        new InvalidAction(), new InvalidServiceInAction(), new WildcardInServiceName(), new RedundantAction(),
        new InvalidArnPrefix(), new MissingArnField(), new InvalidPartition(), new InvalidServiceInArn(), new InvalidArnServiceCase(),
        new InvalidArnRegion(), new MissingArnRegion(), new MissingArnAccount(),
        new InvalidArnAccount(), new InvalidArnResource(), new ArnRegionNotAllowed(), new ArnAccountNotAllowed(), new RedundantResource(),
        new InvalidConditionOperator(), new NullWithIfExists(), new NullWithQualifier(), new EmptyArrayCondition(), new EmptyObjectCondition(),
        new EmptyArrayConditionForAllValues(), new EmptyArrayConditionForAnyValue(), new EmptyArrayConditionIfExists(),
        new TypeMismatch(), new TypeMismatchBoolean(), new TypeMismatchNumber(), new TypeMismatchDate(), new TypeMismatchIpRange(), new TypeMismatchString(),
        new InvalidConditionDataType(), new InvalidConditionMultipleBoolean(), new InvalidDateValue(), new RedundantConditionValueNum(),
        new InvalidRegion(), new InvalidVpcFormat(), new InvalidVpceFormat(), new InvalidServicePrincipalFormat(),
        new PrivateIpAddress(), new PrivateNotIpAddress(), new PrivateIpAddressSubset(), new PrivateNotIpAddressSubset(), new ImproveIpRange(),
        new WildcardWithoutLike(),
        new InvalidConditionKeyFormat(), new InvalidGlobalConditionKey(), new InvalidServiceConditionKey(), new MissingTagKeyInCondition(),
        new UnsupportedGlobalConditionKey(), new DeprecatedGlobalConditionKey(), new IrrelevantConditionKeyInPolicy(), new DuplicateKeysWithDifferentCase(),
        new MissingPairedConditionKeys(), new UnsupportedActionForConditionKey(),
        new AllowWithUnsupportedTagKey(), new AllowNotActionWithUnsupportedTagKey(), new DenyWithUnsupportedTagKey(), new DenyNotActionWithUnsupportedTagKey(),
        new MissingQualifier(), new ForAllValuesWithSingleValuedKey(),
        new StringLikeWithArnKey(), new EquivalentToNullFalse(), new EquivalentToNullTrue(),
        new RedundantKeyDueToWildcard(), new RedundantStatementDueToWildcard(), new WildcardUsageTooPermissive(), new VariableUsageTooPermissive(),
        new UntrustworthyConditionKey(), new UseConditionKeyOnlyWithSupportedServices(), new InvalidKmsKeyValue(),
        new DynamoDbAttributesWithoutSelect(), new S3PrefixInNegativeContext(),
        new RcpMissingRelatedPrincipalKey(), new RcpMissingRelatedServicePrincipalKey(), new RcpMissingServiceKeyNullCheck(),
        new MissingBraceInVariable(), new EmptyVariable(), new MissingQuoteInVariable(), new UnsupportedSpaceInVariable(),
        new VariableUnsupportedInVersion(), new VariableUnsupportedInElement(), new InvalidVariableForOperator(),
        new PassRoleWithStarInResource(), new PassRoleWithStarInActionAndResource(), new PassRoleWithStarInResourceAndNotAction(),
        new PassRoleWithNotResource(), new PassRoleWithStarInActionAndNotResource(), new PassRoleWithNotActionAndNotResource(),
        new CreateSlrWithStarInResource(), new CreateSlrWithStarInActionAndResource(), new CreateSlrWithStarInResourceAndNotAction(),
        new CreateSlrWithNotResource(), new CreateSlrWithStarInActionAndNotResource(), new CreateSlrWithNotActionAndNotResource(),
    ];

    /// <summary>
    /// Checks that AWS lists and that fire no more: since September 2025 service control policies take the full language, so
    /// Allow with Condition, Resource or NotAction, NotResource, and wildcards anywhere in an action are all right there.
    /// </summary>
    /// <seealso href="https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_syntax.html"/>
    public static IReadOnlyList<string> Retired { get; } =
    [
        "SCP_SYNTAX_ERROR_ACTION_WILDCARD", "SCP_SYNTAX_ERROR_ALLOW_CONDITION", "SCP_SYNTAX_ERROR_ALLOW_NOTACTION",
        "SCP_SYNTAX_ERROR_ALLOW_RESOURCE", "SCP_SYNTAX_ERROR_NOTRESOURCE",
    ];

    /// <summary>A page of findings is enough: a pasted megabyte of mistakes would say nothing more.</summary>
    public const int MostFindings = 200;

    /// <param name="attachedTo">What a resource policy is attached to, such as <c>AWS::S3::Bucket</c>; null when not known.</param>
    public static IReadOnlyList<Finding> Of(string text, PolicyType kind = PolicyType.Identity, string? attachedTo = null)
    {
        var reading = PolicyReader.Read(text);
        return reading.Policy is null ? [reading.SyntaxError!] : Of(reading.Policy with { AttachedTo = attachedTo }, kind);
    }

    public static IReadOnlyList<Finding> Of(Policy policy, PolicyType kind = PolicyType.Identity) =>
        [.. Rules.SelectMany(r => r.Check(policy, kind).Take(MostFindings)).OrderBy(f => f.At.Start).ThenBy(f => f.At.End).Take(MostFindings)];
}
