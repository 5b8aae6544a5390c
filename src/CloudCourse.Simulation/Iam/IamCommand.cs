using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam.Rules;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam;

/// <summary>A line that is JSON but not what the command takes. The message says what is there and what to do.</summary>
public sealed class IamInputException(string message) : Exception(message);

/// <summary>
/// The commands <c>iam evaluate</c> and <c>iam validate</c> as functions from one line's object to its answer without the
/// <c>id</c>. A policy is a JSON value or a string that holds its text; places are offsets into that text, or into the value
/// as it stands in the line.
/// </summary>
public static class IamCommand
{
    private static readonly string[] EvaluateMembers =
    [
        "id", "request", "identityPolicies", "resourcePolicy", "permissionsBoundary", "sessionPolicy",
        "serviceControlPolicies", "resourceControlPolicies", "endpointPolicies",
    ];

    private static readonly string[] RequestMembers = ["principal", "canonicalUserId", "action", "resource", "resourceAccount", "context"];

    /// <exception cref="IamInputException">The line lacks a member or one has the wrong type.</exception>
    public static JsonObject Evaluate(JsonElement line)
    {
        List<Unevaluated> notBuilt = [.. Unknown(line, EvaluateMembers, "")];
        var request = ReadRequest(line, notBuilt);
        var policies = ReadSet(line, notBuilt);
        var evaluation = Evaluator.Evaluate(policies, request);
        return new()
        {
            ["decision"] = evaluation.Decision.ToString(),
            ["blockedBy"] = new JsonArray([.. evaluation.BlockedBy.Select(b => (JsonNode)JsonNamingPolicy.CamelCase.ConvertName(b.ToString()))]),
            ["matchedStatements"] = new JsonArray([.. evaluation.MatchedStatements.Select(s => new JsonObject
            {
                ["policy"] = s.Policy,
                ["statement"] = s.Index,
                ["locations"] = new JsonArray(Write(s.At)),
            })]),
            ["missingContextValues"] = new JsonArray([.. evaluation.MissingContextValues.Select(k => (JsonNode)k)]),
            ["unevaluated"] = new JsonArray([.. evaluation.Unevaluated.Select(Write)]),
        };
    }

    /// <param name="gravest">The gravest type of finding; null without findings.</param>
    /// <exception cref="IamInputException">The line lacks a member or one has the wrong type.</exception>
    public static JsonObject Validate(JsonElement line, out FindingType? gravest)
    {
        var kind = ReadKind(line);
        if (!line.TryGetProperty("policy", out var policy))
            throw new IamInputException("The line has no `policy`: write the document there, as JSON or as a string that holds it.");
        var text = TextOf(policy);
        var findings = PolicyFindings.Of(text, kind, Text(line, "resourceType", ""));
        gravest = findings.Count == 0 ? null : findings.Min(f => f.Type);
        return new() { ["findings"] = AwsShape.Write(findings, text) };
    }

    /// <summary>Every policy that has a say, by the members of <c>iam evaluate</c>.</summary>
    internal static PolicySet ReadSet(JsonElement line, List<Unevaluated> notBuilt) => new()
    {
        IdentityPolicies = ReadPolicies(line, "identityPolicies") ?? [],
        ResourcePolicy = ReadPolicy(line, "resourcePolicy"),
        PermissionsBoundary = ReadPolicy(line, "permissionsBoundary"),
        SessionPolicy = ReadPolicy(line, "sessionPolicy"),
        ServiceControlPolicies = ReadLevels(line, "serviceControlPolicies", notBuilt),
        ResourceControlPolicies = ReadLevels(line, "resourceControlPolicies", notBuilt),
        EndpointPolicies = ReadPolicies(line, "endpointPolicies"),
        NotBuilt = notBuilt,
    };

    internal static PolicyType ReadKind(JsonElement line) => Text(line, "policyType", "") switch
    {
        "identity" => PolicyType.Identity,
        "resource" => PolicyType.Resource,
        "trust" => PolicyType.Trust,
        "serviceControl" => PolicyType.ServiceControl,
        "resourceControl" => PolicyType.ResourceControl,
        null => throw new IamInputException("The line has no `policyType`: write identity, resource, serviceControl, resourceControl or trust."),
        var other => throw new IamInputException($"`policyType` is \"{other}\"; it is identity, resource, serviceControl, resourceControl or trust."),
    };

