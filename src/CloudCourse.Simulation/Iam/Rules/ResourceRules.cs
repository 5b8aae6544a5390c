using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Conditions;
using CloudCourse.Simulation.Iam.Patterns;

namespace CloudCourse.Simulation.Iam.Rules;

/// <summary>Looks at each resource that is not a lone star.</summary>
internal abstract class ResourceRule(FindingType type, string issueCode) : PolicyRule(type, issueCode)
{
    public override string LearnMore => "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html";

    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind)
    {
        foreach (var statement in policy.Statements)
        {
            foreach (var arn in statement.Resource?.Patterns ?? [])
            {
                if (!arn.IsEverything && Problem(arn, arn.PartTexts) is { } details) yield return At(arn.At, details);
            }
        }
    }

    /// <param name="parts">Six, unless the ARN is too short.</param>
    protected abstract string? Problem(ArnPattern arn, string[] parts);

    protected static bool IsPlain(string part) => part.Length > 0 && !part.AsSpan().ContainsAny("*?$");
}

internal sealed class InvalidArnPrefix() : ResourceRule(FindingType.Error, "INVALID_ARN_PREFIX")
{
    protected override string? Problem(ArnPattern arn, string[] parts) => parts[0] == "arn" ? null
        : $"\"{arn.Text}\" is not an ARN. A resource is \"*\" or starts with \"arn:\", such as \"arn:aws:s3:::a-bucket\".";
}

internal sealed class MissingArnField() : ResourceRule(FindingType.Error, "MISSING_ARN_FIELD")
{
    protected override string? Problem(ArnPattern arn, string[] parts) => parts[0] != "arn" || parts.Length == 6 ? null
        : $"\"{arn.Text}\" has {parts.Length} parts. An ARN has six, with a colon between them even where one is empty: arn:partition:service:region:account:resource.";
}

internal sealed class InvalidPartition() : ResourceRule(FindingType.Error, "INVALID_PARTITION")
{
    private static readonly string[] Partitions = ["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

    protected override string? Problem(ArnPattern arn, string[] parts) =>
        parts is not ["arn", var partition, _, _, _, _] || partition.AsSpan().ContainsAny("*?$") || Partitions.Contains(partition) ? null
        : $"\"{partition}\" in \"{arn.Text}\" is not a partition. Write \"aws\" after \"arn:\".";
}

internal sealed class InvalidServiceInArn() : ResourceRule(FindingType.Error, "INVALID_SERVICE")
{
    /// <summary>AWS looks at the prefix of condition keys too, and at the services that a request may have come through.</summary>
    public override IEnumerable<Finding> Check(Policy policy, PolicyType kind) =>
        base.Check(policy, kind).Concat(policy.Statements.SelectMany(s => s.Conditions).SelectMany(Check));

    private IEnumerable<Finding> Check(Condition condition)
    {
        var catalog = ActionCatalog.Current;
        // With a dot it is an identity provider's address.
        if (condition.Key.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && !condition.Key.AsSpan(0, colon).ContainsAny("./*?$ ")
            && !catalog.KnowsKeysOf(condition.Key.AsSpan(0, colon)))
        {
            var prefix = condition.Key[..colon];
            yield return At(condition.KeyAt, $"There is no service \"{prefix}\", which \"{condition.Key}\" starts with. "
                + (catalog.SuggestService(prefix) is { } near ? $"Did you mean \"{near}{condition.Key[colon..]}\"?" : "Check what stands before the colon."));
        }
        if (condition.Operator is not StringOperator || !CalledVia.Contains(condition.Key, StringComparer.OrdinalIgnoreCase)) yield break;
        foreach (var value in condition.Values)
        {
            if (value.Text.Split('.') is [var service, "amazonaws", "com"] && IsPlain(service) && !catalog.HasService(service) && !OnlyPrincipals.Contains(service))
                yield return At(value.At, $"There is no service \"{service}\". " + (catalog.SuggestService(service) is { } near ? $"Did you mean \"{near}.amazonaws.com\"?" : "Check the service's principal."));
        }
    }

    private static readonly string[] CalledVia = ["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"];

    /// <summary>Services whose principal is not an action's prefix.</summary>
    private static readonly string[] OnlyPrincipals = ["servicecatalog-appregistry", "aws-mcp", "eks-mcp", "config-conforms", "spot", "spotfleet", "ecs-tasks"];

