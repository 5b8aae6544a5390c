using CloudCourse.Simulation.Iam;
using CloudCourse.Web.Playground;

namespace CloudCourse.Web.Tests.Playground;

public sealed class RequestAdviceTests
{
    [Theory]
    [InlineData("s3:GetObject", "arn:aws:s3:::reports/july.csv", null)]
    [InlineData("s3:getobject", "arn:aws:s3:::reports/july.csv", null)]
    [InlineData("s3:ListBucket", "arn:aws:s3:::reports", null)]
    [InlineData("s3:ListAllMyBuckets", "*", null)]
    [InlineData("iam:CreateAccessKey", "arn:aws:iam::111122223333:user/ben", null)]
    [InlineData("s3:PutObj", "arn:aws:s3:::reports/july.csv", "no action s3:PutObj; s3:PutObject is near")]
    [InlineData("e2c:RunInstances", "*", "no service with the prefix e2c")]
    [InlineData("s3:ListBucket", "arn:aws:s3:::reports/july.csv", "does not act on such a resource")]
    [InlineData("s3:GetObject", "arn:aws:s3:::reports", "does not act on such a resource; it acts on arn:${Partition}:s3:")]
    [InlineData("s3:GetObjct", "*", "no action s3:GetObjct; s3:GetObject is near")]
    [InlineData("s3:Xyzzy", "*", "AWS has no action s3:Xyzzy.")]
    [InlineData("iam:DeleteUser", "*", "write its ARN")]
    [InlineData("s3:ListAllMyBuckets", "arn:aws:s3:::reports", "names no single resource")]
    public void Advice_on(string action, string resource, string? words)
    {
        var advice = RequestAdvice.Of(new(new AnonymousPrincipal(), action, resource, RequestContext.Empty));
        if (words is null) Assert.Null(advice);
        else Assert.Contains(words, advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Examples_are_requests_that_AWS_knows() => Assert.All(PlaygroundExamples.Decisions, example =>
        Assert.Null(RequestAdvice.Of(SituationReader.Read(example.Situation).Request!)));

    [Fact]
    public void Long_and_odd_names_are_passed_over() => Assert.Null(RequestAdvice.Of(
        new(new AnonymousPrincipal(), $"s3:{new string('x', 2000)}", new string('*', 2000), RequestContext.Empty)));
}
