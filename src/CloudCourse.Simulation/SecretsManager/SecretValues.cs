using System.Collections.Immutable;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.SecretsManager;

/// <summary>What is in a secret: its versions and their labels.</summary>
/// <seealso href="https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html"/>
internal static class SecretValues
{
    private const int MostBytes = 65_536, MostAtOnce = 20;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("GetSecretValue", c => [SecretCalls.On(c, "GetSecretValue", ("secretsmanager:VersionId", c.Text("VersionId")), ("secretsmanager:VersionStage", c.Text("VersionStage") ?? (c.Text("VersionId") is null ? SecretCalls.Current : null)))], Get),
        new("PutSecretValue", c => [SecretCalls.On(c, "PutSecretValue")], Put),
        new("UpdateSecret", c => [SecretCalls.On(c, "UpdateSecret", ("secretsmanager:Description", c.Text("Description")), ("secretsmanager:KmsKeyId", c.Text("KmsKeyId")))], Update),
        new("UpdateSecretVersionStage", c => [SecretCalls.On(c, "UpdateSecretVersionStage", ("secretsmanager:VersionStage", c.Text("VersionStage")))], Move),
        new("BatchGetSecretValue", MayGetMany, GetMany),
    ];

    /// <summary>The version that the request brings; null where it brings no value and need not.</summary>
    public static SecretVersion? Read(Call call, bool required)
    {
        var (text, binary) = (call.Text("SecretString"), call.Text("SecretBinary"));
        if (text is not null && binary is not null)
            throw SecretCalls.Parameter(call, "SecretBinary", "You can't specify both a binary secret value and a string secret value in the same secret.");
        if (text is null && binary is null)
            return required ? throw Turn.Error("InvalidRequestException", "You must provide either SecretString or SecretBinary.", null, 400, call.Input.Head()) : null;
        if (binary is not null) binary = S3.StoredBody.Read(call.Input.Text("SecretBinary")).Base64;
        if ((text is not null ? System.Text.Encoding.UTF8.GetByteCount(text) : binary!.Length / 4 * 3) > MostBytes)
            throw Turn.Error("ValidationException", $"1 validation error detected: Value at '{(text is not null ? "secretString" : "secretBinary")}' failed to satisfy constraint: Member must have length less than or equal to {MostBytes}", "A secret has 64 KB at most.", 400, call.At("SecretString"));
        var token = call.Text("ClientRequestToken");
        if (token is not null && token.Length is < 32 or > 64)
            throw SecretCalls.Parameter(call, "ClientRequestToken", "Invalid ClientRequestToken: it must be 32-64 characters long.", "A UUID is right; AWS's SDKs make one by themselves.");
        return new(token ?? SecretCalls.Uuid(call.Turn), text, binary, call.Now, []);
    }

    public static bool IsSame(Call call, SecretVersion version) => call.Text("SecretString") == version.Text && call.Text("SecretBinary") == version.Binary;

    /// <summary>Adds a version. A label is on one version at a time; what loses AWSCURRENT gets AWSPREVIOUS.</summary>
    public static Secret With(Secret secret, SecretVersion version, IReadOnlyList<string> stages)
    {
        secret = secret with { Versions = secret.Versions.Add(version), Changed = version.Created };
        foreach (var stage in stages) secret = Labelled(secret, stage, version.Id);
        return secret;
    }

    private static Secret Labelled(Secret secret, string stage, string? versionId)
    {
        var before = secret.Labelled(stage);
        if (before?.Id == versionId) return secret;
        secret = secret with { Versions = [.. secret.Versions.Select(v => v with { Stages = v.Id == versionId ? v.Stages.Add(stage) : v.Stages.Remove(stage) })] };
        return stage == SecretCalls.Current && before is not null ? Labelled(secret, SecretCalls.Previous, before.Id) : secret;
    }

    private static Output Answer(Secret secret, SecretVersion version)
    {
        var output = SecretCalls.Head(secret);
        output["VersionId"] = version.Id;
        output["VersionStages"] = SecretCalls.List(version.Stages);
        return output;
    }

    private static Output Get(Call call)
    {
        var secret = SecretCalls.Named(call);
        if (secret.Deleted is not null) throw SecretCalls.Invalid(call, "SecretId", "You can't perform this operation on the secret because it was marked for deletion.", "RestoreSecret brings it back.");
        var version = Wanted(call, secret);
        SecretCalls.Put(call.Turn, secret with { Accessed = new(call.Now.UtcDateTime.Date, TimeSpan.Zero) });
        return Value(secret, version);
    }

    private static Output Value(Secret secret, SecretVersion version)
    {
        var output = Answer(secret, version);
        if (version.Text is not null) output["SecretString"] = version.Text;
        if (version.Binary is not null) output["SecretBinary"] = version.Binary;
        output["CreatedDate"] = SecretCalls.Time(version.Created);
        return output;
    }

    private static SecretVersion Wanted(Call call, Secret secret)
    {
        var (id, stage) = (call.Text("VersionId"), call.Text("VersionStage"));
        if (id is not null)
        {
            var named = secret.Versions.Find(v => v.Id == id) ?? throw NotFound(call, "VersionId", $"VersionId: {id}");
            return stage is null || named.Stages.Contains(stage) ? named : throw SecretCalls.Invalid(call, "VersionStage", "You provided a VersionStage that is not associated to the provided VersionId.");
        }
        return secret.Labelled(stage ?? SecretCalls.Current) ?? throw NotFound(call, "VersionStage", $"staging label: {stage ?? SecretCalls.Current}");
    }

    private static AwsException NotFound(Call call, string member, string what) =>
        Turn.Error("ResourceNotFoundException", $"Secrets Manager can't find the specified secret value for {what}", "The secret is there, and has no such value.", 400, call.At(member));

    private static Output Put(Call call)
    {
        var secret = SecretCalls.Living(call);
        var version = Read(call, required: true)!;
        var stages = call.Texts("VersionStages").Select(s => s.Value).ToList();
        if (stages.Count == 0) stages = [SecretCalls.Current];
        if (secret.Versions.Find(v => v.Id == version.Id) is { } known)
            return IsSame(call, known) ? Answer(secret, known) : throw Turn.Error("ResourceExistsException", $"You can't modify the existing version {version.Id}: a version's value never changes.", "Use another ClientRequestToken.", 400, call.At("ClientRequestToken"));
        var next = With(secret, version, stages);
        SecretCalls.Put(call.Turn, next);
        call.Turn.Note("secretsmanager", secret.Arn, $"The secret {secret.Name} has a new value.");
        return Answer(next, next.Versions[^1]);
    }

    private static Output Update(Call call)
    {
        var secret = SecretCalls.Living(call);
        var next = secret with { Description = call.Text("Description") ?? secret.Description, KmsKeyId = call.Text("KmsKeyId") ?? secret.KmsKeyId, Changed = call.Now };
        var version = Read(call, required: false);
        if (version is not null)
        {
            if (secret.Versions.Find(v => v.Id == version.Id) is { } known)
            {
                if (!IsSame(call, known)) throw Turn.Error("ResourceExistsException", $"You can't modify the existing version {version.Id}: a version's value never changes.", null, 400, call.At("ClientRequestToken"));
            }
            else next = With(next, version, [SecretCalls.Current]);
        }
        var output = SecretOperations.Changed(call, next, "was changed");
        if (version is not null) output["VersionId"] = version.Id;
        return output;
    }

    private static Output Move(Call call)
    {
        var (secret, stage) = (SecretCalls.Living(call), call.Need("VersionStage"));
        var (from, to) = (call.Text("RemoveFromVersionId"), call.Text("MoveToVersionId"));
        foreach (var (id, member) in new[] { (from, "RemoveFromVersionId"), (to, "MoveToVersionId") })
        {
            if (id is not null && secret.Versions.All(v => v.Id != id)) throw NotFound(call, member, $"VersionId: {id}");
        }
        var now = secret.Labelled(stage);
        if (from is not null && now?.Id != from) throw SecretCalls.Parameter(call, "RemoveFromVersionId", $"The parameter RemoveFromVersionId can't be {from}. Staging label {stage} is currently attached to version {now?.Id ?? "none"}, so you must explicitly reference that version in RemoveFromVersionId.");
        if (from is null && to is not null && now is not null && now.Id != to)
            throw SecretCalls.Parameter(call, "RemoveFromVersionId", $"The parameter RemoveFromVersionId can't be empty. Staging label {stage} is currently attached to version {now.Id}, so you must explicitly reference that version in RemoveFromVersionId.");
        if (to is null && stage == SecretCalls.Current) throw SecretCalls.Parameter(call, "MoveToVersionId", "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.");
        return SecretOperations.Changed(call, Labelled(secret, stage, to), $"has {stage} on {to ?? "no version"}");
    }

    private static IEnumerable<Permission> MayGetMany(Call call)
    {
        yield return new("secretsmanager:BatchGetSecretValue", "*");
        if (call.Structures("Filters").Count > 0) yield return new("secretsmanager:ListSecrets", "*");
    }

    private static Output GetMany(Call call)
    {
        var (ids, filters) = (call.Texts("SecretIdList"), call.Structures("Filters"));
        if (ids.Count > 0 == filters.Count > 0) throw SecretCalls.Parameter(call, "SecretIdList", "Either 'SecretIdList' or 'Filters' must be provided, but not both.");
        if (ids.Count > MostAtOnce) throw SecretCalls.Parameter(call, "SecretIdList", $"SecretIdList has {MostAtOnce} entries at most.");
        var (wanted, next) = ids.Count > 0 ? ([.. ids.Select(i => i.Value)], null) : SecretCalls.Page(call, SecretLists.Filtered(call).Where(s => s.Deleted is null).Select(s => s.Arn), MostAtOnce);
        List<Output> values = [], errors = [];
        foreach (var id in wanted)
        {
            if (Problem(call, id) is { } error) errors.Add(new() { ["SecretId"] = id, ["ErrorCode"] = error.Code, ["Message"] = error.Message });
            else values.Add(Value(SecretCalls.Find(call, id)!, SecretCalls.Find(call, id)!.Labelled(SecretCalls.Current)!));
        }
        Output output = new() { ["SecretValues"] = new Array([.. values]), ["Errors"] = new Array([.. errors]) };
        if (next is not null) output["NextToken"] = next;
        return output;
    }

    private static AwsError? Problem(Call call, string id)
    {
        var secret = SecretCalls.Find(call, id);
        var decided = call.Ask(SecretCalls.On(call, secret, id, "GetSecretValue", ("secretsmanager:VersionStage", SecretCalls.Current)));
        if (decided.Evaluation.Decision is not Decision.Allowed) return Authorizer.Refusal(SimulatedServices.Find("secretsmanager")!, call.Caller, decided);
        if (secret is null) return new("ResourceNotFoundException", "Secrets Manager can't find the specified secret.");
        if (secret.Deleted is not null) return new("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.");
        return secret.Labelled(SecretCalls.Current) is null ? NotFound(call, "SecretIdList", $"staging label: {SecretCalls.Current}").Error : null;
    }
}
