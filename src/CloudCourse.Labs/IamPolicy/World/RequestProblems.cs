using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Iam.Catalog;

namespace CloudCourse.Labs.IamPolicy.World;

/// <summary>What an author got wrong in a check's requests or steps, in words.</summary>
/// <param name="places">Of every policy in the lab, the learner's and the attached, by name.</param>
internal sealed class RequestProblems(LabAccount account, IReadOnlyDictionary<string, PolicyPlace> places)
{
    public static RequestProblems For(LabDefinition lab)
    {
        var account = LabAccountReader.Read(lab);
        var places = lab.Files.Select(f => (f.Path, Place: account.PlaceOf(f.Path))).Concat(account.Attached.Select(a => (Path: a.Name, a.Place)));
        return new(account, places.DistinctBy(p => p.Path).ToDictionary(p => p.Path, p => p.Place));
    }

    /// <param name="list"><c>requests</c> or <c>steps</c>.</param>
    /// <param name="more">Members that an entry of this list may have beside those of a request.</param>
    public IEnumerable<string> Of(JsonElement given, string list, string[] more)
    {
        if (given.ValueKind is not JsonValueKind.Object)
        {
            yield return "`given` is an object with principal, action and resource";
            yield break;
        }
        var several = given.TryGetProperty(list, out var entries);
        foreach (var member in given.EnumerateObject().Where(m => !RequestReader.Members.Contains(m.Name) && m.Name != list))
            yield return $"`given` has no member `{member.Name}`; it has {string.Join(", ", RequestReader.Members)} and {list}";
        if (several && (entries.ValueKind is not JsonValueKind.Array || entries.GetArrayLength() == 0))
        {
            yield return $"`{list}` is a list of one or more";
            yield break;
        }
        var acts = false;
        foreach (var request in several ? entries.EnumerateArray().ToList() : [given])
        {
            foreach (var problem in OfOne(request, given, several ? more : [list], acts)) yield return problem;
            acts |= RequestReader.Find(request, "assume") is not null || RequestReader.Find(request, "launch") is not null;
        }
    }

    private IEnumerable<string> OfOne(JsonElement request, JsonElement given, string[] more, bool acts)
    {
        if (request.ValueKind is not JsonValueKind.Object)
        {
            yield return "a request is an object";
            yield break;
        }
        foreach (var member in request.EnumerateObject().Where(m => !RequestReader.Members.Contains(m.Name) && !more.Contains(m.Name)))
            yield return $"a request has no member `{member.Name}`";
        var (assume, launch) = (RequestReader.Text(request, "assume"), RequestReader.Text(request, "launch"));
        foreach (var name in new[] { "action", "resource" }.Where(_ => assume is null && launch is null))
        {
            if (Text(name) is null) yield return $"a request has no `{name}`";
        }
        // A misspelt action would be denied whatever a learner writes.
        if (Text("action") is { } action && ActionCatalog.Current.Action(action) is null) yield return $"there is no action `{action}`";
        if (Text("sessionPolicy") is { } session && places.GetValueOrDefault(session)?.Type is not PolicyUse.Session) yield return $"there is no session policy `{session}`";
        var role = assume ?? (launch is null ? null : account.InstanceProfiles.FirstOrDefault(p => p.Name == launch)?.Role);
        if (assume is not null && account.Role(assume) is null) yield return $"`assume`: there is no role `{assume}`";
        if (launch is not null && account.InstanceProfiles.All(p => p.Name != launch)) yield return $"`launch`: there is no instance profile `{launch}`";
        if (role is not null && !places.Values.Contains(new(PolicyUse.Trust, $"role/{role}"))) yield return $"the role `{role}` has no trust policy, so nothing can assume it: add one to `settings.attached`, or make it one of the files";
        if (assume is not null && launch is not null) yield return "a step has `assume` or `launch`, not both";
        if ((RequestReader.Find(request, "principal") ?? RequestReader.Find(given, "principal")) is { } principal)
        {
            foreach (var problem in OfPrincipal(principal)) yield return problem;
        }
        else if (launch is null && !acts) yield return "a request has no `principal`";

        string? Text(string name) => RequestReader.Text(request, name) ?? RequestReader.Text(given, name);
    }

    private IEnumerable<string> OfPrincipal(JsonElement principal)
    {
        if (principal.ValueKind is JsonValueKind.Object)
        {
            if ((RequestReader.Text(principal, "type"), RequestReader.Text(principal, "id")) is not (("Service" or "Federated", not null) or ("Anonymous", null)))
                yield return "a principal that is an object has `type` Service or Federated with an `id`, or Anonymous without";
            yield break;
        }
        var text = principal.ValueKind is JsonValueKind.String ? principal.GetString()! : "";
        if (text.StartsWith("arn:", StringComparison.Ordinal))
        {
            var parts = text.Split(':', 6);
            if (parts.Length < 6) yield return $"`principal` is \"{text}\", which is no whole ARN";
            else if (parts[5].StartsWith("role/", StringComparison.Ordinal)) yield return $"`principal` is the role \"{text}\"; a role calls by a session: write role/Name, or the session's ARN";
            else if (account.DeclaresPrincipals && parts[4] == account.Account && !IsDeclared(parts[5])) yield return $"`principal` is \"{text}\", which the lab's settings do not declare";
            yield break;
        }
        var known = text == "root" ? account.Account is not null : IsDeclared(text);
        if (!known) yield return $"`principal` is \"{text}\", which is neither an ARN nor a declared user/… or role/…, nor root of a declared account";
    }

    private bool IsDeclared(string resource) => resource == "root"
        || (resource.StartsWith("user/", StringComparison.Ordinal) && account.User(resource[(resource.LastIndexOf('/') + 1)..]) is not null)
        || (resource.StartsWith("role/", StringComparison.Ordinal) && account.Role(resource["role/".Length..]) is not null)
        || (resource.Split('/') is ["assumed-role", var role, _] && account.Role(role) is not null);
}
