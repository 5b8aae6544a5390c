using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.IamPolicy.World;

/// <summary>
/// A learner's file that says who is in which group and which role an instance profile holds, in the shape that IAM answers
/// GetAccountAuthorizationDetails in. Whom it does not name keeps what the lab declares.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html"/>
internal static class AccountFile
{
    /// <summary>IAM's quota of groups a user may be in.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"/>
    private const int MostGroups = 10;

    public static (LabAccount Account, IReadOnlyList<Finding> Findings) Read(LabAccount account, JsonReading reading)
    {
        List<Finding> findings = [.. reading.Duplicates.Select(d => Error("DUPLICATE_KEY", $"The key \"{d.Name}\" stands here twice. Remove one.", d.NameAt))];
        if (Object(reading.Value!, "The file", findings) is not { } root) return (account, findings);
        Known(root, ["UserDetailList", "RoleDetailList"], findings);

        Dictionary<string, IReadOnlyList<string>> groups = new(StringComparer.Ordinal);
        foreach (var user in Entries(root, "UserDetailList", ["UserName", "GroupList"], findings))
        {
            if (Name(user, "UserName", [.. account.Users.Select(u => u.Name)], "user", findings) is not { } name) continue;
            if (groups.ContainsKey(name)) findings.Add(Error("DUPLICATE_USER", $"The user \"{name}\" stands here twice. Keep one.", user.At));
            groups[name] = user.Find("GroupList") is { } list ? Groups(list, name, account, findings) : account.User(name)!.Groups;
        }

        var profiles = account.InstanceProfiles.ToDictionary(p => p.Name, p => p.Role, StringComparer.Ordinal);
        var placed = new HashSet<string>(StringComparer.Ordinal);
        var roles = Entries(root, "RoleDetailList", ["RoleName", "InstanceProfileList"], findings)
            .Select(r => (Json: r, Name: Name(r, "RoleName", [.. account.Roles.Select(x => x.Name)], "role", findings))).Where(r => r.Name is not null).ToList();
        // First out, then in: a profile may go from one role to another.
        foreach (var (json, role) in roles.Where(r => r.Json.Find("InstanceProfileList") is not null))
        {
            foreach (var profile in profiles.Where(p => p.Value == role).Select(p => p.Key).ToList()) profiles[profile] = null;
        }
        foreach (var (json, role) in roles)
        {
            foreach (var entry in Entries(json, "InstanceProfileList", ["InstanceProfileName"], findings))
            {
                if (Name(entry, "InstanceProfileName", [.. profiles.Keys], "instance profile", findings) is not { } profile) continue;
                if (!placed.Add(profile) || (profiles[profile] is { } holder && holder != role))
                    findings.Add(Error("INSTANCE_PROFILE_ROLE_LIMIT", $"The instance profile \"{profile}\" would hold two roles. It holds one: take it from the other role first.", entry.At));
                else profiles[profile] = role;
            }
        }
        return (account with
        {
            Users = [.. account.Users.Select(u => groups.TryGetValue(u.Name, out var list) ? u with { Groups = list } : u)],
            InstanceProfiles = [.. account.InstanceProfiles.Select(p => p with { Role = profiles[p.Name] })],
        }, findings);
    }

    private static List<string> Groups(JsonMember list, string user, LabAccount account, List<Finding> findings)
    {
        List<string> groups = [];
        var known = account.AllGroups().ToHashSet(StringComparer.Ordinal);
        if (list.Value is not JsonArray items)
        {
            findings.Add(Error("DATA_TYPE_MISMATCH", $"GroupList is {list.Value.TypeName}. Write a list of names, as in [\"{known.FirstOrDefault() ?? "developers"}\"].", list.Value.At));
            return groups;
        }
        foreach (var item in items.Items.Take(1000))
        {
            if (item is not JsonString { Value: var name }) findings.Add(Error("DATA_TYPE_MISMATCH", $"A group is named by a string, and this is {item.TypeName}.", item.At));
            else if (!known.Contains(name)) findings.Add(Error("NO_SUCH_ENTITY", $"There is no group \"{Clip(name)}\". This account has {string.Join(", ", known)}.", item.At));
            else if (groups.Contains(name)) findings.Add(Error("DUPLICATE_GROUP", $"\"{name}\" stands here twice. Remove one.", item.At));
            else groups.Add(name);
        }
        if (groups.Count > MostGroups) findings.Add(Error("LIMIT_EXCEEDED", $"\"{user}\" is in {groups.Count} groups, and IAM takes {MostGroups} at most.", list.Value.At));
        return groups;
    }

    private static string? Name(JsonObject json, string member, IReadOnlyList<string> known, string what, List<Finding> findings)
    {
        switch (json.Find(member)?.Value)
        {
            case JsonString { Value: var name } when known.Contains(name): return name;
            case JsonString { Value: var name } at:
                findings.Add(Error("NO_SUCH_ENTITY", $"There is no {what} \"{Clip(name)}\". This account has {(known.Count == 0 ? "none" : string.Join(", ", known))}.", at.At));
                return null;
            case null: findings.Add(Error("MISSING_MEMBER", $"This entry has no {member}. Write the name there.", json.At)); return null;
            case var other: findings.Add(Error("DATA_TYPE_MISMATCH", $"{member} is {other.TypeName}. Write the name as a string.", other.At)); return null;
        }
    }

    private static IEnumerable<JsonObject> Entries(JsonObject json, string name, string[] members, List<Finding> findings)
    {
        switch (json.Find(name)?.Value)
        {
            case null: yield break;
            case JsonArray list:
                foreach (var item in list.Items.Take(1000))
                {
                    if (Object(item, $"An entry of {name}", findings) is not { } entry) continue;
                    Known(entry, members, findings);
                    yield return entry;
                }
                break;
            case var other:
                findings.Add(Error("DATA_TYPE_MISMATCH", $"{name} is {other.TypeName}. Write a list of objects.", other.At));
                break;
        }
    }

    private static JsonObject? Object(JsonValue value, string what, List<Finding> findings)
    {
        if (value is JsonObject json) return json;
        findings.Add(Error("DATA_TYPE_MISMATCH", $"{what} is {value.TypeName}. Write an object.", value.At));
        return null;
    }

    private static void Known(JsonObject json, string[] members, List<Finding> findings)
    {
        foreach (var member in json.Members.Where(m => !members.Contains(m.Name)).Take(100))
            findings.Add(Error("UNKNOWN_MEMBER", $"\"{Clip(member.Name)}\" is not part of this lab. Here stand {string.Join(" and ", members)}.", member.NameAt));
    }

    private static string Clip(string text) => text.Length > 80 ? text[..80] + "…" : text;

    private static Finding Error(string code, string details, Location at) => new(FindingType.Error, code, details, at);
}
