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
        new MissingVersion(), new InvalidVersion(), new MissingStatement(), new PolicySize(),
        new MissingEffect(), new InvalidEffect(), new MissingAction(), new MissingResource(), new UnsupportedElementCombination(),
        new UnsupportedPrincipal(), new MissingPrincipal(), new InvalidPrincipalKey(),
        new UniqueSids(), new UnsupportedSid(), new EmptySid(),
        new EmptyArrayAction(), new EmptyArrayResource(),
        new InvalidAction(), new InvalidServiceInAction(), new WildcardInServiceName(), new RedundantAction(),
        new InvalidArnPrefix(), new MissingArnField(), new InvalidPartition(), new InvalidServiceInArn(), new InvalidArnServiceCase(),
        new InvalidArnAccount(), new InvalidArnResource(), new ArnRegionNotAllowed(), new ArnAccountNotAllowed(), new RedundantResource(),
        new InvalidConditionOperator(), new NullWithIfExists(), new NullWithQualifier(), new EmptyArrayCondition(), new EmptyObjectCondition(),
        new TypeMismatchBoolean(), new TypeMismatchNumber(), new TypeMismatchDate(), new TypeMismatchIpRange(), new WildcardWithoutLike(),
        new InvalidConditionKeyFormat(), new InvalidGlobalConditionKey(), new MissingQualifier(), new ForAllValuesWithSingleValuedKey(),
        new StringLikeWithArnKey(), new EquivalentToNullFalse(),
        new MissingBraceInVariable(), new EmptyVariable(), new MissingQuoteInVariable(), new UnsupportedSpaceInVariable(),
        new VariableUnsupportedInVersion(), new VariableUnsupportedInElement(), new InvalidVariableForOperator(),
        new PassRoleWithStarInResource(), new PassRoleWithStarInActionAndResource(),
        new CreateSlrWithStarInResource(), new CreateSlrWithStarInActionAndResource(),
    ];

    /// <summary>A page of findings is enough: a pasted megabyte of mistakes would say nothing more.</summary>
    public const int MostFindings = 200;

    public static IReadOnlyList<Finding> Of(string text, PolicyType kind = PolicyType.Identity)
    {
        var reading = PolicyReader.Read(text);
        return reading.Policy is null ? [reading.SyntaxError!] : Of(reading.Policy, kind);
    }

    public static IReadOnlyList<Finding> Of(Policy policy, PolicyType kind = PolicyType.Identity) =>
        [.. Rules.SelectMany(r => r.Check(policy, kind).Take(MostFindings)).OrderBy(f => f.At.Start).ThenBy(f => f.At.End).Take(MostFindings)];
}
