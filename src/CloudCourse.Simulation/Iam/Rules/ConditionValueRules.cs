using System.Globalization;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>The operator compares one type of values and the key has another.</summary>
internal sealed class TypeMismatch() : ConditionRule(FindingType.Warning, "TYPE_MISMATCH")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Operator is not { } op || ActionCatalog.Current.Key(condition.Key) is not { } key) yield break;
        if (Wanted(key, op) is { } wanted)
            yield return At(condition.KeyAt, $"{condition.Key} is {wanted.Kind}, which {op.Name} does not compare. Use {wanted.Operator}.");
    }

    /// <summary>Any value is also a text, so the operators of text go with every key, as AWS has it.</summary>
    private static (string Kind, string Operator)? Wanted(CatalogKey key, ConditionOperator op) => op is StringOperator or NullOperator or BinaryOperator ? null : (key.ValueType, op) switch
    {
        ("String", not ArnOperator) => ("a text", "StringEquals or StringLike"),
        ("ARN", not ArnOperator) => ("an ARN", "ArnEquals or ArnLike"),
        ("Bool", not BoolOperator) => ("true or false", "Bool"),
        ("Numeric", not NumericOperator) => ("a number", "a Numeric operator"),
        // Seconds since 1970 are a number too.
        ("Date", not (DateOperator or NumericOperator)) => ("a date", "a Date operator"),
        ("IPAddress", not IpOperator) => ("an IP address", "IpAddress or NotIpAddress"),
        _ => null,
    };
}

internal sealed class TypeMismatchString() : ValueTypeRule("TYPE_MISMATCH_STRING", o => o is BinaryOperator,
    t => Convert.TryFromBase64String(t, new byte[t.Length], out _), "Base64");

internal sealed class InvalidConditionDataType() : ConditionRule(FindingType.Error, "INVALID_CONDITION_DATA_TYPE")
{
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        foreach (var keys in Objects(policy).Select(s => s.Find("Condition")?.Value).OfType<JsonObject>().SelectMany(b => b.Members).Select(m => m.Value).OfType<JsonObject>())
        {
            foreach (var key in keys.Members)
            {
                if (key.Value is JsonArray list && list.Items.Select(i => i.GetType()).Distinct().Skip(1).Any())
                    yield return At(key.NameAt, $"The values of {key.Name} are of several types. Write all of them in quotes.");
            }
        }
    }

    protected override IEnumerable<Finding> Check(Condition condition) => [];
}

internal sealed class InvalidConditionMultipleBoolean() : ConditionRule(FindingType.Error, "INVALID_CONDITION_MULTIPLE_BOOLEAN")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition is { Operator: BoolOperator or NullOperator, Values.Count: > 1 })
            yield return At(condition.KeyAt, $"{condition.Name} takes one value, and {condition.Key} has {condition.Values.Count} here. Keep \"true\" or \"false\".");
    }
}

/// <summary>An empty list under one of the forms that are true or false without values.</summary>
internal abstract class EmptyListRule(string issueCode, Func<Condition, bool> concerns, Func<Condition, string> details) : ConditionRule(FindingType.Suggestion, issueCode)
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Values.Count == 0 && concerns(condition)) yield return At(condition.KeyAt, details(condition));
    }
}

internal sealed class EmptyArrayConditionForAllValues() : EmptyListRule("EMPTY_ARRAY_CONDITION_FORALLVALUES", c => c.Qualifier is SetQualifier.ForAllValues,
    c => $"Without values this fits only requests that lack {c.Key}. To ask that, write \"Null\": {{\"{c.Key}\": \"true\"}}.");

internal sealed class EmptyArrayConditionForAnyValue() : EmptyListRule("EMPTY_ARRAY_CONDITION_FORANYVALUE", c => c.Qualifier is SetQualifier.ForAnyValue,
    c => $"Without values for {c.Key} this fits no request. List the values that fit.");

internal sealed class EmptyArrayConditionIfExists() : EmptyListRule("EMPTY_ARRAY_CONDITION_IFEXISTS", c => c is { IfExists: true, Qualifier: SetQualifier.None },
    c => $"Without values this fits only requests that lack {c.Key}. To ask that, write \"Null\": {{\"{c.Key}\": \"true\"}}.");

internal sealed class InvalidDateValue() : ConditionRule(FindingType.Warning, "INVALID_DATE_VALUE")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Operator is not DateOperator) yield break;
        foreach (var value in condition.Values)
        {
            // Four digits are a year.
            if (value.Text.Length != 4 && long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
                yield return At(value.At, $"\"{value.Text}\" counts seconds since 1970, which few can read. Write a date such as 2026-11-22T20:00:00Z.");
        }
    }
}

