using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Operations;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sts;

/// <summary>Temporary credentials.</summary>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_Operations.html"/>
public sealed class StsService : SimulatedService
{
    public override string Name => "sts";

    public override int LongestInput(string operation) => 1 << 20;

    public override IReadOnlyList<Operation> Operations { get; } =
    [
        // No permission is needed to ask who one is, and none can be taken away.
        new("GetCallerIdentity", _ => [], WhoAmI),
        new("DecodeAuthorizationMessage", _ => [new("sts:DecodeAuthorizationMessage", "*")], c => AuthorizationMessage.Decode(c.Need("EncodedMessage")) is { } message ? new() { ["DecodedMessage"] = message }
            : throw Turn.Error("InvalidAuthorizationMessageException", "The message passed to DecodeAuthorizationMessage was invalid.", "Copy what follows \"Encoded authorization failure message:\", whole.", at: c.At("EncodedMessage"))),
        new("AssumeRole", MayAssume, Assume),
    ];

    public override IReadOnlySet<string> NotTaken(string operation) => operation is "AssumeRole" ? OfAssumeRole : base.NotTaken(operation);

    private static readonly HashSet<string> OfAssumeRole = ["PolicyArns", "Tags", "TransitiveTagKeys", "SerialNumber", "TokenCode", "ProvidedContexts"];

    private static Output WhoAmI(Call call) => call.Caller.Principal is ArnPrincipal arn
        ? new() { ["UserId"] = UserId(call, arn), ["Account"] = arn.Account, ["Arn"] = arn.Arn }
        : throw Turn.Error("InvalidClientTokenId", "The security token included in the request is invalid", null, 403);

    private static string UserId(Call call, ArnPrincipal arn) => arn switch
    {
        { IsRoot: true } => arn.Account,
        { UserName: { } user } when call.State.Iam.Users.Find(user) is { } known => known.Id,
        { RoleArn: { } role } when call.State.Iam.Roles.Find(role[(role.LastIndexOf('/') + 1)..]) is { } known => $"{known.Id}:{arn.Resource[(arn.Resource.LastIndexOf('/') + 1)..]}",
        _ => arn.Resource,
    };

    private static Role Wanted(Call call)
    {
        var arn = call.Need("RoleArn");
        if (arn.Length < 20) throw Turn.Error("ValidationError", $"1 validation error detected: Value '{arn.Shortened()}' at 'roleArn' failed to satisfy constraint: Member must have length greater than or equal to 20", "A role is named by its whole ARN: arn:aws:iam::111122223333:role/name.", at: call.At("RoleArn"));
        if (arn.Split(':', 6) is not ["arn", "aws" or "aws-cn" or "aws-us-gov", "iam", "", { Length: 12 }, var resource] || !resource.StartsWith("role/", StringComparison.Ordinal))
            throw Turn.Error("ValidationError", $"{arn.Shortened()} is invalid", "A role is named by its whole ARN: arn:aws:iam::111122223333:role/name.", at: call.At("RoleArn"));
        // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: "You cannot call AssumeRole by using AWS account root user credentials; access is denied."
        if (call.Caller.Principal is ArnPrincipal { IsRoot: true }) throw Turn.Error("AccessDenied", "Roles may not be assumed by root accounts.", "Root may do everything already, and takes no role: call as a user or another role.", 403);
        var role = call.State.Iam.Roles.Values.FirstOrDefault(r => r.Arn == arn);
        // AWS does not tell whether a role exists: both answers are the same.
        return role ?? throw Turn.Error("AccessDenied", $"User: {call.Caller.Principal.Name} is not authorized to perform: sts:AssumeRole on resource: {arn}",
            "There is no such role in this account. AWS gives the same answer whether the role is missing or does not trust you.", 403, call.At("RoleArn"));
    }

