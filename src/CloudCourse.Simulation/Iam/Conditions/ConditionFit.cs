namespace CloudCourse.Simulation.Iam.Conditions;

internal enum FitReason { NoOperator, WrongNull, Absent, Present, Missing, SeveralValues, EveryValue, Fits, Excluded, NotExcluded, FitsNone, Trouble }

/// <summary>What one condition came to for one request; <see cref="ConditionTrace"/> puts it into words.</summary>
/// <param name="Seen">The request's value that decided.</param>
/// <param name="By">The policy's value that decided; null when none did.</param>
internal readonly record struct ConditionFit(Match Match, FitReason Reason, string? Seen = null, ConditionValue? By = null, Trouble Trouble = default);
