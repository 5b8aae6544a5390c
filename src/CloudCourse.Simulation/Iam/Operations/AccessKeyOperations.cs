using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam.Operations;

/// <summary>Long-term access keys of users.</summary>
/// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html"/>
internal static class AccessKeyOperations
{
    public const int Most = 2;

    public static IReadOnlyList<Operation> All { get; } =
    [
        new("CreateAccessKey", c => [new("iam:CreateAccessKey", UserOperations.Named(c).Arn)], Create),
        new("ListAccessKeys", c => [new("iam:ListAccessKeys", UserOperations.Named(c).Arn)], c => c.Page("AccessKeyMetadata", UserOperations.Named(c).AccessKeys.Select(k => (Node)Describe(UserOperations.Named(c), k)))),
        new("UpdateAccessKey", c => [new("iam:UpdateAccessKey", UserOperations.Named(c).Arn)], Update),
        new("DeleteAccessKey", c => [new("iam:DeleteAccessKey", UserOperations.Named(c).Arn)], Delete),
    ];

    private static AccessKey Named(Call call, User user) => user.AccessKeys.FirstOrDefault(k => k.Id == call.Need("AccessKeyId"))
        ?? throw Turn.Error("NoSuchEntity", $"The Access Key with id {call.Need("AccessKeyId").Shortened()} cannot be found.", $"{user.Name} has no such key.", 404, call.At("AccessKeyId"));

    private static Output Describe(User user, AccessKey key) => new() { ["UserName"] = user.Name, ["AccessKeyId"] = key.Id, ["Status"] = key.Active ? "Active" : "Inactive", ["CreateDate"] = IamNames.Time(key.Created) };

    private static Output Create(Call call)
    {
        var user = UserOperations.Named(call);
        if (user.AccessKeys.Count >= Most) throw Turn.Error("LimitExceeded", $"Cannot exceed quota for AccessKeysPerUser: {Most}", "Two keys are for changing from one to the other: delete the old one.", 409);
        AccessKey key = new(call.Turn.IamId("AKIA")[..20], true, call.Now);
        UserOperations.Put(call, user with { AccessKeys = [.. user.AccessKeys, key] });
        call.Turn.Note("iam", user.Arn, $"{user.Name} has the access key {key.Id}. Its secret half is in this answer, and nowhere else.");
        var output = Describe(user, key);
        output["SecretAccessKey"] = call.Turn.HexId(40);
        return new() { ["AccessKey"] = output };
    }

    private static Output Update(Call call)
    {
        var user = UserOperations.Named(call);
        var (key, status) = (Named(call, user), call.Need("Status"));
        if (status is not ("Active" or "Inactive")) throw IamNames.NotOneOf(call, "Status", status, "Active, Inactive");
        UserOperations.Put(call, user with { AccessKeys = [.. user.AccessKeys.Select(k => k.Id == key.Id ? k with { Active = status is "Active" } : k)] });
        call.Turn.Note("iam", user.Arn, $"The access key {key.Id} of {user.Name} is {status.ToLowerInvariant()}.");
        return [];
    }

    private static Output Delete(Call call)
    {
        var user = UserOperations.Named(call);
        var key = Named(call, user);
        UserOperations.Put(call, user with { AccessKeys = [.. user.AccessKeys.Where(k => k.Id != key.Id)] });
        call.Turn.Note("iam", user.Arn, $"The access key {key.Id} of {user.Name} was deleted.");
        return [];
    }
}
