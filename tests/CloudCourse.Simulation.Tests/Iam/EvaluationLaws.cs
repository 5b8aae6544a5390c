using CloudCourse.Simulation.Iam;
using FsCheck;
using FsCheck.Fluent;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam;

public sealed class EvaluationLaws
{
    [Fact]
    public void One_more_deny_never_grants_access() =>
        Prop.ForAll(Statements.ArrayOf().ToArbitrary(), Elements.ToArbitrary(), (policy, extra) =>
            Decide([.. policy, Write("Deny", extra)]) is not Decision.Allowed || Decide(policy) is Decision.Allowed).QuickCheckThrowOnFailure();

    [Fact]
    public void One_more_allow_never_lifts_an_explicit_deny() =>
        Prop.ForAll(Statements.ArrayOf().ToArbitrary(), Elements.ToArbitrary(), (policy, extra) =>
            Decide(policy) is not Decision.ExplicitDeny || Decide([.. policy, Write("Allow", extra)]) is Decision.ExplicitDeny).QuickCheckThrowOnFailure();

    [Fact]
    public void The_order_of_statements_does_not_matter() =>
        Prop.ForAll(Statements.ArrayOf().ToArbitrary(), policy => Decide(policy) == Decide([.. policy.Reverse()])).QuickCheckThrowOnFailure();

    [Fact]
    public void Statements_may_be_spread_over_policies() =>
        Prop.ForAll(Statements.ArrayOf().ToArbitrary(), policy =>
            Decide(policy) == Evaluator.Evaluate([.. policy.Select(s => Of(s))], Asked).Decision).QuickCheckThrowOnFailure();

    [Fact]
    public void Whatever_is_unevaluated_is_never_allowed() =>
        Prop.ForAll(Statements.ArrayOf().ToArbitrary(), policy =>
            Evaluate(Of(policy), Asked) is { Unevaluated.Count: 0 } or { Decision: not Decision.Allowed }).QuickCheckThrowOnFailure();

    [Fact]
    public void Reading_and_deciding_never_throw() =>
        Prop.ForAll(Scraps.ArrayOf().ToArbitrary(), scraps =>
        {
            var text = string.Concat(scraps);
            _ = PolicyFindings.Of(text);
            return PolicyReader.Read(text).Policy is not { } policy || Evaluate(policy, Asked).Decision is Decision.ImplicitDeny;
        }).QuickCheckThrowOnFailure();

    private static AuthorizationRequest Asked => Get(("aws:SourceIp", ["203.0.113.7"]), ("x:key", ["a"]));

    private static Decision Decide(string[] statements) => Evaluate(Of(statements), Asked).Decision;

    private static string Write(string effect, string elements) => $$"""{"Effect": "{{effect}}", {{elements}} }""";

    private static Gen<string> Elements { get; } =
        from action in Gen.Elements("\"Action\": \"s3:*\"", "\"Action\": \"s3:GetObject\"", "\"NotAction\": \"s3:Put*\"", "\"Action\": [\"ec2:*\", \"s3:Get?bject\"]", "\"Action\": \"broken\"")
        from resource in Gen.Elements("\"Resource\": \"*\"", "\"Resource\": \"arn:aws:s3:::reports/*\"", "\"NotResource\": \"arn:aws:s3:::reports/*\"", "\"Resource\": \"arn:aws:s3:::${x:key}/*\"")
        from condition in Gen.Elements("", ", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.0/24\"}}", ", \"Condition\": {\"StringNotEquals\": {\"x:key\": \"a\"}}",
            ", \"Condition\": {\"Unheard\": {\"x:key\": \"a\"}}", ", \"Condition\": {\"Null\": {\"x:other\": \"true\"}}")
        select $"{action}, {resource}{condition}";

    private static Gen<string> Statements { get; } =
        from effect in Gen.Elements("Allow", "Deny")
        from elements in Elements
        select Write(effect, elements);

    private static Gen<string> Scraps { get; } = Gen.Elements(
        "{", "}", "[", "]", ":", ",", "\"Statement\"", "\"Version\"", "\"2012-10-17\"", "\"Effect\"", "\"Deny\"", "\"Action\"", "\"s3:*\"", "\"Resource\"",
        "\"Condition\"", "\"StringEquals\"", "\"aws:username\"", "\"${\"", "\"${aws:x\"", "null", "1", "{\"Statement\": [", "{\"Statement\": {\"Action\": ", "]}", "}}", "\"arn:aws\"");
}
