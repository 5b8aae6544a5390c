using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>Inline and managed policies, and permissions boundaries.</summary>
internal static class PolicyOperations
{
    /// <summary>A kind of identity, and how to find it and put it back.</summary>
    private sealed record Kind(string Name, Func<Call, Identity> Named, Action<Call, Identity> Put);

    private static readonly Kind[] Kinds =
    [
        new("User", UserOperations.Named, (c, i) => UserOperations.Put(c, (User)i)),
        new("Group", GroupOperations.Named, (c, i) => GroupOperations.Put(c, (Group)i)),
        new("Role", RoleOperations.Named, (c, i) => RoleOperations.Put(c, (Role)i)),
    ];

    public static IReadOnlyList<Operation> All { get; } =
    [
        .. Kinds.SelectMany(OfKind),
        new("CreatePolicy", c => [new("iam:CreatePolicy", IamNames.Arn(c.AccountId, "policy", c.Text("Path") ?? "/", c.Need("PolicyName")))], Create),
        new("GetPolicy", c => [new("iam:GetPolicy", Existing(c, c.Need("PolicyArn"), "PolicyArn").Arn)], c => new() { ["Policy"] = DescribeWhole(c.State.Iam, Existing(c, c.Need("PolicyArn"), "PolicyArn")) }),
        new("ListPolicies", c => [new("iam:ListPolicies", "*")], List),
        new("DeletePolicy", c => [new("iam:DeletePolicy", Existing(c, c.Need("PolicyArn"), "PolicyArn").Arn)], Delete),
        Boundary("PutUserPermissionsBoundary", Kinds[0], put: true),
        Boundary("DeleteUserPermissionsBoundary", Kinds[0], put: false),
        Boundary("PutRolePermissionsBoundary", Kinds[2], put: true),
        Boundary("DeleteRolePermissionsBoundary", Kinds[2], put: false),
    ];

    public static ManagedPolicy Existing(Call call, string arn, string member)
    {
        if (call.State.Iam.FindPolicy(arn) is { } policy) return policy;
        if (arn.Length is < 20 or > 2048)
            throw Turn.Error("ValidationError", $"1 validation error detected: Value '{arn.Shortened()}' at '{char.ToLowerInvariant(member[0])}{member[1..]}' failed to satisfy constraint: Member must have length {(arn.Length < 20 ? "greater than or equal to 20" : "less than or equal to 2048")}", "A policy is named by its whole ARN, such as arn:aws:iam::aws:policy/ReadOnlyAccess.", 400, call.At(member));
        if (arn.Split(':') is not ["arn", "aws", "iam", "", var owner, var rest] || !rest.StartsWith("policy/", StringComparison.Ordinal) || !(owner == "aws" || (owner.Length == 12 && owner.All(char.IsAsciiDigit))))
            throw Turn.Error("InvalidInput", $"ARN {arn.Shortened()} is not valid.", "It is arn:aws:iam::, the account's number (or aws), and :policy/ with the name.", 400, call.At(member));
        throw Turn.Error("NoSuchEntity", $"Policy {arn} does not exist or is not attachable.",
            arn.StartsWith("arn:aws:iam::aws:", StringComparison.Ordinal) ? "The simulation holds the managed policies of AWS's that the course uses; this one is not among them, or its name is misspelt." : null,
            404, call.At(member));
    }

    /// <summary>One of the account's own, which alone can be changed.</summary>
    public static ManagedPolicy Own(Call call, string action)
    {
        var policy = Existing(call, call.Need("PolicyArn"), "PolicyArn");
        return call.State.Iam.Policies.Has(policy.Arn) ? policy
            : throw Turn.Error("AccessDenied", $"User: {call.Caller.Principal.Name} is not authorized to perform: iam:{action} on resource: policy {policy.Arn}", "Nobody but AWS changes its managed policies.", 403, call.At("PolicyArn"));
    }