    protected override string? Problem(ArnPattern arn, string[] parts)
    {
        if (parts is not ["arn", _, var service, _, _, _] || service.AsSpan().ContainsAny("*?$")) return null;
        if (ActionCatalog.Current.HasService(service.ToLowerInvariant())) return null;
        return $"There is no service \"{service}\" in \"{arn.Text}\". " + (ActionCatalog.Current.SuggestService(service) is { } near ? $"Did you mean \"{near}\"?" : "Check the third part of the ARN.");
    }
}

internal sealed class InvalidArnServiceCase() : ResourceRule(FindingType.Error, "INVALID_ARN_SERVICE_CASE")
{
    protected override string? Problem(ArnPattern arn, string[] parts) =>
        parts is ["arn", _, var service, _, _, _] && service.Any(char.IsAsciiLetterUpper) && !service.Contains('$', StringComparison.Ordinal)
            ? $"ARNs are case-sensitive: write \"{service.ToLowerInvariant()}\" instead of \"{service}\"." : null;
}

internal sealed class InvalidArnAccount() : ResourceRule(FindingType.Error, "INVALID_ARN_ACCOUNT")
{
    protected override string? Problem(ArnPattern arn, string[] parts) =>
        parts is ["arn", _, _, _, var account, _] && IsPlain(account) && account is not ("aws" or "cloudfront")
            && (account.Length != 12 || !account.All(char.IsAsciiDigit)) && !account.StartsWith("aws-", StringComparison.Ordinal)
            ? $"\"{account}\" in \"{arn.Text}\" is not an account id. It has twelve digits." : null;
}

internal sealed class InvalidArnResource() : ResourceRule(FindingType.Error, "INVALID_ARN_RESOURCE")
{
    protected override string? Problem(ArnPattern arn, string[] parts) => parts is ["arn", _, _, _, _, ""]
        ? $"\"{arn.Text}\" names no resource. Write it after the last colon." : null;
}

/// <summary>S3 buckets and IAM's resources are the same everywhere, so their ARNs leave the Region empty.</summary>
internal sealed class ArnRegionNotAllowed() : ResourceRule(FindingType.Error, "ARN_REGION_NOT_ALLOWED")
{
    protected override string? Problem(ArnPattern arn, string[] parts) =>
        parts is ["arn", _, var service, var region, _, var resource] && IsPlain(region) && Arns.Leave(service, 3, resource)
            ? $"This ARN of {service} takes no Region: leave the part between the third and fourth colon empty instead of \"{region}\"." : null;
}

/// <summary>A bucket's name is unique in its partition, so its ARN leaves the account empty.</summary>
internal sealed class ArnAccountNotAllowed() : ResourceRule(FindingType.Error, "ARN_ACCOUNT_NOT_ALLOWED")
{
    protected override string? Problem(ArnPattern arn, string[] parts) =>
        parts is ["arn", _, var service, _, var account, var resource] && IsPlain(account) && Arns.Leave(service, 4, resource)
            ? $"This ARN of {service} takes no account: leave the part between the fourth and fifth colon empty instead of \"{account}\"." : null;
}

internal sealed class InvalidArnRegion() : ResourceRule(FindingType.Error, "INVALID_ARN_REGION")
{
    protected override string? Problem(ArnPattern arn, string[] parts) =>
        parts is ["arn", _, var service, var region, _, var resource] && IsPlain(region) && !Regions.Exists(region) && !Arns.Leave(service, 3, resource)
            ? $"There is no Region \"{region}\", which stands in \"{arn.Text}\". " + (Regions.Suggest(region) is { } near ? $"Did you mean \"{near}\"?" : "Regions are such as eu-west-1.") : null;
}

/// <summary>The resource lives in a Region, and an ARN that leaves it out fits nothing.</summary>
internal sealed class MissingArnRegion() : ResourceRule(FindingType.Error, "MISSING_ARN_REGION")
{
    protected override string? Problem(ArnPattern arn, string[] parts) =>
        parts is ["arn", _, var service, "", _, _] && Arns.Need(service, 3)
            ? $"Resources of {service} live in a Region, and \"{arn.Text}\" names none. Write one between the third and fourth colon, or a star." : null;
}

/// <summary>The same for the account. Where the Region is missing too, that is said first.</summary>
internal sealed class MissingArnAccount() : ResourceRule(FindingType.Error, "MISSING_ARN_ACCOUNT")
{
    protected override string? Problem(ArnPattern arn, string[] parts) =>
        // Systems Manager's public documents and parameters are nobody's, and Resource Explorer's views of services are AWS's.
        parts is ["arn", _, var service and not "ssm", { Length: > 0 }, "", var resource] && !(service == "resource-explorer-2" && resource.StartsWith("view/AWSServiceView", StringComparison.Ordinal)) && Arns.Need(service, 3) && Arns.Need(service, 4)
            ? $"Resources of {service} belong to an account, and \"{arn.Text}\" names none. Write its id between the fourth and fifth colon, or a star." : null;
}

internal static class Arns
{
    /// <summary>Whether every ARN of the service has something in this part.</summary>
    public static bool Need(string service, int part)
    {
        var types = ActionCatalog.Current.TypesOfArn(service);
        return types.Count > 0 && types.All(t => t.Parts[part].Length > 0);
    }

    /// <summary>Whether the part is empty in every ARN of the service that this resource could be.</summary>
    public static bool Leave(string service, int part, string resource)
    {
        if (service == "s3")
        {
            // Of S3's resources only buckets and objects have no type in front; the others live in a Region and an account.
            var end = resource.AsSpan().IndexOfAny('/', ':');
            var first = end < 0 ? resource : resource[..end];
            return first.Length > 0 && !first.AsSpan().ContainsAny("*?$")
                && first is not ("accesspoint" or "access-grants" or "job" or "storage-lens" or "storage-lens-group" or "async-request");
        }
        var types = ActionCatalog.Current.TypesOfArn(service);
        return types.Count > 0 && types.All(t => t.Parts[part].Length == 0);
    }
}
