using CloudCourse.Simulation.Findings;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>What a policy is attached to; decides which elements it may have.</summary>
public enum PolicyType { Identity, Resource, Trust, ServiceControl, ResourceControl }

/// <summary>One check of IAM Access Analyzer's ValidatePolicy: one class, one issue code.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html"/>
public abstract class PolicyRule(FindingType type, string issueCode)
{
    private const string Reference = "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html";

    public string IssueCode { get; } = issueCode;
    public FindingType Type { get; } = type;

    /// <summary>AWS's page that explains what the rule holds to: the check's own part of the reference.</summary>
    public virtual string LearnMore => _learnMore ??= $"{Reference}#access-analyzer-reference-policy-checks-{Kind}-{IssueCode.ToLowerInvariant().Replace('_', '-')}";

    private string? _learnMore;

    private string Kind => Type switch
    {
        FindingType.Error => "error",
        FindingType.SecurityWarning => "security-warning",
        FindingType.Warning => "general-warning",
        _ => "suggestion",
    };

    public abstract IEnumerable<Finding> Check(Policy policy, PolicyType kind);

    protected Finding At(Location at, string details) => new(Type, IssueCode, details, at, LearnMore);
    protected Finding At(IReadOnlyList<Location> at, string details) => new(Type, IssueCode, details, at, LearnMore);

    /// <summary>The statements' objects, whatever else is wrong with the document.</summary>
    protected static IEnumerable<JsonObject> Objects(Policy policy) => policy.Statements.Select(s => (JsonObject)s.Json);
}

/// <summary>Looks at each statement by itself.</summary>
internal abstract class StatementRule(FindingType type, string issueCode) : PolicyRule(type, issueCode)
{
    public sealed override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        if (!Concerns(kind)) yield break;
        foreach (var statement in policy.Statements)
        {
            foreach (var finding in Check(statement)) yield return finding;
        }
    }

    /// <summary>Whether policies of this type can have the problem at all.</summary>
    protected virtual bool Concerns(PolicyType kind) => true;

    protected abstract IEnumerable<Finding> Check(Statement statement);
}
