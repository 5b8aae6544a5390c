using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Proof;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Proof;

/// <summary>The three custom policy checks, after the pages of the operations' reference and of the User Guide.</summary>
public sealed class AccessChecksTests
{
    private const string Read = """{"Sid": "Read", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}""";
    private const string Write = """{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::reports/*"}""";

    /// <seealso href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckNoNewAccess.html"/>
    [Fact]
    public void No_new_access()
    {
        Assert.Equal(CheckOutcome.Pass, AccessChecks.NoNewAccess(Of(Read, Write), Of(Read)).Outcome);
        Assert.Equal(CheckOutcome.Pass, AccessChecks.NoNewAccess(Of(Read), Of(Read, """{"Effect": "Deny", "Action": "*", "Resource": "*"}""")).Outcome);
        var check = AccessChecks.NoNewAccess(Of(Read), Of(Read, Write, """{"Sid": "More", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::*"}"""));
        Assert.Equal(CheckOutcome.Fail, check.Outcome);
        Assert.Equal([(1, null), (2, "More")], check.Reasons.Select(r => (r.StatementIndex, r.StatementId)));
        foreach (var reason in check.Reasons) Assert.NotEqual(Decision.Allowed, Evaluate(Of(Read), reason.Witness).Decision);
    }

    /// <seealso href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_CheckAccessNotGranted.html"/>
    [Theory] // any of the actions on any of the resources; one of the two may be left out
    [InlineData("s3:PutObject", "", CheckOutcome.Pass)]
    [InlineData("s3:PutObject s3:Get*", "", CheckOutcome.Fail)]
    [InlineData("s3:GetObject", "arn:aws:s3:::secret/*", CheckOutcome.Pass)]
    [InlineData("s3:GetObject", "arn:aws:s3:::secret/* arn:aws:s3:::reports/2026/*", CheckOutcome.Fail)]
    [InlineData("", "arn:aws:s3:::reports/x", CheckOutcome.Fail)]
    [InlineData("", "arn:aws:s3:::secret/x", CheckOutcome.Pass)]
    [InlineData("*", "", CheckOutcome.Fail)]
    public void Access_not_granted(string actions, string resources, CheckOutcome outcome)
    {
        var check = AccessChecks.AccessNotGranted(Of(Read), [new(Words(actions), Words(resources))]);
        Assert.Equal(outcome, check.Outcome);
        if (outcome is CheckOutcome.Fail) Assert.Equal((0, "Read"), (Assert.Single(check.Reasons).StatementIndex, check.Reasons[0].StatementId));
        foreach (var reason in check.Reasons) Assert.Equal(Decision.Allowed, Evaluate(Of(Read), reason.Witness).Decision);

        static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public void A_Deny_takes_the_access_away() => Assert.Equal(CheckOutcome.Pass, AccessChecks.AccessNotGranted(
        Of("""{"Effect": "Allow", "Action": "*", "Resource": "*"}""", """{"Effect": "Deny", "Action": "s3:Delete*", "Resource": "*"}"""), [new(["s3:DeleteBucket"], [])]).Outcome);

    [Fact]
    public void Access_to_a_resource() => Assert.Equal(CheckOutcome.Fail, AccessChecks.AccessNotGranted(
        Of("""{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:*", "Resource": "*"}"""), [new(["s3:GetObject"], [])]).Outcome);

    /// <seealso href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status"/>
    [Theory]
    [InlineData("\"Principal\": \"*\"", CheckOutcome.Fail)]
    [InlineData("\"Principal\": {\"AWS\": \"*\"}", CheckOutcome.Fail)]
    [InlineData("\"Principal\": {\"AWS\": \"111122223333\"}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": {\"AWS\": \"arn:aws:iam::111122223333:role/Reader\"}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": {\"Service\": \"cloudtrail.amazonaws.com\"}", CheckOutcome.Pass)]
    [InlineData("\"NotPrincipal\": {\"AWS\": \"111122223333\"}", CheckOutcome.Fail)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"StringEquals\": {\"aws:PrincipalOrgID\": \"o-1234567890\"}}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"StringNotEquals\": {\"aws:PrincipalOrgID\": \"o-1234567890\"}}", CheckOutcome.Fail)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"StringEqualsIfExists\": {\"aws:PrincipalOrgID\": \"o-1234567890\"}}", CheckOutcome.Fail)] // nobody has none
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"StringEquals\": {\"aws:SourceVpc\": \"vpc-91237329\"}}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"StringLike\": {\"aws:SourceVpc\": \"vpc-*\"}}", CheckOutcome.Fail)] // AWS's own example of a value that is not fixed
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"StringEquals\": {\"aws:SourceVpce\": [\"vpce-1\", \"vpce-2\"]}}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"203.0.113.0/24\"}}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"IpAddress\": {\"aws:SourceIp\": \"0.0.0.0/1\"}}", CheckOutcome.Fail)] // wider than /8
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"NotIpAddress\": {\"aws:SourceIp\": \"203.0.113.0/24\"}}", CheckOutcome.Fail)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"ArnLike\": {\"aws:SourceArn\": \"arn:aws:cloudfront::111122223333:distribution/*\"}}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"ArnLike\": {\"aws:SourceArn\": \"arn:aws:cloudfront::*:distribution/*\"}}", CheckOutcome.Fail)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"StringEquals\": {\"aws:SourceAccount\": \"111122223333\"}}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::111122223333:role/*\"}}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"ArnLike\": {\"aws:PrincipalArn\": \"arn:aws:iam::*:role/Reader\"}}", CheckOutcome.Fail)] // anybody can name a role so
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"ForAnyValue:StringLike\": {\"aws:PrincipalOrgPaths\": \"o-1234567890/r-ab12/*\"}}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"Bool\": {\"aws:SecureTransport\": \"true\"}}", CheckOutcome.Fail)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"StringEquals\": {\"s3:DataAccessPointAccount\": \"111122223333\"}}", CheckOutcome.Pass)]
    [InlineData("\"Principal\": \"*\", \"Condition\": {\"ArnLike\": {\"s3:DataAccessPointArn\": \"arn:aws:s3:us-west-2:111122223333:accesspoint/*\"}}", CheckOutcome.Pass)]
    public void No_public_access(string elements, CheckOutcome outcome)
    {
        var policy = Of($$"""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*", {{elements}} }""");
        var check = AccessChecks.NoPublicAccess(policy, "AWS::S3::Bucket");
        Assert.Empty(check.Undecided);
        Assert.Equal(outcome, check.Outcome);
        foreach (var reason in check.Reasons)
            Assert.Equal(Decision.Allowed, Evaluator.Evaluate(new PolicySet { ResourcePolicy = policy, IdentityPolicies = [Of(Allow())] }, reason.Witness).Decision);
    }

    [Fact]
    public void A_Deny_closes_what_an_Allow_opens()
    {
        const string open = """{"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"}""";
        Assert.Equal(CheckOutcome.Pass, Check(open, """{"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}}"""));
        Assert.Equal(CheckOutcome.Fail, Check(open, """{"Effect": "Deny", "Principal": "*", "Action": "s3:Put*", "Resource": "*"}"""));
        Assert.Equal(CheckOutcome.Pass, Check("""{"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}""")); // does nothing to a bucket

        static CheckOutcome Check(params string[] statements) => AccessChecks.NoPublicAccess(Of(statements), "AWS::S3::Bucket").Outcome;
    }

    [Theory] // who may assume a role
    [InlineData("\"Principal\": {\"AWS\": \"*\"}", "sts:AssumeRole", CheckOutcome.Fail)]
    [InlineData("\"Principal\": {\"Service\": \"ec2.amazonaws.com\"}", "sts:AssumeRole", CheckOutcome.Pass)]
    [InlineData("\"Principal\": {\"Federated\": \"cognito-identity.amazonaws.com\"}", "sts:AssumeRoleWithWebIdentity", CheckOutcome.Fail)]
    [InlineData("\"Principal\": {\"Federated\": \"cognito-identity.amazonaws.com\"}, \"Condition\": {\"StringEquals\": {\"cognito-identity.amazonaws.com:aud\": \"eu-west-1:pool\"}}", "sts:AssumeRoleWithWebIdentity", CheckOutcome.Pass)]
    public void No_public_role(string elements, string action, CheckOutcome outcome) =>
        Assert.Equal(outcome, AccessChecks.NoPublicAccess(Of($$"""{"Effect": "Allow", "Action": "{{action}}", {{elements}} }"""), "AWS::IAM::AssumeRolePolicyDocument").Outcome);

    [Fact]
    public void A_type_that_the_check_does_not_know() => Assert.Throws<ArgumentException>(() => AccessChecks.NoPublicAccess(Of(Read), "AWS::EC2::Instance"));
}
