using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>Policies of every kind and requests that often meet in them: the same for the same seed.</summary>
internal sealed class RandomPolicies(int seed)
{
    private readonly Random _random = new(seed);

    public PolicySet Set() => new()
    {
        IdentityPolicies = Sometimes(0.5) ? [Full(principal: false)] : Policies(principal: false, most: 4),
        ResourcePolicy = Sometimes(0.4) ? Document(principal: true) : null,
        PermissionsBoundary = Sometimes(0.2) ? Document(principal: false) : null,
        SessionPolicy = Sometimes(0.2) ? Document(principal: false) : null,
        ServiceControlPolicies = Sometimes(0.3) ? Levels(principal: false) : null,
        ResourceControlPolicies = Sometimes(0.2) ? Levels(principal: true) : null,
        EndpointPolicies = Sometimes(0.1) ? Policies(principal: true, most: 2) : null,
        NotBuilt = Sometimes(0.02) ? [new(null, null, "not built", default)] : [],
    };

    public AuthorizationRequest Request()
    {
        Dictionary<string, IReadOnlyList<string>> context = [];
        foreach (var (key, values) in Keys)
        {
            if (Sometimes(0.5)) context[Sometimes(0.2) ? key.ToUpperInvariant() : key] = [.. Enumerable.Range(0, _random.Next(4) switch { 0 => _random.Next(4), _ => 1 }).Select(_ => Unquoted(Of(values)))];
        }
        return new(Of(Callers), Of(Actions), Of(Resources), new(context), Sometimes(0.3) ? Of(["111122223333", "444455556666"]) : null)
        {
            CanonicalUserId = Sometimes(0.3) ? Of(["79a59df900b949e5", "other"]) : null,
        };
    }

    private List<PolicyLevel> Levels(bool principal) =>
        [.. Enumerable.Range(0, _random.Next(4)).Select(i => new PolicyLevel($"ou-{i}", [Full(principal), .. Policies(principal, most: 2)]))];

    /// <summary>What AWS attaches everywhere; without it hardly a request would be allowed.</summary>
    private Policy Full(bool principal) => Sometimes(0.1) ? Document(principal)
        : IamTest.Of(IamTest.Allow(principal ? "\"Principal\": \"*\"" : ""));