    public static void Put(Call call, ManagedPolicy policy) =>
        call.State = call.State with { Iam = call.State.Iam with { Policies = call.State.Iam.Policies.Put(policy.Arn, policy) } };

    /// <summary>What a managed policy must be besides a policy.</summary>
    public static void CheckManaged(Call call, PolicyDocument document)
    {
        if (document.Policy.Size > 6144)
            throw Turn.Error("LimitExceeded", "Cannot exceed quota for PolicySize: 6144", $"The policy has {document.Policy.Size} characters without white space.", 409, call.At("PolicyDocument"));
        CheckIdentity(call, document);
    }

    private static void CheckIdentity(Call call, PolicyDocument document)
    {
        if (document.Policy.Statements.FirstOrDefault(s => s.Principal is not null) is { } one)
            throw Turn.Error("MalformedPolicyDocument", "Policy document should not specify a principal.", $"{one.Name} names a principal: whom an identity policy is attached to is its principal.", at: call.At("PolicyDocument"));
        if (document.Policy.Statements.FirstOrDefault(s => s.Resource is null) is { } bare)
            throw Turn.Error("MalformedPolicyDocument", "Policy statement must contain resources.", $"{bare.Name} names no Resource.", at: call.At("PolicyDocument"));
        if (document.Policy.Statements.FirstOrDefault(s => s.Action is null) is { } idle)
            throw Turn.Error("MalformedPolicyDocument", "Policy statement must contain actions.", $"{idle.Name} names no Action.", at: call.At("PolicyDocument"));
    }

    private static IEnumerable<Operation> OfKind(Kind kind)
    {
        var on = kind.Name.ToLowerInvariant();
        Permission Needs(Call call, string action) => new($"iam:{action}", kind.Named(call).Arn);
        Permission NeedsWithPolicy(Call call, string action) => Needs(call, action) with
        {
            Context = new Dictionary<string, IReadOnlyList<string>> { ["iam:PolicyARN"] = [call.Need("PolicyArn")] },
        };

        yield return new($"Put{kind.Name}Policy", c => [Needs(c, $"Put{kind.Name}Policy")], c =>
        {
            var (identity, name) = (kind.Named(c), IamNames.NewName(c, "PolicyName", 128));
            var document = IamNames.Document(c, "PolicyDocument", name);
            CheckIdentity(c, document);
            var most = kind.Name switch { "User" => 2048, "Group" => 5120, _ => 10_240 };
            if (identity.Inline.Put(name, document).Values.Sum(p => p.Policy.Size) > most)
                throw Turn.Error("LimitExceeded", $"Maximum policy size of {most} bytes exceeded for {on} {identity.Name}", "All inline policies of one identity count together, without white space. A managed policy holds 6,144 characters.", 409, c.At("PolicyDocument"));
            kind.Put(c, identity with { Inline = identity.Inline.Put(name, document) });
            c.Turn.Note("iam", identity.Arn, $"The {on} {identity.Name} has the inline policy {name}.");
            return [];
        });
        yield return new($"Get{kind.Name}Policy", c => [Needs(c, $"Get{kind.Name}Policy")], c => new()
        {
            [$"{kind.Name}Name"] = kind.Named(c).Name,
            ["PolicyName"] = c.Need("PolicyName"),
            ["PolicyDocument"] = Inline(c, kind.Named(c)).Text,
        });
        yield return new($"Delete{kind.Name}Policy", c => [Needs(c, $"Delete{kind.Name}Policy")], c =>
        {
            var identity = kind.Named(c);
            _ = Inline(c, identity);
            kind.Put(c, identity with { Inline = identity.Inline.Remove(c.Need("PolicyName")) });
            c.Turn.Note("iam", identity.Arn, $"The {on} {identity.Name} lost the inline policy {c.Need("PolicyName")}.");
            return [];
        });
        yield return new($"List{kind.Name}Policies", c => [Needs(c, $"List{kind.Name}Policies")], c => c.Page("PolicyNames", kind.Named(c).Inline.Keys.Select(k => (Node)k)));
        yield return new($"Attach{kind.Name}Policy", c => [NeedsWithPolicy(c, $"Attach{kind.Name}Policy")], c =>
        {
            var (identity, policy) = (kind.Named(c), Existing(c, c.Need("PolicyArn"), "PolicyArn"));
            if (identity.Attached.Contains(policy.Arn)) return [];
            if (identity.Attached.Count == 10)
                throw Turn.Error("LimitExceeded", $"Cannot exceed quota for PoliciesPer{kind.Name}: 10", $"{identity.Name} has ten managed policies, which is AWS's default quota.", 409);
            kind.Put(c, identity with { Attached = [.. identity.Attached, policy.Arn] });
            c.Turn.Note("iam", identity.Arn, $"The {on} {identity.Name} has the policy {policy.Name}.");
            return [];
        });
        yield return new($"Detach{kind.Name}Policy", c => [NeedsWithPolicy(c, $"Detach{kind.Name}Policy")], c =>
        {
            var (identity, arn) = (kind.Named(c), c.Need("PolicyArn"));
            if (!identity.Attached.Contains(arn)) throw Turn.Error("NoSuchEntity", $"Policy {arn} was not found.", $"It is not attached to {identity.Name}.", 404, c.At("PolicyArn"));
            kind.Put(c, identity with { Attached = [.. identity.Attached.Where(a => a != arn)] });
            c.Turn.Note("iam", identity.Arn, $"The {on} {identity.Name} lost the policy {arn[(arn.LastIndexOf('/') + 1)..]}.");
            return [];
        });
        yield return new($"ListAttached{kind.Name}Policies", c => [Needs(c, $"ListAttached{kind.Name}Policies")], c => c.Page("AttachedPolicies", kind.Named(c).Attached.Select(a => new Output { ["PolicyName"] = a[(a.LastIndexOf('/') + 1)..], ["PolicyArn"] = a })));
    }