    /// <summary>Saying who is behind the session is an action of its own: the caller's policies and the role's trust let it, or the whole call is refused.</summary>
    /// <seealso href="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html"/>
    private static IEnumerable<Permission> MayAssume(Call call)
    {
        Dictionary<string, IReadOnlyList<string>> keys = new() { ["sts:RoleSessionName"] = [call.Need("RoleSessionName")] };
        if (call.Text("ExternalId") is { } externalId) keys["sts:ExternalId"] = [externalId];
        if (call.Text("SourceIdentity") is { } source) keys["sts:SourceIdentity"] = [source];
        var role = Wanted(call);
        Permission assume = new("sts:AssumeRole", role.Arn) { Context = keys, ResourcePolicy = role.Trust.Policy };
        yield return assume;
        if (call.Text("SourceIdentity") is not null) yield return assume with { Action = "sts:SetSourceIdentity" };
    }

    private static Output Assume(Call call)
    {
        var role = Wanted(call);
        var seconds = call.Integer("DurationSeconds") ?? 3600;
        if (seconds < 900)
            throw Turn.Error("ValidationError", $"1 validation error detected: Value '{seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value greater than or equal to 900", "A session lasts 15 minutes at least.", at: call.At("DurationSeconds"));
        if (seconds > 43200) throw IamNames.OutOfRange(call, "DurationSeconds", seconds, "less than or equal to 43200");
        if (call.Text("ExternalId") is { Length: < 2 or > 1224 } secret)
            throw Turn.Error("ValidationError", $"1 validation error detected: Value '{secret.Shortened()}' at 'externalId' failed to satisfy constraint: Member must have length {(secret.Length < 2 ? "greater than or equal to 2" : "less than or equal to 1224")}", "An external id has 2 to 1,224 characters.", at: call.At("ExternalId"));
        if (call.Text("Policy") is { Length: > 2048 }) throw Turn.Error("PackedPolicyTooLarge", "Packed size of session policy exceeds the limit: the plaintext has more than 2,048 characters", "A session policy has 2,048 characters at most: what is longer belongs into a managed policy.", at: call.At("Policy"));
        if (call.Text("Policy") is not null) _ = IamNames.Document(call, "Policy", "the session policy");
        if (seconds > role.MaxSessionDuration)
            throw Turn.Error("ValidationError", "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.", $"{role.Name} allows {role.MaxSessionDuration} seconds.", at: call.At("DurationSeconds"));
        if (call.Caller.Principal is ArnPrincipal { IsSession: true } && seconds > 3600)
            throw Turn.Error("ValidationError", "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.", "A session that assumes another role lasts an hour at most.", at: call.At("DurationSeconds"));
        var session = IamNames.NewName(call, "RoleSessionName", 64);
        if (session.Length < 2) throw Turn.Error("ValidationError", $"1 validation error detected: Value '{session}' at 'roleSessionName' failed to satisfy constraint: Member must have length greater than or equal to 2", "A session's name has 2 to 64 characters.", at: call.At("RoleSessionName"));
        var source = SourceIdentity(call);
        Output output = new()
        {
            ["Credentials"] = new Output
            {
                ["AccessKeyId"] = call.Turn.IamId("ASIA")[..20],
                ["SecretAccessKey"] = call.Turn.HexId(40),
                ["SessionToken"] = call.Turn.HexId(64),
                ["Expiration"] = IamNames.Time(call.Now.AddSeconds(seconds)),
            },
            ["AssumedRoleUser"] = new Output { ["AssumedRoleId"] = $"{role.Id}:{session}", ["Arn"] = $"arn:aws:sts::{call.AccountId}:assumed-role/{role.Name}/{session}" },
        };
        if (source is not null) output["SourceIdentity"] = source;
        return output;
    }

    private static string? SourceIdentity(Call call)
    {
        if (call.Text("SourceIdentity") is not { } source) return null;
        if (source.Length is < 2 or > 64)
            throw Turn.Error("ValidationError", $"1 validation error detected: Value '{source.Shortened()}' at 'sourceIdentity' failed to satisfy constraint: Member must have length {(source.Length < 2 ? "greater than or equal to 2" : "less than or equal to 64")}", "A source identity has 2 to 64 characters.", at: call.At("SourceIdentity"));
        return source.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '=' or ',' or '.' or '@' or '-') ? source
            : throw Turn.Error("ValidationError", $"1 validation error detected: Value '{source}' at 'sourceIdentity' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*", "Letters, digits and _+=,.@-.", at: call.At("SourceIdentity"));
    }
}
