using System.Globalization;
using System.Text;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Web.Playground;

/// <summary>A policy whose text is no JSON: the learner is at it, and nothing can be decided yet.</summary>
public sealed record UnreadPolicy(string Policy, string Message, int Start, int End, int Line);

/// <summary>What the engine takes. <see cref="Problems"/> in the request and <see cref="Unread"/> policies keep it from deciding.</summary>
internal sealed record ReadSituation(
    PolicySet Policies, AuthorizationRequest? Request, IReadOnlyList<UnreadPolicy> Unread, IReadOnlyList<string> Problems, IReadOnlyDictionary<string, LineMap> Lines);

/// <summary>The body does not hold what the page would send. The message says what is there and what to do.</summary>
internal sealed class SituationException(string message) : Exception(message);

/// <summary>Turns what was sent into the engine's types. What a learner may still be typing is data; what no page sends is refused.</summary>
internal static class SituationReader
{
    public const int MostPolicies = 40, MostKeys = 60, MostValues = 60, MostPolicyBytes = 64 << 10, MostText = 2048, MostName = 80;

    /// <exception cref="SituationException"/>
    public static ReadSituation Read(Situation situation)
    {
        var sent = situation.Policies ?? throw new SituationException("`policies` is missing: send a list, which may be empty.");
        if (sent.Count > MostPolicies) throw new SituationException($"There are {sent.Count} policies; one request is decided by at most {MostPolicies} here.");
        List<UnreadPolicy> unread = [];
        Dictionary<string, LineMap> lines = new(StringComparer.Ordinal);
        List<(string Type, string? Level, Policy Policy)> read = [];
        foreach (var (at, policy) in sent.Index())
        {
            var (type, name, text) = Check(policy, at);
            var level = type is PolicyPlace.ServiceControl or PolicyPlace.ResourceControl ? LevelOf(policy!.Level, at) : null;
            if (!lines.TryAdd(name, new LineMap(text))) throw new SituationException($"Two policies are called \"{name}\"; give each a name of its own.");
            var reading = PolicyReader.Read(text, name);
            if (reading.Policy is { } good) read.Add((type, level, good));
            else unread.Add(new(name, reading.SyntaxError!.Details, reading.SyntaxError.At.Start, reading.SyntaxError.At.End, lines[name].Of(reading.SyntaxError.At.Start).Line));
        }
        var (request, problems) = ReadRequest(situation.Request ?? throw new SituationException("`request` is missing: send its principal, action and resource."));
        PolicySet policies = new()
        {
            IdentityPolicies = Of(PolicyPlace.Identity),
            ResourcePolicy = Only(PolicyPlace.Resource, "resource policies; a resource has one"),
            PermissionsBoundary = Only(PolicyPlace.Boundary, "permissions boundaries; a user or role has one at most"),
            SessionPolicy = Only(PolicyPlace.Session, "session policies; the page takes one"),
            ServiceControlPolicies = Levels(PolicyPlace.ServiceControl),
            ResourceControlPolicies = Levels(PolicyPlace.ResourceControl),
            EndpointPolicies = Of(PolicyPlace.Endpoint) is { Count: > 0 } endpoints ? endpoints : null,
        };
        return new(policies, request, unread, problems, lines);

        List<Policy> Of(string type) => [.. read.Where(r => r.Type == type).Select(r => r.Policy)];

        Policy? Only(string type, string tooMany) => Of(type) switch
        {
            [] => null,
            [var one] => one,
            var several => throw new SituationException($"There are {several.Count} {tooMany}."),
        };

        // A level without a policy here has AWS's FullAWSAccess and limits nothing.
        List<PolicyLevel>? Levels(string type)
        {
            List<PolicyLevel> levels = [.. PolicyPlace.Levels
                .Select(l => new PolicyLevel(l.Name, [.. read.Where(r => r.Type == type && r.Level == l.Id).Select(r => r.Policy)])).Where(l => l.Policies.Count > 0)];
            return levels.Count > 0 ? levels : null;
        }
    }

    /// <summary>The text of one policy, checked for what no page sends.</summary>
    /// <exception cref="SituationException"/>
    public static string CheckText(string? text, string what)
    {
        if (text is null) throw new SituationException($"{what} has no `text`.");
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes <= MostPolicyBytes ? text
            : throw new SituationException($"{what} has {Kilobytes(bytes)} KB; here a policy may have {MostPolicyBytes >> 10} KB, which is more than AWS takes anywhere.");
    }

    private static string Kilobytes(int bytes) => ((bytes + 1023) / 1024).ToString("N0", CultureInfo.InvariantCulture);