    private static PolicyDocument Inline(Call call, Identity identity) => identity.Inline.Find(call.Need("PolicyName"))
        ?? throw Turn.Error("NoSuchEntity", $"The policy with name {call.Need("PolicyName")} cannot be found.", $"{identity.Name} has no inline policy of that name.", 404, call.At("PolicyName"));

    private static Operation Boundary(string name, Kind kind, bool put) => new(name,
        c => [new($"iam:{name}", kind.Named(c).Arn) { Context = put ? new Dictionary<string, IReadOnlyList<string>> { ["iam:PermissionsBoundary"] = [c.Need("PermissionsBoundary")] } : [] }],
        c =>
        {
            var boundary = put ? Existing(c, c.Need("PermissionsBoundary"), "PermissionsBoundary").Arn : null;
            kind.Put(c, kind.Named(c) switch
            {
                User user => user with { PermissionsBoundary = boundary },
                Role role => role with { PermissionsBoundary = boundary },
                var other => throw new InvalidOperationException($"{other.Arn} takes no boundary."),
            });
            c.Turn.Note("iam", kind.Named(c).Arn, put ? $"{kind.Named(c).Name} has the boundary {boundary}." : $"{kind.Named(c).Name} has no boundary any more.");
            return [];
        });

    private static Output Describe(IamState iam, ManagedPolicy policy) => new()
    {
        ["PolicyName"] = policy.Name,
        ["PolicyId"] = policy.Id,
        ["Arn"] = policy.Arn,
        ["Path"] = policy.Path,
        ["DefaultVersionId"] = $"v{policy.DefaultVersion}",
        ["AttachmentCount"] = Holders(iam).Count(i => i.Attached.Contains(policy.Arn)),
        ["IsAttachable"] = true,
        ["PermissionsBoundaryUsageCount"] = iam.Users.Values.Count(u => u.PermissionsBoundary == policy.Arn) + iam.Roles.Values.Count(r => r.PermissionsBoundary == policy.Arn),
        ["CreateDate"] = IamNames.Time(policy.Created),
        ["UpdateDate"] = IamNames.Time(policy.Updated),
    };

