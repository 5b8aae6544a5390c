using System.Text.Json;
using System.Text.Json.Serialization;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Labs.IamPolicy.World;

/// <summary>Reads <c>settings</c> of an IAM lab, and tells its author what is wrong with them.</summary>
internal static class LabAccountReader
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
    };

    /// <exception cref="InvalidOperationException">The settings are broken, which <see cref="Problems"/> tells the author.</exception>
    public static LabAccount Read(LabDefinition lab)
    {
        if (lab.Settings.ValueKind is not JsonValueKind.Object) return new();
        try
        {
            return lab.Settings.Deserialize<LabAccount>(Options) ?? new();
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"settings{e.Path?[1..]}: {e.Message}", e);
        }
    }

    /// <summary>An author's mistakes. The lab's placeholders are filled already.</summary>
    public static IEnumerable<string> Problems(LabDefinition lab)
    {
        LabAccount account;
        string? broken = null;
        try
        {
            account = Read(lab);
        }
        catch (InvalidOperationException e)
        {
            (account, broken) = (new(), e.Message);
        }
        if (broken is not null)
        {
            yield return broken;
            yield break;
        }
        if (account.Account is null && (account.DeclaresPrincipals || account.Organization.Count > 0 || account.InstanceProfiles.Count > 0))
            yield return "settings: users, roles, instance profiles and organizations need `account`";
        if (account.Account is { } id && (id.Length != 12 || !id.All(char.IsAsciiDigit)))
            yield return $"settings.account: \"{id}\" is not an account of twelve digits; `templates` lists lab.yml where it is @@account@@";
        foreach (var profile in account.InstanceProfiles.Where(p => p.Role is not null && account.Role(p.Role) is null))
            yield return $"settings.instanceProfiles {profile.Name}: there is no role `{profile.Role}`";
        foreach (var path in account.Files.Keys.Where(p => lab.Files.All(f => f.Path != p)))
            yield return $"settings.files: `{path}` is not a file of this lab";
        foreach (var (name, place) in account.Files.Select(f => (f.Key, f.Value)).Concat(account.Attached.Select(a => (a.Name, a.Place))))
        {
            if (place.Also.Count > 0 && (place.Of is null || place.Type is not (PolicyUse.Identity or PolicyUse.Boundary)))
                yield return $"settings {name}: `also` goes with `of`, for an identity policy or a boundary";
            foreach (var problem in place.Each.Select(one => Problem(account, one)).OfType<string>().Distinct(StringComparer.Ordinal)) yield return $"settings {name}: {problem}";
        }
        foreach (var twice in account.Attached.Select(a => a.Name).Concat(lab.Files.Select(f => f.Path)).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return $"settings.attached: the name `{twice.Key}` stands twice";
        foreach (var attached in account.Attached.Where(a => a.Type is PolicyUse.Account))
            yield return $"settings.attached {attached.Name}: the account's own state is in `users`, `roles` and `instanceProfiles`";
        foreach (var attached in account.Attached.Where(a => a.Type is not PolicyUse.Account))
        {
            var reading = PolicyReader.Read(attached.Policy.GetRawText(), attached.Name);
            foreach (var finding in PolicyFindings.Of(attached.Place.Attach(reading.Policy!), attached.Place.Grammar).Where(f => f.Type is FindingType.Error))
                yield return $"settings.attached {attached.Name}: {finding.Details}";
        }
        foreach (var twice in Places(lab, account).SelectMany(p => p.Each).Where(p => p.Type is PolicyUse.Trust or PolicyUse.Resource or PolicyUse.Boundary).GroupBy(p => (p.Type, p.Of)).Where(g => g.Count() > 1))
            yield return $"settings: there are two policies that are the {twice.First().Words}";
    }

    private static IEnumerable<PolicyPlace> Places(LabDefinition lab, LabAccount account) =>
        lab.Files.Select(f => account.PlaceOf(f.Path)).Concat(account.Attached.Select(a => a.Place));

    private static string? Problem(LabAccount account, PolicyPlace place)
    {
        var (kind, name) = place.Of?.Split('/', 2) is [var first, var second] ? (first, second) : ("", place.Of ?? "");
        var isArn = place.Of?.StartsWith("arn:", StringComparison.Ordinal) is true;
        return place.Type switch
        {
            PolicyUse.Identity when place.Of is null || isArn => null,
            PolicyUse.Identity => kind switch
            {
                "user" when account.User(name) is not null => null,
                "role" when account.Role(name) is not null => null,
                "group" when account.AllGroups().Contains(name) => null,
                "user" or "role" or "group" => $"`of` names the {kind} `{name}`, which is not declared",
                _ => $"`of` is \"{place.Of}\"; write user/…, group/… or role/…, or an ARN of another account's",
            },
            PolicyUse.Trust => kind == "role" && account.Role(name) is not null ? null : "`of` names a declared role, as role/App",
            PolicyUse.Boundary => (kind == "role" && account.Role(name) is not null) || (kind == "user" && account.User(name) is not null)
                ? null : "`of` names a declared user or role, as user/ana",
            PolicyUse.Resource => isArn ? null : "`of` is the resource's ARN",
            PolicyUse.ServiceControl or PolicyUse.ResourceControl => account.Organization.Any(l => l.Name == place.Of) ? null : "`of` names a level of `organization`",
            _ => place.Of is null ? null : "a file of this type is of nothing: leave `of` out",
        };
    }
}
