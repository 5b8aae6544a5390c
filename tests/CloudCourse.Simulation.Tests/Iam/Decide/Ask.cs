using CloudCourse.Simulation.Iam;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Decide;

/// <summary>Asks for the answer that a row of a table expects. Rows write "yes", "no" and "unknown" for what a statement comes to.</summary>
internal static class Ask
{
    public const string Account = "111122223333", Other = "444455556666";
    public const string Root = "arn:aws:iam::111122223333:root", OtherRoot = "arn:aws:iam::444455556666:root";
    public const string Role = "arn:aws:iam::111122223333:role/Reader", Session = "arn:aws:sts::111122223333:assumed-role/Reader/ana";
    public const string Federated = "arn:aws:sts::111122223333:federated-user/ana";

    /// <summary>
    /// What a statement comes to, seen both as an Allow alone and as a Deny beside a full Allow: the two must tell the same.
    /// </summary>
    public static string Statement(string elements, AuthorizationRequest request, string version = "2012-10-17")
    {
        var policies = new[] { "Allow", "Deny" }.Select(effect => Policy(
            $$"""{"Version": "{{version}}", "Statement": {"Effect": "{{effect}}", {{elements}} } }""")).ToList();
        var allow = Evaluator.Evaluate([policies[0]], request);
        var deny = Evaluator.Evaluate([Of(Allow()), policies[1]], request);
        return (allow.Decision, deny.Decision, allow.Unevaluated.Count, deny.Unevaluated.Count) switch
        {
            (Decision.Allowed, Decision.ExplicitDeny, 0, 0) => "yes",
            (Decision.ImplicitDeny, Decision.Allowed, 0, 0) => "no",
            (Decision.ImplicitDeny, Decision.ImplicitDeny, > 0, > 0) => "unknown",
            var other => $"Allow and Deny do not agree: {other}",
        };
    }

    /// <param name="seen">One value; several between bars; "-" for a key that is missing; "[]" for one without values.</param>
    public static string Condition(string op, string values, string seen, string version = "2012-10-17", params (string Key, string[] Values)[] more) =>
        Statement($$"""  "Action": "*", "Resource": "*", "Condition": {"{{op}}": {"x:key": {{values}} } }  """, Get([.. Key(seen), .. more]), version);

    public static string Resource(string element, string pattern, string resource, string version = "2012-10-17", params (string Key, string[] Values)[] more) =>
        Statement($$"""  "Action": "*", "{{element}}": {{(pattern.StartsWith('[') ? pattern : $"\"{pattern}\"")}}  """, Request("s3:GetObject", resource, more), version);

    public static AuthorizationRequest By(string caller, string action, string resource, string? owner = null, params (string Key, string[] Values)[] context) =>
        new(Caller(caller), action, resource, new(context.Select(c => KeyValuePair.Create(c.Key, (IReadOnlyList<string>)c.Values))), owner);

    /// <summary>An ARN, "anonymous", a service's name or "federated " with a provider.</summary>
    public static RequestPrincipal Caller(string caller) => caller switch
    {
        "anonymous" => new AnonymousPrincipal(),
        _ when caller.StartsWith("federated ", StringComparison.Ordinal) => new FederatedPrincipal(caller["federated ".Length..]),
        _ when caller.StartsWith("arn:", StringComparison.Ordinal) => new ArnPrincipal(caller),
        _ => new ServicePrincipal(caller),
    };

    /// <summary>The decision with what blocked it: "Allowed", "ExplicitDeny SessionPolicy", "ImplicitDeny IdentityPolicies,SessionPolicy".</summary>
    public static string Say(Evaluation evaluation) =>
        string.Join(' ', new[] { evaluation.Decision.ToString(), string.Join(',', evaluation.BlockedBy), evaluation.Unevaluated.Count > 0 ? "unevaluated" : "" }
            .Where(t => t.Length > 0));

    private static (string, string[])[] Key(string seen) => seen switch
    {
        "-" => [],
        "[]" => [("x:key", [])],
        _ => [("X:KEY", seen.Split('|'))],
    };
}
