using System.Globalization;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Operations;

namespace CloudCourse.Simulation.Lambda;

/// <summary>
/// Whose the keys are that a program hands to its client: those that AssumeRole gave out, as the history has them. Keys made up in a
/// program, or of another account, are nobody's.
/// </summary>
internal sealed class AssumedSessions(SimulatedAccount account)
{
    private readonly Dictionary<string, ApiCall> _found = new(StringComparer.Ordinal);

    public bool TryFind(AccessKeys keys, string service, out Caller caller, out AwsError? refused)
    {
        caller = Caller.Root(account.Options.AccountId);
        refused = null;
        var given = Find(keys.AccessKeyId);
        // Keys of a session are worth nothing without its token.
        if (given?.Output?["Credentials"] is not { } credentials || (string?)credentials["SessionToken"] != keys.SessionToken)
        {
            refused = service switch
            {
                "s3" => new("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", 403),
                "ec2" => new("AuthFailure", "AWS was not able to validate the provided access credentials", 401),
                "sts" or "iam" or "sns" or "elasticloadbalancing" or "autoscaling" or "cloudwatch" => new("InvalidClientTokenId", "The security token included in the request is invalid.", 403),
                _ => new("UnrecognizedClientException", "The security token included in the request is invalid.", 400),
            };
            return false;
        }
        if ((string?)credentials["SecretAccessKey"] != keys.SecretAccessKey)
        {
            refused = new("SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method.", 403);
            return false;
        }
        if (DateTimeOffset.Parse((string)credentials["Expiration"]!, CultureInfo.InvariantCulture) <= account.Now)
        {
            refused = service == "s3" ? new("ExpiredToken", "The provided token has expired.", 400) : new("ExpiredTokenException", "The security token included in the request is expired", 400);
            return false;
        }
        caller = new(new ArnPrincipal((string)given.Output["AssumedRoleUser"]!["Arn"]!))
        {
            SessionPolicy = JsonReader.Read(given.Input).Value is JsonObject input && input.Text("Policy")?.Value is { } policy ? PolicyDocument.Read(policy, "session policy")?.Policy : null,
        };
        return true;
    }
    private ApiCall? Find(string accessKeyId)
    {
        if (_found.TryGetValue(accessKeyId, out var known)) return known;
        var call = account.History.OfType<ApiCall>().LastOrDefault(c => c.Service == "sts" && (string?)c.Output?["Credentials"]?["AccessKeyId"] == accessKeyId);
        if (call is not null) _found[accessKeyId] = call;
        return call;
    }
}

/// <summary>What a program hands to its client, as the sandbox said it.</summary>
internal sealed record AccessKeys(string AccessKeyId, string? SecretAccessKey, string? SessionToken);
