using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Rules;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Proof;

/// <summary>
/// The commands <c>iam compare</c>, <c>iam check-no-new-access</c>, <c>iam check-access-not-granted</c>, <c>iam check-no-public-access</c>
/// and <c>iam summarize</c>, as functions from one line's object to its answer without the <c>id</c>. The checks take and give the
/// members of Access Analyzer's operations of these names, and say more: a request for each reason, and what could not be decided.
/// </summary>
public static class ProofCommand
{
    private static readonly string[] SetMembers =
        ["identityPolicies", "resourcePolicy", "permissionsBoundary", "sessionPolicy", "serviceControlPolicies", "resourceControlPolicies", "endpointPolicies"];

    /// <summary>Compares what two policies, or two sets of policies, allow.</summary>
    /// <exception cref="IamInputException">The line lacks a member or one has the wrong type.</exception>
    public static JsonObject Compare(JsonElement line)
    {
        var options = CompareOptions.Default with { OnlyCatalogueActions = Flag(line, "onlyCatalogueActions"), OnlyTheirResourceTypes = Flag(line, "onlyTheirResourceTypes") };
        Comparison comparison;
        if (IsSet(line, "a") || IsSet(line, "b")) comparison = PolicyComparer.Compare(ReadSet(line, "a"), ReadSet(line, "b"), options);
        else
        {
            var kind = IamCommand.ReadKind(line);
            var a = IamCommand.ReadPolicy(line, "a") ?? throw new IamInputException("The line has no `a`: write the first policy there, or an object of policies as `iam evaluate` takes them.");
            var b = IamCommand.ReadPolicy(line, "b") ?? throw new IamInputException("The line has no `b`: write the second policy there, or an object of policies as `iam evaluate` takes them.");
            // Resource control policies only take away: what is left of everything is compared.
            comparison = kind is PolicyType.ResourceControl ? PolicyComparer.Compare(Left(a), Left(b), options) : PolicyComparer.Compare(a, b, options);
        }
        JsonObject answer = new() { ["relation"] = comparison.Relation.ToString().ToLowerInvariant() };
        if (comparison.ANotB is { } aNotB) answer["aNotB"] = IamCommand.Write(aNotB);
        if (comparison.BNotA is { } bNotA) answer["bNotA"] = IamCommand.Write(bNotA);
        AddUndecided(answer, comparison.Undecided);
        return answer;

        static PolicySet Left(Policy policy) => new() { IdentityPolicies = [Side.Everything], ResourceControlPolicies = [new("root", [policy])] };
    }

    /// <summary>Whether <c>newPolicyDocument</c> allows nothing that <c>existingPolicyDocument</c> does not.</summary>
    /// <exception cref="IamInputException">The line lacks a member or one has the wrong type.</exception>
    public static JsonObject CheckNoNewAccess(JsonElement line) =>
        Write(AccessChecks.NoNewAccess(Document(line, "existingPolicyDocument"), Document(line, "newPolicyDocument"), IsOfResource(line)));

    /// <summary>Whether <c>policyDocument</c> grants nothing of <c>access</c>, a list of <c>{actions[], resources[]}</c>.</summary>
    /// <exception cref="IamInputException">The line lacks a member or one has the wrong type.</exception>
    public static JsonObject CheckAccessNotGranted(JsonElement line)
    {
        if (!line.TryGetProperty("access", out var list) || list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() == 0)
            throw new IamInputException("The line has no `access`: write a list such as `[{\"actions\": [\"s3:DeleteBucket\"], \"resources\": [\"arn:aws:s3:::reports\"]}]`.");
        List<Access> access = [.. list.EnumerateArray().Select(a => new Access(Texts(a, "actions"), Texts(a, "resources")))];
        if (access.Exists(a => a.Actions.Count == 0 && a.Resources.Count == 0)) throw new IamInputException("An entry of `access` has `actions`, `resources` or both.");
        try
        {
            return Write(AccessChecks.AccessNotGranted(Document(line, "policyDocument"), access, IsOfResource(line)));
        }
        catch (ArgumentException e)
        {
            throw new IamInputException($"`access`: {e.Message}");
        }
    }

    /// <summary>Whether <c>policyDocument</c> opens a resource of <c>resourceType</c> to nobody in general.</summary>
    /// <exception cref="IamInputException">The line lacks a member or one has the wrong type.</exception>
    public static JsonObject CheckNoPublicAccess(JsonElement line)
    {
        var type = IamCommand.Text(line, "resourceType", "") ?? throw new IamInputException("The line has no `resourceType`, such as \"AWS::S3::Bucket\".");
        if (!PublicAccess.ResourceTypes.ContainsKey(type))
            throw new IamInputException($"`resourceType` is \"{type}\"; this check knows {string.Join(", ", PublicAccess.ResourceTypes.Keys)}.");
        return Write(AccessChecks.NoPublicAccess(Document(line, "policyDocument"), type));
    }

