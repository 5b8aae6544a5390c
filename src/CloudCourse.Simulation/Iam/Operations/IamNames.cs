using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>What IAM's operations have in common: names, paths, ARNs and the ways to fail.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"/>
internal static partial class IamNames
{
    public static string Arn(string account, string kind, string path, string name) => $"arn:aws:iam::{account}:{kind}{path}{name}";

    public static string Path(Call call)
    {
        return ReadPath(call, "Path", call.Text("Path") ?? "/");
    }

    public static string ReadPath(Call call, string member, string path)
    {
        return PathForm.IsMatch(path) && path.Length <= 512 ? path : throw Invalid(call, member, path, @"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", "A path begins and ends with a slash.");
    }

    public static string NewName(Call call, string member, int longest)
    {
        var name = call.Need(member);
        if (name.Length > longest && NameForm.IsMatch(name))
        {
            throw Turn.Error("ValidationError", $"1 validation error detected: Value '{name.Shortened()}' at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must have length less than or equal to {longest}",
                $"A name has up to {longest} characters.", 400, call.At(member));
        }
        return NameForm.IsMatch(name) ? name
            : throw Invalid(call, member, name, @"[\w+=,.@-]+", $"A name has up to {longest} letters, digits and + = , . @ _ -");
    }

    /// <summary>Reads a policy that the call hands over.</summary>
    public static PolicyDocument Document(Call call, string member, string name)
    {
        var document = PolicyDocument.Read(call.Need(member), name)
            ?? throw Turn.Error("MalformedPolicyDocument", "Syntax errors in policy.", "The policy is not JSON.", at: call.At(member));
        var policy = document.Policy;
        if (policy.Unreadable.Concat(policy.Statements.SelectMany(s => s.Unreadable)).FirstOrDefault() is { } part)
            throw Turn.Error("MalformedPolicyDocument", "Syntax errors in policy.", $"In the policy: {part.Why}.", at: call.At(member));
        PolicyText.Check(call, member, policy);
        return document;
    }

    public static AwsException NoSuch(Call call, string kind, string name, string member) =>
        Turn.Error("NoSuchEntity", $"The {kind} with name {name} cannot be found.", $"There is no {kind} \"{name}\" in this account: names are case-sensitive.", 404, call.At(member));

    public static AwsException Exists(Call call, string kind, string name, string member) =>
        Turn.Error("EntityAlreadyExists", $"{kind} with name {name} already exists.", null, 409, call.At(member));

    public static AwsException Invalid(Call call, string member, string value, string form, string advice) => Turn.Error("ValidationError",
        $"1 validation error detected: Value '{value.Shortened()}' at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must satisfy regular expression pattern: {form}",
        advice, 400, call.At(member));

    public const int UsersQuota = 5000, GroupsQuota = 300, RolesQuota = 1000, PoliciesQuota = 1500, InstanceProfilesQuota = 1000;

    public static AwsException OverQuota(string what, int quota) => Turn.Error("LimitExceeded", $"Cannot exceed quota for {what}: {quota}", "It is AWS's default quota.", 409);

    public static AwsException OutOfRange(Call call, string member, long value, string how) => Turn.Error("ValidationError",
        $"1 validation error detected: Value '{value}' at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must have value {how}", null, 400, call.At(member));

    public static AwsException NotOneOf(Call call, string member, string value, string values) => Turn.Error("ValidationError",
        $"1 validation error detected: Value '{value.Shortened()}' at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must satisfy enum value set: [{values}]", null, 400, call.At(member));

    public static string Time(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The members that IAM's answers begin with.</summary>
    public static Output Head(string kind, Identity of) => new()
    {
        ["Path"] = of.Path,
        [$"{kind}Name"] = of.Name,
        [$"{kind}Id"] = of.Id,
        ["Arn"] = of.Arn,
        ["CreateDate"] = Time(of.Created),
    };

    [GeneratedRegex(@"\A[\w+=,.@-]+\z")]
    private static partial Regex NameForm { get; }

    [GeneratedRegex(@"\A(/|/[!-~]+/)\z")]
    private static partial Regex PathForm { get; }
}