/// <summary>Of several bounds only the outermost counts.</summary>
internal sealed class RedundantConditionValueNum() : ConditionRule(FindingType.Suggestion, "REDUNDANT_CONDITION_VALUE_NUM")
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition is not { Operator: NumericOperator op, Values.Count: > 1, Qualifier: SetQualifier.None }) yield break;
        var less = op.Name.Contains("Less", StringComparison.Ordinal);
        if (!less && !op.Name.Contains("Greater", StringComparison.Ordinal)) yield break;
        if (condition.Values.Any(v => NumericOperator.Number(v.Text) is null)) yield break;
        var kept = less ? condition.Values.MaxBy(v => NumericOperator.Number(v.Text))! : condition.Values.MinBy(v => NumericOperator.Number(v.Text))!;
        yield return At([.. condition.Values.Select(v => v.At)], $"Any one bound is enough, so only {kept.Text} counts. Keep that one.");
    }
}

/// <summary>A value that names something of AWS's in a known form.</summary>
internal abstract class NamedValueRule(string issueCode, string[] keys, Func<string, string, string?> problem) : ConditionRule(FindingType.Error, issueCode)
{
    protected override IEnumerable<Finding> Check(Condition condition)
    {
        if (condition.Operator is not StringOperator || !keys.Contains(condition.Key, StringComparer.OrdinalIgnoreCase)) yield break;
        foreach (var value in condition.Values)
        {
            // Patterns and variables are known only when a request comes.
            if (!value.Text.AsSpan().ContainsAny("*?$") && problem(condition.Key, value.Text) is { } details) yield return At(value.At, details);
        }
    }
}

internal sealed class InvalidRegion() : NamedValueRule("INVALID_REGION", ["aws:RequestedRegion", "ec2:Region"],
    (_, value) => Regions.Exists(value) ? null : $"There is no Region \"{value}\". " + (Regions.Suggest(value) is { } near ? $"Did you mean \"{near}\"?" : "Regions are such as eu-west-1."));

internal sealed class InvalidVpcFormat() : NamedValueRule("INVALID_VPC_FORMAT", ["aws:SourceVpc"],
    (_, value) => Identifiers.Has(value, "vpc-") ? null : $"\"{value}\" is not a VPC's id. It is vpc- and 8 or 17 letters and digits.");

internal sealed class InvalidVpceFormat() : NamedValueRule("INVALID_VPCE_FORMAT", ["aws:SourceVpce"],
    (_, value) => Identifiers.Has(value, "vpce-") ? null : $"\"{value}\" is not a VPC endpoint's id. It is vpce- and 8 or 17 letters and digits.");

internal sealed class InvalidServicePrincipalFormat() : NamedValueRule("INVALID_SERVICE_PRINCIPAL_FORMAT",
    ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast", "kms:ViaService"],
    (key, value) =>
    {
        var regional = key.StartsWith("kms:", StringComparison.OrdinalIgnoreCase);
        var labels = value.Split('.');
        var end = Array.IndexOf(labels, "amazonaws");
        return end == (regional ? 2 : 1) && value[value.IndexOf("amazonaws", StringComparison.Ordinal)..] is "amazonaws.com" or "amazonaws.com.cn" ? null
            : $"\"{value}\" is not how {key} names a service. Write {(regional ? "service.region.amazonaws.com" : "service.amazonaws.com")}.";
    });

internal static class Identifiers
{
    public static bool Has(string text, string prefix) => text.StartsWith(prefix, StringComparison.Ordinal)
        && text.Length - prefix.Length is 8 or 17 && text.Skip(prefix.Length).All(char.IsAsciiLetterOrDigit);
}

/// <summary>Every Region of every partition; a policy may name one of another partition than ours.</summary>
/// <seealso href="https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html"/>
internal static class Regions
{
    internal static readonly string[] All =
    [
        "af-south-1", "ap-east-1", "ap-east-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3", "ap-south-1", "ap-south-2",
        "ap-southeast-1", "ap-southeast-2", "ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7",
        "ca-central-1", "ca-west-1", "cn-north-1", "cn-northwest-1", "eu-central-1", "eu-central-2", "eu-isoe-west-1", "eu-north-1",
        "eu-south-1", "eu-south-2", "eu-west-1", "eu-west-2", "eu-west-3", "eusc-de-east-1", "il-central-1", "me-central-1", "me-south-1",
        "mx-central-1", "sa-east-1", "us-east-1", "us-east-2", "us-gov-east-1", "us-gov-west-1", "us-iso-east-1", "us-iso-west-1",
        "us-isob-east-1", "us-isob-west-1", "us-isof-east-1", "us-isof-south-1", "us-west-1", "us-west-2",
        // Where global services are called.
        "aws-global", "aws-cn-global", "aws-us-gov-global",
    ];

    private static readonly HashSet<string> Names = new(All, StringComparer.OrdinalIgnoreCase);

    public static bool Exists(string name) => Names.Contains(name);

    public static string? Suggest(string name) => Spelling.Nearest(name, All);
}