    /// <summary>In the shape that <c>iam evaluate</c> takes.</summary>
    internal static JsonObject Write(AuthorizationRequest request) => new()
    {
        ["principal"] = request.Principal switch
        {
            ArnPrincipal arn => (JsonNode)arn.Arn,
            ServicePrincipal service => new JsonObject { ["type"] = "Service", ["id"] = service.Id },
            FederatedPrincipal federated => new JsonObject { ["type"] = "Federated", ["id"] = federated.Id },
            _ => new JsonObject { ["type"] = "Anonymous" },
        },
        ["action"] = request.Action,
        ["resource"] = request.Resource,
        ["resourceAccount"] = request.ResourceAccount,
        ["context"] = new JsonObject(request.Context.Values.Select(c =>
            KeyValuePair.Create(c.Key, c.Value is [var only] ? (JsonNode?)only : new JsonArray([.. c.Value.Select(v => (JsonNode)v)])))),
    };

    private static AuthorizationRequest ReadRequest(JsonElement line, List<Unevaluated> notBuilt)
    {
        if (!line.TryGetProperty("request", out var request) || request.ValueKind is not JsonValueKind.Object)
            throw new IamInputException("The line has no `request` object: write `{\"principal\": …, \"action\": …, \"resource\": …, \"context\": {}}`.");
        notBuilt.AddRange(Unknown(request, RequestMembers, "request."));
        var action = Text(request, "action", "request.") ?? throw new IamInputException("The request has no `action`, such as \"s3:GetObject\".");
        var colon = action.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || colon == action.Length - 1 || action.LastIndexOf(':') != colon || action.Any(c => c is '*' or '?' || char.IsWhiteSpace(c) || char.IsControl(c)))
            throw new IamInputException($"`action` is \"{action}\"; a request has one action, a service's prefix and a name, such as \"s3:GetObject\".");
        var resource = Text(request, "resource", "request.") ?? throw new IamInputException("The request has no `resource`: write an ARN, or \"*\" for an action that has none.");
        if (resource != "*" && !(resource.StartsWith("arn:", StringComparison.Ordinal) && resource.Split(':', 6) is [.., { Length: > 0 }] and { Length: 6 }))
            throw new IamInputException($"`resource` is \"{resource}\"; write an ARN, which has six parts, or \"*\" for an action that has none.");
        return new(ReadPrincipal(request, notBuilt), action, resource, ReadContext(request), Text(request, "resourceAccount", "request."))
        {
            CanonicalUserId = Text(request, "canonicalUserId", "request."),
        };
    }

    private static RequestPrincipal ReadPrincipal(JsonElement request, List<Unevaluated> notBuilt)
    {
        if (!request.TryGetProperty("principal", out var principal))
            throw new IamInputException("The request has no `principal`: write an ARN, or `{\"type\": \"Anonymous\"}`.");
        if (principal.ValueKind is JsonValueKind.String)
        {
            var arn = principal.GetString()!;
            // Whom a provider has vouched for calls as the provider.
            if (arn.Split(':', 6) is ["arn", _, "iam", _, { Length: > 0 }, var provider] && !arn.AsSpan().ContainsAny('*', '?')
                && (provider.StartsWith("saml-provider/", StringComparison.Ordinal) || provider.StartsWith("oidc-provider/", StringComparison.Ordinal))) return new FederatedPrincipal(arn);
            return arn.StartsWith("arn:", StringComparison.Ordinal) && arn.Split(':', 6) is [_, _, "iam" or "sts", _, { Length: > 0 }, { Length: > 0 } who]
                && !who.StartsWith("group/", StringComparison.Ordinal) && !arn.AsSpan().ContainsAny('*', '?')
                ? new ArnPrincipal(arn)
                : throw new IamInputException($"`principal` is \"{arn}\"; write the ARN of one user, role, session or root user, such as \"arn:aws:iam::111122223333:user/ana\".");
        }
        if (principal.ValueKind is not JsonValueKind.Object) throw new IamInputException("`principal` is an ARN or an object with a `type`.");
        notBuilt.AddRange(Unknown(principal, ["type", "id"], "request.principal."));
        return (Text(principal, "type", "principal."), Text(principal, "id", "principal.")) switch
        {
            (_, "") => throw new IamInputException("`principal.id` is empty; it is a service such as \"s3.amazonaws.com\", or an identity provider."),
            ("Anonymous", _) => new AnonymousPrincipal(),
            ("Service", { } id) => new ServicePrincipal(id),
            ("Federated", { } id) => new FederatedPrincipal(id),
            ("Service" or "Federated", null) => throw new IamInputException("A principal of this type has an `id`."),
            var (type, _) => throw new IamInputException($"`principal.type` is \"{type}\"; it is Anonymous, Service or Federated."),
        };
    }

    private static RequestContext ReadContext(JsonElement request)
    {
        if (!request.TryGetProperty("context", out var context) || context.ValueKind is JsonValueKind.Null) return RequestContext.Empty;
        if (context.ValueKind is not JsonValueKind.Object) throw new IamInputException("`context` is an object of condition keys.");
        Dictionary<string, IReadOnlyList<string>> values = new(StringComparer.OrdinalIgnoreCase);
        foreach (var key in context.EnumerateObject())
        {
            IReadOnlyList<string> read = key.Value.ValueKind is JsonValueKind.Array
                ? [.. key.Value.EnumerateArray().Select(v => Scalar(key.Name, v))]
                : [Scalar(key.Name, key.Value)];
            if (!values.TryAdd(key.Name, read)) throw new IamInputException($"`context` has the key \"{key.Name}\" twice; case makes no difference.");
        }
        return new(values);
    }

    private static string Scalar(string key, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Number => value.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => throw new IamInputException($"The context key \"{key}\" has a value that is neither a string nor a list of strings."),
    };

    private static List<PolicyLevel>? ReadLevels(JsonElement line, string name, List<Unevaluated> notBuilt)
    {
        if (!line.TryGetProperty(name, out var levels) || levels.ValueKind is JsonValueKind.Null) return null;
        if (levels.ValueKind is not JsonValueKind.Array) throw new IamInputException($"`{name}` is a list of levels, the root first.");
        List<PolicyLevel> read = [];
        foreach (var level in levels.EnumerateArray())
        {
            if (level.ValueKind is not JsonValueKind.Object) throw new IamInputException($"A level of `{name}` is `{{\"orgIdentifier\": …, \"policies\": […]}}`.");
            notBuilt.AddRange(Unknown(level, ["orgIdentifier", "policies"], $"{name}[{read.Count}]."));
            read.Add(new(Text(level, "orgIdentifier", $"{name}.") ?? "",
                ReadPolicies(level, "policies", $"{name}[{read.Count}].") ?? throw new IamInputException($"A level of `{name}` has no `policies`.")));
        }
        return read;
    }

    private static List<Policy>? ReadPolicies(JsonElement json, string name, string path = "")
    {
        if (!json.TryGetProperty(name, out var list) || list.ValueKind is JsonValueKind.Null) return null;
        if (list.ValueKind is not JsonValueKind.Array) throw new IamInputException($"`{path}{name}` is a list of policies.");
        return [.. list.EnumerateArray().Select((policy, i) => Read(policy, $"{path}{name}[{i}]"))];
    }

    internal static Policy? ReadPolicy(JsonElement json, string name) =>
        json.TryGetProperty(name, out var policy) && policy.ValueKind is not JsonValueKind.Null ? Read(policy, name) : null;

    private static Policy Read(JsonElement policy, string name)
    {
        var text = TextOf(policy);
        var reading = PolicyReader.Read(text, name);
        if (reading.Policy is { } read) return read;
        var (line, column) = new LineMap(text).Of(reading.SyntaxError!.At.Start);
        throw new IamInputException($"`{name}`, line {line}, column {column}: {reading.SyntaxError.Details}");
    }

    /// <summary>What the caller gave and this simulation does not know might have denied the request.</summary>
    /// <exception cref="IamInputException">A member stands there twice: which one is meant nobody can tell.</exception>
    private static IEnumerable<Unevaluated> Unknown(JsonElement json, string[] known, string path)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject())
        {
            if (!seen.Add(member.Name)) throw new IamInputException($"`{path}{member.Name}` stands there twice; write it once.");
            if (!known.Contains(member.Name)) yield return new(null, null, $"`{path}{member.Name}` is not evaluated by this simulation", Location.None);
        }
    }

    private static string TextOf(JsonElement policy) => policy.ValueKind is JsonValueKind.String ? policy.GetString()! : policy.GetRawText();

    internal static string? Text(JsonElement json, string name, string path)
    {
        if (!json.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null) return null;
        return value.ValueKind is JsonValueKind.String ? value.GetString()! : throw new IamInputException($"`{path}{name}` is a string.");
    }

    private static JsonObject Write(Location at) => new() { ["pointer"] = at.Pointer, ["start"] = at.Start, ["end"] = at.End };

    private static JsonNode Write(Unevaluated what)
    {
        JsonObject json = new() { ["why"] = what.Why };
        if (what.Policy is { } policy) json["policy"] = policy;
        if (what.Statement is { } statement) json["statement"] = statement;
        if (what.At != Location.None) json["locations"] = new JsonArray(Write(what.At));
        return json;
    }
}
