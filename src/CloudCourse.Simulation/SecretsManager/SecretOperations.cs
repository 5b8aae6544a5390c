using System.Text.RegularExpressions;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam.Operations;
using CloudCourse.Simulation.Iam.Proof;
using Array = System.Text.Json.Nodes.JsonArray;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.SecretsManager;

/// <summary>Making secrets, deleting them, and what is said about them.</summary>
/// <seealso href="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html"/>
internal static partial class SecretOperations
{
    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateSecret", MayCreate, Create),
        new("DescribeSecret", c => [SecretCalls.On(c, "DescribeSecret")], c => Describe(SecretCalls.Named(c), "VersionIdsToStages")),
        new("DeleteSecret", c => [SecretCalls.On(c, "DeleteSecret", ("secretsmanager:ForceDeleteWithoutRecovery", c.Flag("ForceDeleteWithoutRecovery") ? "true" : "false"), ("secretsmanager:RecoveryWindowInDays", c.Text("RecoveryWindowInDays")))], Delete),
        new("RestoreSecret", c => [SecretCalls.On(c, "RestoreSecret")], c => Changed(c, SecretCalls.Named(c) with { Deleted = null }, "will not be deleted")),
        new("TagResource", c => [SecretCalls.On(c, "TagResource")], c =>
        {
            var secret = SecretCalls.Living(c);
            SecretCalls.Put(c.Turn, secret with { Tags = secret.Tags.SetItems(SecretCalls.ReadTags(c)) });
            return [];
        }),
        new("UntagResource", c => [SecretCalls.On(c, "UntagResource")], c =>
        {
            var secret = SecretCalls.Living(c);
            SecretCalls.Put(c.Turn, secret with { Tags = secret.Tags.RemoveRange(c.Texts("TagKeys").Select(t => t.Value)) });
            return [];
        }),
        new("PutResourcePolicy", c => [SecretCalls.On(c, "PutResourcePolicy", ("secretsmanager:BlockPublicPolicy", c.Flag("BlockPublicPolicy") ? "true" : "false"))], PutPolicy),
        new("GetResourcePolicy", c => [SecretCalls.On(c, "GetResourcePolicy")], c =>
        {
            var secret = SecretCalls.Named(c);
            var output = SecretCalls.Head(secret);
            if (secret.Policy is { } policy) output["ResourcePolicy"] = policy.Text;
            return output;
        }),
        new("DeleteResourcePolicy", c => [SecretCalls.On(c, "DeleteResourcePolicy")], c => Changed(c, SecretCalls.Living(c) with { Policy = null }, "has no policy of its own")),
    ];

    private static IEnumerable<Permission> MayCreate(Call call)
    {
        var arn = $"arn:aws:secretsmanager:{call.Region}:{call.AccountId}:secret:{call.Need("Name")}";
        Dictionary<string, IReadOnlyList<string>> context = new() { ["secretsmanager:Name"] = [call.Need("Name")] };
        var tags = SecretCalls.ReadTags(call);
        foreach (var (key, value) in tags) context[$"aws:RequestTag/{key}"] = [value];
        if (!tags.IsEmpty) context["aws:TagKeys"] = [.. tags.Keys];
        yield return new("secretsmanager:CreateSecret", arn) { Context = context };
        if (!tags.IsEmpty) yield return new("secretsmanager:TagResource", arn) { Context = context };
    }

    private static Output Create(Call call)
    {
        var name = call.Need("Name");
        if (name.Length > 512 || !NameForm.IsMatch(name))
            throw Turn.Error("ValidationException", "Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!", "A name has 1 to 512 of these.", 400, call.At("Name"));
        if (call.State.Secrets.Secrets.Find(SecretsState.Key(call.Region, name)) is { } known)
        {
            if (known.Deleted is not null) throw SecretCalls.Invalid(call, "Name", "You can't create this secret because a secret with this name is already scheduled for deletion.", "RestoreSecret brings it back.");
            // The same request again is no other request.
            if (call.Text("ClientRequestToken") is { } token && known.Versions.Find(v => v.Id == token) is { } same && SecretValues.IsSame(call, same)) return Made(known, same.Id);
            throw Turn.Error("ResourceExistsException", $"The operation failed because the secret {name} already exists.", null, 400, call.At("Name"));
        }
        Secret secret = new(call.Region, name, $"arn:aws:secretsmanager:{call.Region}:{call.AccountId}:secret:{name}-{Suffix(call.Turn)}", call.Now)
        {
            Description = call.Text("Description"),
            KmsKeyId = call.Text("KmsKeyId"),
            Tags = SecretCalls.ReadTags(call),
            Changed = call.Now,
        };
        var version = SecretValues.Read(call, required: false);
        if (version is not null) secret = SecretValues.With(secret, version, [SecretCalls.Current]);
        SecretCalls.Put(call.Turn, secret);
        call.Turn.Note("secretsmanager", secret.Arn, $"The secret {name} was made.", null, "exists");
        return Made(secret, version?.Id);
    }

    private static Output Made(Secret secret, string? version)
    {
        var output = SecretCalls.Head(secret);
        if (version is not null) output["VersionId"] = version;
        return output;
    }

    /// <summary>Six letters and digits.</summary>
    private static string Suffix(Turn turn)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        var drawn = turn.Draw();
        return string.Create(6, drawn, static (text, bits) =>
        {
            for (var i = 0; i < text.Length; i++, bits /= 62) text[i] = Letters[(int)(bits % 62)];
        });
    }

    public static Output Changed(Call call, Secret secret, string now)
    {
        SecretCalls.Put(call.Turn, secret);
        call.Turn.Note("secretsmanager", secret.Arn, $"The secret {secret.Name} {now}.");
        return SecretCalls.Head(secret);
    }

    public static Output Describe(Secret secret, string stages)
    {
        var output = SecretCalls.Head(secret);
        if (secret.Description is { } description) output["Description"] = description;
        if (secret.KmsKeyId is { } key) output["KmsKeyId"] = key;
        if (secret.Changed is { } changed) output["LastChangedDate"] = SecretCalls.Time(changed);
        if (secret.Accessed is { } accessed) output["LastAccessedDate"] = SecretCalls.Time(accessed);
        if (secret.Deleted is { } deleted) output["DeletedDate"] = SecretCalls.Time(deleted);
        if (!secret.Tags.IsEmpty) output["Tags"] = new Array([.. secret.Tags.Select(t => new Output { ["Key"] = t.Key, ["Value"] = t.Value })]);
        if (secret.Versions.Any(v => !v.Stages.IsEmpty))
            output[stages] = new Output(secret.Versions.Where(v => !v.Stages.IsEmpty).Select(v => KeyValuePair.Create<string, System.Text.Json.Nodes.JsonNode?>(v.Id, SecretCalls.List(v.Stages))));
        output["CreatedDate"] = SecretCalls.Time(secret.Created);
        return output;
    }

    private static Output Delete(Call call)
    {
        var (force, window) = (call.Flag("ForceDeleteWithoutRecovery"), call.Integer("RecoveryWindowInDays"));
        if (force && window is not null) throw SecretCalls.Parameter(call, "RecoveryWindowInDays", "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        if (window is < 7 or > 30) throw SecretCalls.Parameter(call, "RecoveryWindowInDays", "RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        // "If you forcibly delete an already deleted or nonexistent secret, the operation does not return ResourceNotFoundException" (API_DeleteSecret).
        if (force && SecretCalls.Find(call, call.Need("SecretId")) is null)
        {
            var id = call.Need("SecretId");
            return new() { ["ARN"] = id.StartsWith("arn:", StringComparison.Ordinal) ? id : $"arn:aws:secretsmanager:{call.Region}:{call.AccountId}:secret:{id}", ["Name"] = id, ["DeletionDate"] = SecretCalls.Time(call.Now) };
        }
        var secret = SecretCalls.Named(call);
        if (secret.Deleted is not null && !force) throw SecretCalls.Marked(call);
        var at = call.Now.AddDays(force ? 0 : window ?? 30);
        if (force) SecretGoes.Remove(call.Turn, secret);
        else
        {
            SecretCalls.Put(call.Turn, secret with { Deleted = call.Now });
            call.Turn.Note("secretsmanager", secret.Arn, $"The secret {secret.Name} will be deleted in {window ?? 30} days.", "exists", "to be deleted");
            call.Turn.Plan(at - call.Now, new SecretGoes(secret.Region, secret.Name, secret.Arn, call.Now));
        }
        var output = SecretCalls.Head(secret);
        output["DeletionDate"] = SecretCalls.Time(at);
        return output;
    }

    private static Output PutPolicy(Call call)
    {
        var secret = SecretCalls.Living(call);
        var text = call.Need("ResourcePolicy");
        var document = PolicyDocument.Read(text, "secret policy");
        if (document is null || document.Policy.Unreadable.Concat(document.Policy.Statements.SelectMany(s => s.Unreadable)).FirstOrDefault() is not null || document.Policy.Statements.Any(s => s.Principal is null))
            throw Turn.Error("MalformedPolicyDocumentException", "This resource policy contains a syntax error.", document is null ? "The policy is not JSON." : document.Policy.Unreadable.Concat(document.Policy.Statements.SelectMany(s => s.Unreadable)).FirstOrDefault()?.Why ?? "Every statement of a resource's policy has a Principal.", 400, call.At("ResourcePolicy"));
        if (call.Flag("BlockPublicPolicy") && AccessChecks.NoPublicAccess(document.Policy with { AttachedTo = "AWS::SecretsManager::Secret" }, "AWS::SecretsManager::Secret").Outcome is not CheckOutcome.Pass)
            throw Turn.Error("PublicPolicyException", "The resource policy grants broad access to the secret.", "Somebody is let in whom nothing pins down: name who may.", 400, call.At("ResourcePolicy"));
        return Changed(call, secret with { Policy = document }, "has a policy of its own");
    }

    [GeneratedRegex(@"\A[\w/+=.@!-]+\z", RegexOptions.ECMAScript)]
    private static partial Regex NameForm { get; }
}

/// <summary>The end of a secret's recovery window.</summary>
internal sealed record SecretGoes(string Region, string Name, string Arn, DateTimeOffset Asked) : ScheduledEvent
{
    public override void Run(Turn turn)
    {
        if (turn.State.Secrets.Secrets.Find(SecretsState.Key(Region, Name)) is { } secret && secret.Arn == Arn && secret.Deleted == Asked) Remove(turn, secret);
    }

    public static void Remove(Turn turn, Secret secret)
    {
        turn.State = turn.State with { Secrets = turn.State.Secrets with { Secrets = turn.State.Secrets.Secrets.Remove(SecretsState.Key(secret.Region, secret.Name)) } };
        turn.Note("secretsmanager", secret.Arn, $"The secret {secret.Name} is gone.", "exists");
    }
}
