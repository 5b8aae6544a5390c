namespace CloudCourse.Simulation.Iam.Conditions;

internal enum TroubleKind { None, PolicyValue, RequestValue, NoVariable }

/// <summary>Why two values cannot be compared.</summary>
/// <param name="Key">The variable's, when it has no value.</param>
internal readonly record struct Trouble(TroubleKind Kind, string? Key = null)
{
    public static Trouble InPolicy => new(TroubleKind.PolicyValue);
    public static Trouble InRequest => new(TroubleKind.RequestValue);
    public static Trouble NoValueOf(string key) => new(TroubleKind.NoVariable, key);

    public string Say(ConditionOperator op, string seen, ConditionValue value) => Kind switch
    {
        TroubleKind.PolicyValue => $"\"{value.Text}\" is {op.Unfit}",
        TroubleKind.RequestValue => $"the request's \"{seen}\" is {op.UnfitInRequest}",
        _ => $"the request has no single value for ${{{Key}}}, so the statement does not apply",
    };
}
