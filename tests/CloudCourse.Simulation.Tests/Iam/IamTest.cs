using CloudCourse.Simulation.Iam;

namespace CloudCourse.Simulation.Tests.Iam;

/// <summary>Short ways to write policies and requests in tests.</summary>
internal static class IamTest
{
    public const string Ana = "arn:aws:iam::111122223333:user/ana";
    public const string Key = "arn:aws:s3:::reports/march.csv";

    public static Policy Policy(string text, string name = "policy") => PolicyReader.Read(text, name).Policy!;

    public static Policy Of(params string[] statements) => Policy($$"""{"Version": "2012-10-17", "Statement": [{{string.Join(",", statements)}}]}""");

    public static string Allow(string rest = "") => Statement("Allow", rest);

    public static string Deny(string rest = "") => Statement("Deny", rest);

    /// <summary>On every action and resource, with what else the statement has.</summary>
    public static string Statement(string effect, string rest) =>
        $$"""{"Effect": "{{effect}}", "Action": "*", "Resource": "*"{{(rest.Length > 0 ? ", " + rest : "")}} }""";

    public static AuthorizationRequest Get(params (string Key, string[] Values)[] context) => Request("s3:GetObject", Key, context);

    public static AuthorizationRequest Request(string action, string resource, params (string Key, string[] Values)[] context) =>
        new(new ArnPrincipal(Ana), action, resource, new(context.Select(c => KeyValuePair.Create(c.Key, (IReadOnlyList<string>)c.Values))));

    public static Evaluation Evaluate(Policy policy, AuthorizationRequest request) => Evaluator.Evaluate([policy], request);
}
