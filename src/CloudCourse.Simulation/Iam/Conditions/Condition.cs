using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Conditions;

public enum SetQualifier { None, ForAllValues, ForAnyValue }

/// <summary>One operator on one key, with the values that it accepts.</summary>
/// <param name="Name">The operator as written, such as <c>ForAnyValue:StringLikeIfExists</c>.</param>
/// <param name="Operator">Null when there is none of that name.</param>
public sealed record Condition(
    string Name, Location NameAt, ConditionOperator? Operator, SetQualifier Qualifier, bool IfExists,
    string Key, Location KeyAt, IReadOnlyList<ConditionValue> Values, Location ValuesAt)
{
    /// <summary>The key, ready for being looked up.</summary>
    internal ContextKey ContextKey { get; } = new(Key);

    /// <summary>The values, ready for being gone through.</summary>
    internal ConditionValue[] ValueArray { get; } = [.. Values];
}

/// <param name="Pattern">The value cut for matching; texts of operators without variables are plain.</param>
/// <param name="ArnPattern">Set for the ARN operators.</param>
public sealed record ConditionValue(string Text, Location At, Pattern Pattern, ArnPattern? ArnPattern)
{
    /// <summary>What the operator compares with, such as a number; null when the text is none.</summary>
    internal object? Parsed { get; init; }
}