    /// <summary>Lists leave out tags and description.</summary>
    private static Output DescribeWhole(IamState iam, ManagedPolicy policy)
    {
        var output = Describe(iam, policy);
        if (policy.Description is { } description) output["Description"] = description;
        IamTagOperations.Into(output, policy.Tags);
        return output;
    }

    private static IEnumerable<Identity> Holders(IamState iam) => [.. iam.Users.Values, .. iam.Groups.Values, .. iam.Roles.Values];

    private static Output Create(Call call)
    {
        var (name, path) = (IamNames.NewName(call, "PolicyName", 128), IamNames.Path(call));
        var arn = IamNames.Arn(call.AccountId, "policy", path, name);
        if (call.State.Iam.Policies.Has(arn)) throw Turn.Error("EntityAlreadyExists", $"A policy called {name} already exists. Duplicate names are not allowed.", null, 409, call.At("PolicyName"));
        ManagedPolicy policy = new(name, path, call.Turn.IamId("ANPA"), arn, call.Now, IamNames.Document(call, "PolicyDocument", name))
        {
            Description = call.Text("Description"),
            Tags = IamTagOperations.With(call, [], IamTagOperations.Read(call)),
        };
        CheckManaged(call, policy.Document);
        if (call.State.Iam.Policies.Count >= IamNames.PoliciesQuota) throw IamNames.OverQuota("PoliciesPerAccount", IamNames.PoliciesQuota);
        call.State = call.State with { Iam = call.State.Iam with { Policies = call.State.Iam.Policies.Put(arn, policy) } };
        call.Turn.Note("iam", arn, $"The policy {name} was created.", null, "exists");
        return new() { ["Policy"] = DescribeWhole(call.State.Iam, policy) };
    }

    private static Output List(Call call)
    {
        var scope = call.Text("Scope") ?? "All";
        IEnumerable<ManagedPolicy> own = scope is "AWS" ? [] : call.State.Iam.Policies.Values;
        var aws = scope is "Local" ? [] : AwsManagedPolicies.Arns.Select(a => AwsManagedPolicies.Find(a)!);
        if (scope is not ("All" or "AWS" or "Local")) throw IamNames.NotOneOf(call, "Scope", scope, "All, AWS, Local");
        return call.Page("Policies", own.Concat(aws).Where(p => p.Path.StartsWith(call.Text("PathPrefix") ?? "/", StringComparison.Ordinal))
            .Where(p => !call.Flag("OnlyAttached") || Holders(call.State.Iam).Any(i => i.Attached.Contains(p.Arn))).Select(p => Describe(call.State.Iam, p)));
    }

    private static Output Delete(Call call)
    {
        var policy = Own(call, "DeletePolicy");
        if (policy.AllVersions.Count > 1)
            throw Turn.Error("DeleteConflict", "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.", null, 409, call.At("PolicyArn"));
        if (Holders(call.State.Iam).Any(i => i.Attached.Contains(policy.Arn)) || call.State.Iam.Users.Values.Any(u => u.PermissionsBoundary == policy.Arn) || call.State.Iam.Roles.Values.Any(r => r.PermissionsBoundary == policy.Arn))
            throw Turn.Error("DeleteConflict", "Cannot delete a policy attached to entities.", "Detach it from its users, groups and roles first.", 409, call.At("PolicyArn"));
        call.State = call.State with { Iam = call.State.Iam with { Policies = call.State.Iam.Policies.Remove(policy.Arn) } };
        call.Turn.Note("iam", policy.Arn, $"The policy {policy.Name} was deleted.", "exists");
        return [];
    }
}
