using System.Text;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Iam;
using Array = System.Text.Json.Nodes.JsonArray;
using Node = System.Text.Json.Nodes.JsonNode;
using Output = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Sts;

/// <summary>
/// What EC2 says about a refusal to whoever may decode it. AWS encrypts the message; here it is Base64, with a head by which one of ours is known.
/// </summary>
/// <seealso href="https://docs.aws.amazon.com/STS/latest/APIReference/API_DecodeAuthorizationMessage.html"/>
internal static class AuthorizationMessage
{
    private const string Head = "cloudcourse/";

    public static string Encode(Caller caller, AuthorizedAction action)
    {
        Output message = new()
        {
            ["allowed"] = false,
            ["explicitDeny"] = action.Decision is Decision.ExplicitDeny,
            ["matchedStatements"] = new Output { ["items"] = new Array([.. action.By.Select(b => (Node)new Output { ["statementId"] = b })]) },
            ["failures"] = new Output { ["items"] = new Array() },
            ["context"] = new Output
            {
                ["principal"] = new Output { ["arn"] = caller.Principal.Name },
                ["action"] = action.Action,
                ["resource"] = action.Resource,
                ["conditions"] = new Output { ["items"] = new Array() },
            },
        };
        return Convert.ToBase64String(Encoding.UTF8.GetBytes(Head + message.ToJsonString())).Replace('+', '-').Replace('/', '_').TrimEnd('=');
    }

    /// <summary>Null for what is none of these messages.</summary>
    public static string? Decode(string encoded)
    {
        var padded = encoded.Replace('-', '+').Replace('_', '/') + new string('=', (4 - (encoded.Length % 4)) % 4);
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length) && Encoding.UTF8.GetString(bytes, 0, length) is var text && text.StartsWith(Head, StringComparison.Ordinal) ? text[Head.Length..] : null;
    }
}
