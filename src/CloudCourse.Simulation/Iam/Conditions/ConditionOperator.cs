using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

/// <summary>A condition operator without its prefix and suffix.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"/>
public abstract class ConditionOperator(string name, bool negated = false)
{
    public string Name { get; } = name;

    /// <summary>It is true when no value of the policy fits, and when the key is missing.</summary>
    public bool Negated { get; } = negated;
    public virtual bool TakesVariables => false;
    public virtual bool TakesWildcards => false;

    /// <summary>A value of the policy in the form in which it is compared, read once; null when it cannot be, or is compared as text.</summary>
    internal virtual object? Read(string text) => null;

    /// <summary>Whether one value of the request fits one value of the policy, before any negation. What cannot be compared does not.</summary>
    internal abstract bool Fits(string seen, ConditionValue value, RequestContext context, WorkBudget work, out Trouble trouble);

    /// <summary>It reads the policy's values once, as numbers or the like; what it cannot read is a mistake of the policy.</summary>
    internal virtual bool ReadsValues => false;

    /// <summary>What a value of the policy is that cannot be compared, after "is".</summary>
    internal virtual string Unfit => "of another type";

    /// <summary>What a value of the request is that cannot be compared, after "is".</summary>
    internal virtual string UnfitInRequest => Unfit;

    public static IReadOnlyList<ConditionOperator> All { get; } =
    [
        new StringOperator("StringEquals"), new StringOperator("StringNotEquals", negated: true),
        new StringOperator("StringEqualsIgnoreCase", ignoreCase: true), new StringOperator("StringNotEqualsIgnoreCase", negated: true, ignoreCase: true),
        new StringOperator("StringLike", like: true), new StringOperator("StringNotLike", negated: true, like: true),
        new NumericOperator("NumericEquals", order => order == 0), new NumericOperator("NumericNotEquals", order => order == 0, negated: true),
        new NumericOperator("NumericLessThan", order => order < 0), new NumericOperator("NumericLessThanEquals", order => order <= 0),
        new NumericOperator("NumericGreaterThan", order => order > 0), new NumericOperator("NumericGreaterThanEquals", order => order >= 0),
        new DateOperator("DateEquals", order => order == 0), new DateOperator("DateNotEquals", order => order == 0, negated: true),
        new DateOperator("DateLessThan", order => order < 0), new DateOperator("DateLessThanEquals", order => order <= 0),
        new DateOperator("DateGreaterThan", order => order > 0), new DateOperator("DateGreaterThanEquals", order => order >= 0),
        new BoolOperator(), new BinaryOperator(),
        new IpOperator("IpAddress"), new IpOperator("NotIpAddress", negated: true),
        new ArnOperator("ArnEquals"), new ArnOperator("ArnLike"),
        new ArnOperator("ArnNotEquals", negated: true), new ArnOperator("ArnNotLike", negated: true),
        new NullOperator(),
    ];

    private static readonly Dictionary<string, ConditionOperator> ByName = All.ToDictionary(o => o.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes an operator's name apart. The operator is null when there is none of that name.</summary>
    public static (SetQualifier Qualifier, bool IfExists, ConditionOperator? Operator) Parse(string name)
    {
        const string ifExistsSuffix = "IfExists";
        var qualifier = SetQualifier.None;
        var rest = name;
        foreach (var (prefix, value) in new[] { ("ForAllValues:", SetQualifier.ForAllValues), ("ForAnyValue:", SetQualifier.ForAnyValue) })
        {
            if (!rest.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            (qualifier, rest) = (value, rest[prefix.Length..]);
            break;
        }
        var ifExists = rest.EndsWith(ifExistsSuffix, StringComparison.OrdinalIgnoreCase);
        if (ifExists) rest = rest[..^ifExistsSuffix.Length];
        var found = ByName.GetValueOrDefault(rest);
        // Null asks whether the key exists; "Null, if it exists" asks nothing, and AWS refuses it.
        return (qualifier, ifExists, found is NullOperator && ifExists ? null : found);
    }

    /// <summary>The nearest operator to a misspelt one, with its prefix and suffix kept.</summary>
    public static string? Suggest(string name) => Spelling.Nearest(name, All.SelectMany(o => o is NullOperator
        ? [o.Name]
        : new[] { o.Name, o.Name + "IfExists", "ForAllValues:" + o.Name, "ForAnyValue:" + o.Name }));
}
