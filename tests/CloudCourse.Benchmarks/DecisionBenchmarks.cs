using System.Globalization;
using BenchmarkDotNet.Attributes;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Benchmarks;

/// <summary>
/// Goals on one thread: 1,000,000 decisions a second for one small policy, 100,000 for ten policies of twenty statements with a service
/// control policy and a boundary, 20,000 with the whole trace; a decision without trace allocates nothing.
/// </summary>
[MemoryDiagnoser]
[OperationsPerSecond]
public class DecisionBenchmarks
{
    private static readonly string[] Services = ["s3", "ec2", "dynamodb", "lambda", "sqs", "sns", "logs", "kms", "ecs", "iam"];

    private readonly PreparedPolicies _small = PreparedPolicies.Prepare(new()
    {
        IdentityPolicies =
        [
            Read("""
                {
                  "Version": "2012-10-17",
                  "Statement": [
                    {"Sid": "List", "Effect": "Allow", "Action": ["s3:ListBucket", "s3:GetBucketLocation"], "Resource": "arn:aws:s3:::reports"},
                    {"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/${aws:username}/*",
                     "Condition": {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}, "Bool": {"aws:SecureTransport": "true"}}}
                  ]
                }
                """),
        ],
    });

    /// <summary>Each service has its statements, as where a team has a policy for each of its tools.</summary>
    private readonly PreparedPolicies _many = PreparedPolicies.Prepare(Set((policy, statement) => Services[(policy + statement) % Services.Length]));

    /// <summary>All 200 statements are about the service asked for, each with a wildcard, so that each must be looked at.</summary>
    private readonly PreparedPolicies _oneService = PreparedPolicies.Prepare(Set((_, _) => "s3"));

    private readonly PreparedRequest _prepared = new(Ask());

    private static AuthorizationRequest Ask() => new(
        new ArnPrincipal("arn:aws:iam::111122223333:user/ana"), "s3:GetObject", "arn:aws:s3:::reports/ana/march.csv", new(
        [
            new("aws:SourceIp", ["203.0.113.7"]), new("aws:SecureTransport", ["true"]), new("aws:CurrentTime", ["2026-11-22T20:00:00Z"]),
            new("aws:PrincipalTag/team", ["red"]), new("aws:RequestedRegion", ["eu-west-1"]),
        ]));

    [GlobalSetup]
    public void All_are_allowed()
    {
        foreach (var policies in new[] { _small, _many, _oneService })
        {
            if (policies.Decide(_prepared) is { IsAllowed: false } verdict) throw new InvalidOperationException($"{verdict}");
        }
    }

    [Benchmark]
    public Verdict Small_policy() => _small.Decide(_prepared);

    /// <summary>The request made anew each time, with its context.</summary>
    [Benchmark]
    public Verdict Small_policy_and_a_new_request() => _small.Decide(Ask());

    [Benchmark]
    public Evaluation Small_policy_with_trace() => _small.Explain(_prepared);

    [Benchmark]
    public Verdict Ten_policies_of_twenty() => _many.Decide(_prepared);

    [Benchmark]
    public Verdict Ten_policies_of_twenty_on_one_service() => _oneService.Decide(_prepared);

    [Benchmark]
    public Evaluation Ten_policies_of_twenty_with_trace() => _many.Explain(_prepared);

    [Benchmark]
    public Evaluation Ten_policies_of_twenty_on_one_service_with_trace() => _oneService.Explain(_prepared);

    /// <summary>Every sentence of the trace written out, as a page does that shows all of it.</summary>
    [Benchmark]
    public int Ten_policies_of_twenty_with_trace_in_words()
    {
        var letters = 0;
        foreach (var statement in _many.Explain(_prepared).Trace)
        {
            letters += statement.Name.Length + statement.Why.Length;
            foreach (var element in statement.Elements) letters += element.Element.Length + element.Seen.Length + element.Why.Length;
        }
        return letters;
    }

    [Benchmark]
    public PreparedPolicies Prepare_ten_policies_of_twenty() => PreparedPolicies.Prepare(_many.Policies);

    /// <param name="service">The service of a statement, by policy and place.</param>
    private static PolicySet Set(Func<int, int, string> service) => new()
    {
        IdentityPolicies = [.. Enumerable.Range(0, 10).Select(p => Write(20, s => Statement(p, s, service(p, s)))), Read(AllowReports)],
        PermissionsBoundary = Write(20, s => s == 0
            ? """{"Effect": "Allow", "Action": ["s3:*", "ec2:*", "dynamodb:*"], "Resource": "*"}"""
            : Statement(10, s, service(10, s))),
        ServiceControlPolicies =
        [
            new("r-root", [Read("""{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"""), Read("""
                {"Version": "2012-10-17", "Statement": [
                  {"Sid": "StayInTheOrganization", "Effect": "Deny", "Action": "organizations:LeaveOrganization", "Resource": "*"},
                  {"Sid": "OnlyHere", "Effect": "Deny", "NotAction": ["iam:*", "sts:*", "support:*"], "Resource": "*",
                   "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}}]}
                """)]),
        ],
    };

    private const string AllowReports = """
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::reports/${aws:username}/*"}}
        """;

    /// <summary>A statement in one of four forms, none of which fits the request.</summary>
    private static string Statement(int policy, int index, string service) => ((policy + index) % 4) switch
    {
        0 => Text($$"""{"Sid": "P{{policy}}S{{index}}", "Effect": "Allow", "Action": ["{{service}}:Get*", "{{service}}:List*", "{{service}}:Describe*"], "Resource": "arn:aws:{{service}}:::team-{{policy}}-{{index}}/*"}"""),
        1 => Text($$"""{"Sid": "P{{policy}}S{{index}}", "Effect": "Allow", "Action": "{{service}}:*", "Resource": ["arn:aws:{{service}}:*:111122223333:thing-{{index}}", "arn:aws:{{service}}:*:111122223333:thing-{{index}}/*"]}"""),
        2 => Text($$$"""{"Sid": "P{{{policy}}}S{{{index}}}", "Effect": "Allow", "Action": ["{{{service}}}:Put*", "{{{service}}}:Get*"], "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue-{{{index}}}"} } }"""),
        _ => Text($$$"""{"Sid": "P{{{policy}}}S{{{index}}}", "Effect": "Deny", "Action": "{{{service}}}:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}, "NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"} } }"""),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static Policy Write(int count, Func<int, string> statement) =>
        Read($$"""{"Version": "2012-10-17", "Statement": [{{string.Join(", ", Enumerable.Range(0, count).Select(statement))}}]}""");

    private static Policy Read(string text) => PolicyReader.Read(text).Policy!;
}