    private static (string Type, string Name, string Text) Check(SituationPolicy? policy, int at)
    {
        if (policy is null) throw new SituationException($"`policies[{at}]` is null; a policy is an object with type, name and text.");
        if (policy.Type is null || !PolicyPlace.All.Contains(policy.Type))
            throw new SituationException($"`policies[{at}].type` is {Quoted(policy.Type)}; it is one of {string.Join(", ", PolicyPlace.All)}.");
        if (string.IsNullOrWhiteSpace(policy.Name) || policy.Name.Length > MostName)
            throw new SituationException($"`policies[{at}].name` is a text of 1 to {MostName} characters.");
        return (policy.Type, policy.Name, CheckText(policy.Text, $"The policy \"{policy.Name}\""));
    }

    private static string LevelOf(string? level, int at) => PolicyPlace.Levels.Any(l => l.Id == level) ? level!
        : throw new SituationException($"`policies[{at}].level` is {Quoted(level)}; it is one of {string.Join(", ", PolicyPlace.Levels.Select(l => l.Id))}.");

    private static string Quoted(string? text) => text is null ? "missing" : $"\"{(text.Length > 40 ? string.Concat(text.AsSpan(0, 40), "…") : text)}\"";

    private static (AuthorizationRequest? Request, List<string> Problems) ReadRequest(SituationRequest request)
    {
        List<string> problems = [];
        var action = Field(request.Action, "action");
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        if (action.Length == 0) problems.Add("The request has no action yet: write one such as s3:GetObject.");
        else if (action.AsSpan().ContainsAny('*', '?')) problems.Add($"{action} is a pattern; a request is for one action, such as s3:GetObject.");
        else if (colon <= 0 || colon == action.Length - 1) problems.Add($"{action} is no action: write the service's prefix, a colon and a name, such as s3:GetObject.");

        var resource = Field(request.Resource, "resource");
        if (resource.Length == 0) problems.Add("The request has no resource yet: write an ARN, or * for an action that names none.");
        else if (resource != "*" && (resource.Split(':', 6) is not ["arn", { Length: > 0 }, { Length: > 0 }, _, _, { Length: > 0 }]))
            problems.Add($"{resource} is no ARN: write arn:aws:service:region:account:resource, or * for an action that names none.");

        var principal = Principal(request.Principal, problems);
        var account = Field(request.ResourceAccount, "resourceAccount");
        if (account.Length > 0 && !(account.Length == 12 && account.All(char.IsAsciiDigit))) problems.Add($"The resource's account {account} is no account id: those have 12 digits.");
        var context = Context(request.Context ?? [], problems);
        return (problems.Count > 0 || principal is null ? null : new(principal, action, resource, context, account.Length == 0 ? null : account), problems);
    }

    private static RequestPrincipal? Principal(SituationPrincipal? principal, List<string> problems)
    {
        var id = Field(principal?.Id, "principal.id");
        switch (principal?.Type)
        {
            case "anonymous": return new AnonymousPrincipal();
            case "service" when id.Contains('.', StringComparison.Ordinal): return new ServicePrincipal(id);
            case "service": problems.Add("The caller is an AWS service: write its name, such as s3.amazonaws.com."); return null;
            case "federated" when id.Length > 0: return new FederatedPrincipal(id);
            case "federated": problems.Add("The caller is from an identity provider: write the provider's ARN or name."); return null;
            case "arn" when id.Split(':', 6) is ["arn", { Length: > 0 }, "iam" or "sts", _, { Length: 12 } account, { Length: > 0 } last]
                && account.All(char.IsAsciiDigit) && !last.EndsWith('/'):
                if (!last.StartsWith("role/", StringComparison.Ordinal)) return new ArnPrincipal(id);
                problems.Add("A role itself calls nothing; a session of it does: choose Role session.");
                return null;
            case "arn": problems.Add("The caller is not complete: give the account's 12 digits and a name."); return null;
            default: throw new SituationException($"`request.principal.type` is {Quoted(principal?.Type)}; it is arn, service, federated or anonymous.");
        }
    }

    private static RequestContext Context(IReadOnlyList<SituationKey?> keys, List<string> problems)
    {
        if (keys.Count > MostKeys) throw new SituationException($"The request has {keys.Count} context keys; at most {MostKeys} are taken.");
        Dictionary<string, IReadOnlyList<string>> context = new(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in keys)
        {
            var key = Field(entry?.Key, "context.key");
            // A row that was only just added has no name yet.
            if (key.Length == 0) continue;
            var values = entry?.Values ?? [];
            if (values.Count > MostValues) throw new SituationException($"The context key {key} has {values.Count} values; at most {MostValues} are taken.");
            if (!context.TryAdd(key, [.. values.Select(v => Field(v, key))])) problems.Add($"The context key {key} stands there twice; upper and lower case make no difference.");
        }
        return new(context);
    }

    private static string Field(string? text, string what) => (text ?? "").Trim() is { Length: <= MostText } trimmed ? trimmed
        : throw new SituationException($"`{what}` is longer than {MostText} characters.");
}