    private List<Policy> Policies(bool principal, int most) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(_ => Document(principal))];

    private Policy Document(bool principal)
    {
        // Few that cannot be read, or nothing would ever be allowed.
        if (Sometimes(0.02)) return IamTest.Policy(Of(["[]", "{}", """{"Version": "2012-10-17", "Statement": [1]}"""]), "broken");
        var version = Of(["\"Version\": \"2012-10-17\", ", "\"Version\": \"2012-10-17\", ", "\"Version\": \"2008-10-17\", ", ""]);
        var statements = string.Join(", ", Enumerable.Range(0, 1 + _random.Next(5)).Select(_ => Statement(principal)));
        return IamTest.Policy($"{{{version}\"Statement\": [{statements}]}}", $"policy {_random.Next(100)}");
    }

    private string Statement(bool principal)
    {
        List<string> elements = [$"\"Effect\": \"{Of(["Allow", "Allow", "Allow", "Deny"])}\""];
        if (Sometimes(principal ? 0.97 : 0.01)) elements.Add(Of(Principals));
        if (Sometimes(0.99)) elements.Add($"\"{(Sometimes(0.15) ? "NotAction" : "Action")}\": {List(ActionPatterns)}");
        if (Sometimes(0.98)) elements.Add($"\"{(Sometimes(0.15) ? "NotResource" : "Resource")}\": {List(ResourcePatterns)}");
        if (Sometimes(0.3)) elements.Add($"\"Condition\": {{{string.Join(", ", Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => Condition()))}}}");
        if (Sometimes(0.01)) elements.Add("\"Extra\": 1");
        return $"{{{string.Join(", ", elements)}}}";
    }

    private string Condition()
    {
        var (key, values) = Of(Keys);
        var name = Of(["", "", "", "ForAllValues:", "ForAnyValue:"]) + Of(Operators) + Of(["", "", "", "IfExists"]);
        return $$"""
            "{{name}}": {"{{key}}": {{List(values)}}}
            """;
    }

    private string List(string[] from) => Sometimes(0.5) ? Quoted(Of(from)) : $"[{string.Join(", ", Enumerable.Range(0, _random.Next(4)).Select(_ => Quoted(Of(from))))}]";

    /// <summary>Numbers and objects stand among the texts as they are.</summary>
    private static string Quoted(string text) => text.StartsWith('!') ? text[1..] : $"\"{text}\"";

    private static string Unquoted(string text) => text.TrimStart('!').Replace("${aws:username}", "ana", StringComparison.Ordinal);

    private bool Sometimes(double chance) => _random.NextDouble() < chance;

    private T Of<T>(T[] from) => from[_random.Next(from.Length)];

    private static readonly string[] Operators =
    [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike", "StringNotLike",
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericGreaterThanEquals", "DateLessThan", "DateNotEquals", "DateGreaterThan",
        "Bool", "BinaryEquals", "IpAddress", "NotIpAddress", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike", "Null", "Unheard",
    ];

    private static readonly (string Key, string[] Values)[] Keys =
    [
        ("aws:username", ["ana", "ANA", "a*", "*", "bob", "${aws:username}", ""]),
        ("aws:SourceIp", ["203.0.113.7", "203.0.113.0/24", "2001:db8::1", "2001:db8::/32", "::ffff:203.0.113.7", "nonsense", "0.0.0.0/0"]),
        ("aws:CurrentTime", ["2026-11-22T20:00:00Z", "2026-11-22", "1795377600", "yesterday", "20261122T200000Z"]),
        ("s3:max-keys", ["10", "!10", "1e1", "9", "many", "-3.5"]),
        ("aws:SecureTransport", ["true", "false", "!true", "!false", "maybe"]),
        ("aws:PrincipalArn", ["arn:aws:iam::111122223333:user/ana", "arn:aws:iam::*:role/path/Reader", "arn:aws:iam::111122223333:role/path/Reader", "arn:aws:iam::*:user/${aws:username}", "no-arn"]),
        ("aws:TagKeys", ["team", "cost", "TEAM", "*", "", "${aws:username}"]),
        ("aws:RequestTag/team", ["red", "blue", "${aws:username}", "${aws:PrincipalTag/team, 'red'}", "r?d", "${*}"]),
        ("aws:PrincipalTag/team", ["red", "blue"]),
        ("x:binary", ["YWJj", "YWJjZA==", "%%%", "!{}"]),
    ];

    private static readonly RequestPrincipal[] Callers =
    [
        new ArnPrincipal("arn:aws:iam::111122223333:user/ana"), new ArnPrincipal("arn:aws:iam::111122223333:user/ana"), new ArnPrincipal("arn:aws:iam::111122223333:user/team/bob"),
        new ArnPrincipal("arn:aws:sts::111122223333:assumed-role/Reader/ana"), new ArnPrincipal("arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/x"),
        new ArnPrincipal("arn:aws:iam::111122223333:root"), new ArnPrincipal("arn:aws:sts::111122223333:federated-user/zoe"), new ArnPrincipal("nonsense"),
        new ServicePrincipal("ec2.amazonaws.com"), new FederatedPrincipal("accounts.example.com"), new AnonymousPrincipal(),
    ];

    private static readonly string[] Actions = ["s3:GetObject", "s3:GetObject", "S3:getobject", "s3:PutObject", "s3:ListBucket", "ec2:RunInstances", "sts:AssumeRole", "sts:TagSession", "kms:Decrypt", "s3", ""];

    private static readonly string[] ActionPatterns =
        ["*", "s3:*", "s3:GetObject", "S3:GETOBJECT", "s3:Get*", "s3:*Object", "s?:GetObject", "ec2:*", "ec2:RunInstances", "*:*", "sts:AssumeRole", "sts:*", "kms:Decrypt", "KMS:*", "s3:G*t*Ob??ct", "broken", "!7"];

    private static readonly string[] Resources =
    [
        "arn:aws:s3:::reports/march.csv", "arn:aws:s3:::reports/march.csv", "arn:aws:s3:::reports", "arn:aws:s3:::reports/ana/x", "arn:aws:iam::111122223333:role/path/Reader",
        "arn:aws:kms:eu-west-1:111122223333:key/k", "arn:aws:ec2:eu-west-1:444455556666:instance/i-1", "*", "no-arn", "arn:aws:logs:eu-west-1:111122223333:log-group:ana:log-stream:x",
    ];

    private static readonly string[] ResourcePatterns =
    [
        "*", "*", "arn:aws:s3:::reports/*", "arn:aws:s3:::reports/*", "arn:aws:s3:::*", "arn:aws:s3:::reports/${aws:username}/*", "arn:aws:s3:::${aws:PrincipalTag/team, 'reports'}/*", "arn:*:s3:::rep?rts/*.csv",
        "arn:aws:iam::*:role/*", "arn:aws:kms:eu-west-1:111122223333:key/k", "arn:aws:*:*:*:*", "arn:aws:s3:::${x:none}/*", "arn:${aws:username}:s3:::x", "no-arn", "!{}",
        "arn:aws:logs:*:log-group:*", "arn:aws:logs:*", "arn:aws:logs:*:${aws:username}:*",
    ];

    private static readonly string[] Principals =
    [
        "\"Principal\": \"*\"", "\"Principal\": {\"AWS\": \"*\"}", "\"Principal\": {\"AWS\": \"111122223333\"}", "\"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:root\"}",
        "\"Principal\": {\"AWS\": [\"arn:aws:iam::111122223333:user/ana\", \"arn:aws:iam::111122223333:role/path/Reader\"]}", "\"Principal\": {\"AWS\": \"arn:aws:sts::111122223333:assumed-role/Reader/ana\"}",
        "\"Principal\": {\"Service\": \"ec2.amazonaws.com\"}", "\"Principal\": {\"Federated\": \"accounts.example.com\"}", "\"Principal\": {\"CanonicalUser\": \"79a59df900b949e5\"}", "\"Principal\": {\"Other\": \"x\"}",
        "\"NotPrincipal\": {\"AWS\": [\"arn:aws:iam::111122223333:user/ana\", \"111122223333\"]}", "\"NotPrincipal\": {\"AWS\": \"arn:aws:iam::111122223333:role/path/Reader\"}", "\"NotPrincipal\": {\"CanonicalUser\": \"79a59df900b949e5\"}",
    ];
}