    /// <summary>How much of the catalogue a <c>policy</c>, or a set of policies as <c>iam evaluate</c> takes them, allows.</summary>
    /// <exception cref="IamInputException">The line lacks a member or one has the wrong type.</exception>
    public static JsonObject Summarize(JsonElement line)
    {
        List<Unevaluated> notBuilt = [];
        var summary = SetMembers.Any(m => line.TryGetProperty(m, out _)) ? AccessSummary.Of(IamCommand.ReadSet(line, notBuilt)) : AccessSummary.Of(Document(line, "policy"));
        var levels = Enum.GetValues<AccessLevel>();
        JsonObject totals = new(levels.Select(l => KeyValuePair.Create(l.ToString(), (JsonNode?)summary.Services.Sum(s => s.Allowed(l)))));
        JsonObject answer = new() { ["totals"] = totals, ["services"] = new JsonArray([.. summary.Services.Select(Write)]) };
        AddUndecided(answer, summary.Undecided);
        return answer;
    }

    private static JsonObject Write(ServiceAccess service) => new()
    {
        ["service"] = service.Prefix,
        ["name"] = service.Service.Name,
        ["levels"] = new JsonObject(Enum.GetValues<AccessLevel>().Where(l => service.Allowed(l) > 0)
            .Select(l => KeyValuePair.Create(l.ToString(), (JsonNode?)new JsonObject { ["allowed"] = service.Allowed(l), ["of"] = service.Of(l) }))),
        ["actions"] = new JsonArray([.. service.Actions.Select(a => new JsonObject
        {
            ["action"] = $"{service.Prefix}:{a.Action.Name}",
            ["level"] = a.Action.Level.ToString(),
            ["resources"] = new JsonArray([.. a.Types.Select(t => new JsonObject
            {
                ["type"] = t.Type?.Name,
                ["every"] = t.EveryResource,
                ["conditional"] = t.Conditional,
            })]),
        })]),
    };

    private static JsonObject Write(AccessCheck check)
    {
        JsonObject answer = new()
        {
            ["result"] = check.Outcome.ToString().ToUpperInvariant(),
            ["message"] = check.Message,
            ["reasons"] = new JsonArray([.. check.Reasons.Select(r =>
            {
                JsonObject reason = new() { ["description"] = r.Description, ["statementIndex"] = r.StatementIndex };
                if (r.StatementId is { } sid) reason["statementId"] = sid;
                reason["witness"] = IamCommand.Write(r.Witness);
                return reason;
            })]),
        };
        AddUndecided(answer, check.Undecided);
        return answer;
    }

    private static void AddUndecided(JsonObject answer, IReadOnlyList<string> undecided)
    {
        if (undecided.Count > 0) answer["undecided"] = new JsonArray([.. undecided.Select(u => (JsonNode)u)]);
    }

    private static Policy Document(JsonElement line, string name) =>
        IamCommand.ReadPolicy(line, name) ?? throw new IamInputException($"The line has no `{name}`: write the document there, as JSON or as a string that holds it.");

    /// <summary>Access Analyzer's two types, or this program's.</summary>
    private static bool IsOfResource(JsonElement line) => IamCommand.Text(line, "policyType", "") switch
    {
        "IDENTITY_POLICY" => false,
        "RESOURCE_POLICY" => true,
        null => throw new IamInputException("The line has no `policyType`: write IDENTITY_POLICY or RESOURCE_POLICY."),
        _ => IamCommand.ReadKind(line) is PolicyType.Resource or PolicyType.Trust,
    };

    private static bool IsSet(JsonElement line, string name) =>
        line.TryGetProperty(name, out var side) && side.ValueKind is JsonValueKind.Object && SetMembers.Any(m => side.TryGetProperty(m, out _));

    private static PolicySet ReadSet(JsonElement line, string name)
    {
        if (!IsSet(line, name)) throw new IamInputException($"`{name}` is one policy and the other side a set: write `{{\"identityPolicies\": […]}}` or the like.");
        var side = line.GetProperty(name);
        if (side.EnumerateObject().Select(m => m.Name).FirstOrDefault(m => !SetMembers.Contains(m)) is { } odd)
            throw new IamInputException($"`{name}.{odd}` is no kind of policy; a set has {string.Join(", ", SetMembers)}.");
        List<Unevaluated> notBuilt = [];
        return IamCommand.ReadSet(side, notBuilt);
    }

    private static bool Flag(JsonElement line, string name)
    {
        if (!line.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null or JsonValueKind.False) return false;
        return value.ValueKind is JsonValueKind.True ? true : throw new IamInputException($"`{name}` is true or false.");
    }

    private static List<string> Texts(JsonElement json, string name)
    {
        if (json.ValueKind is not JsonValueKind.Object) throw new IamInputException("An entry of `access` is an object with `actions`, `resources` or both.");
        if (!json.TryGetProperty(name, out var list) || list.ValueKind is JsonValueKind.Null) return [];
        if (list.ValueKind is not JsonValueKind.Array || list.EnumerateArray().Any(t => t.ValueKind is not JsonValueKind.String)) throw new IamInputException($"`access.{name}` is a list of strings.");
        return [.. list.EnumerateArray().Select(t => t.GetString()!)];
    }
}
