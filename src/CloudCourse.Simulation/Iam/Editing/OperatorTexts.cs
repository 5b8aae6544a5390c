using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Editing;

/// <summary>The condition operators in words, and which keys they go with.</summary>
internal static class OperatorTexts
{
    public static string Short(ConditionOperator op) => op.Name switch
    {
        "StringEquals" => "the text is one of these",
        "StringNotEquals" => "the text is none of these",
        "StringEqualsIgnoreCase" => "the text is one of these, in any case",
        "StringNotEqualsIgnoreCase" => "the text is none of these, in any case",
        "StringLike" => "the text fits a pattern with * and ?",
        "StringNotLike" => "the text fits none of these patterns",
        "NumericEquals" => "the number is one of these",
        "NumericNotEquals" => "the number is none of these",
        "NumericLessThan" => "the number is less",
        "NumericLessThanEquals" => "the number is less or equal",
        "NumericGreaterThan" => "the number is greater",
        "NumericGreaterThanEquals" => "the number is greater or equal",
        "DateEquals" => "the date is one of these",
        "DateNotEquals" => "the date is none of these",
        "DateLessThan" => "the date is before",
        "DateLessThanEquals" => "the date is before, or the same",
        "DateGreaterThan" => "the date is after",
        "DateGreaterThanEquals" => "the date is after, or the same",
        "Bool" => "it is true, or false",
        "BinaryEquals" => "the bytes are one of these, in Base64",
        "IpAddress" => "the address is in one of these ranges",
        "NotIpAddress" => "the address is in none of these ranges",
        "ArnEquals" or "ArnLike" => "the ARN fits a pattern, part by part",
        "ArnNotEquals" or "ArnNotLike" => "the ARN fits none of these patterns",
        "Null" => "the key is missing (\"true\") or there (\"false\")",
        _ => "",
    };

    public static string Markdown(string name)
    {
        var (qualifier, ifExists, op) = ConditionOperator.Parse(name);
        if (op is null) return "";
        List<string> lines = [$"**{name}**: {Short(op)}."];
        lines.Add((qualifier, op) switch
        {
            (_, NullOperator) => "It asks about the key itself, not about its values.",
            (SetQualifier.ForAllValues, _) => "`ForAllValues`: every value of the request must fit. A request without the key fits too.",
            (SetQualifier.ForAnyValue, _) => "`ForAnyValue`: one value of the request must fit. A request without the key does not fit.",
            _ when ifExists => "`IfExists`: a request without the key fits.",
            (_, { Negated: true }) => "A request without the key fits: nothing is there that it could equal.",
            _ => "A request without the key does not fit.",
        });
        if (qualifier is not SetQualifier.None && ifExists) lines.Add("`IfExists`: a request without the key fits.");
        if (op.TakesVariables) lines.Add("Its values may have policy variables such as `${aws:username}`.");
        lines.Add("[AWS on condition operators](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html)");
        return string.Join("\n\n", lines);
    }

    /// <summary>Whether the operator compares what the key holds, as the findings have it.</summary>
    public static bool Fits(ConditionOperator? op, SetQualifier qualifier, CatalogKey key)
    {
        if (op is null or NullOperator) return true;
        if (qualifier is SetQualifier.None == key.HasSeveralValues) return false;
        return key.ValueType switch
        {
            "ARN" => op is ArnOperator or StringOperator { TakesWildcards: false },
            "Bool" => op is BoolOperator,
            "Numeric" => op is NumericOperator,
            "Date" => op is DateOperator or NumericOperator,
            "IPAddress" => op is IpOperator,
            _ => op is StringOperator or BinaryOperator,
        };
    }
}
