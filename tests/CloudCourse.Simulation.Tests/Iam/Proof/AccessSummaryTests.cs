using CloudCourse.Simulation.Iam;
using CloudCourse.Simulation.Iam.Catalog;
using CloudCourse.Simulation.Iam.Proof;
using static CloudCourse.Simulation.Tests.Iam.IamTest;

namespace CloudCourse.Simulation.Tests.Iam.Proof;

public sealed class AccessSummaryTests
{
    [Theory] // one action on one type of resource: on every resource of it, and under conditions?
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}""", true, false)]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::*/*"}""", true, false)]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}""", false, false)]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}}""", true, true)]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::secret/*"}""", false, false)]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::home/${aws:username}/*"}""", false, true)]
    public void How_far_an_action_is_allowed(string statements, bool every, bool conditional)
    {
        var summary = AccessSummary.Of(Of(statements));
        Assert.Empty(summary.Undecided);
        var action = Assert.Single(Assert.Single(summary.Services).Actions);
        Assert.Equal("GetObject", action.Action.Name);
        Assert.Contains(action.Types, t => t.Type!.Name == "object" && t.EveryResource == every && t.Conditional == conditional);
    }

    [Theory]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:sqs:*:*:*"}""")] // of no type that the action is for
    [InlineData("""{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::reports/*"}""")] // objects are no buckets
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}""")]
    [InlineData("""{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": {"StringEquals": {"aws:username": []}}}""")]
    [InlineData("""{"Effect": "Allow", "Action": "s3:NoSuchAction", "Resource": "*"}""")]
    public void What_allows_nothing_real(string statements) => Assert.Empty(AccessSummary.Of(Of(statements)).Services);

    [Fact]
    public void An_administrator_may_do_everything()
    {
        var summary = AccessSummary.Of(Of(Allow()));
        Assert.Equal(ActionCatalog.Current.Prefixes.Count(p => ActionCatalog.Current.Service(p)!.Actions.Count > 0), summary.Services.Count);
        Assert.All(summary.Services, s => Assert.Equal(s.Of(AccessLevel.Write), s.Allowed(AccessLevel.Write)));
        Assert.All(summary.Services.SelectMany(s => s.Actions).SelectMany(a => a.Types), t => Assert.Equal((true, false), (t.EveryResource, t.Conditional)));
    }

    [Fact]
    public void Levels_are_counted()
    {
        var service = Assert.Single(AccessSummary.Of(Of("""{"Effect": "Allow", "Action": ["sqs:Get*", "sqs:SendMessage", "sqs:TagQueue"], "Resource": "*"}""")).Services);
        Assert.Equal((1, 1, 0), (service.Allowed(AccessLevel.Write), service.Allowed(AccessLevel.Tagging), service.Allowed(AccessLevel.PermissionsManagement)));
        Assert.Equal(service.Actions.Count(a => a.Action.Name.StartsWith("Get", StringComparison.Ordinal)), service.Allowed(AccessLevel.Read));
    }

    [Fact]
    public void A_boundary_counts()
    {
        PolicySet set = new() { IdentityPolicies = [Of(Allow())], PermissionsBoundary = Of("""{"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "*"}""") };
        Assert.Equal("sqs", Assert.Single(AccessSummary.Of(set).Services).Prefix);
    }

    [Fact]
    public void A_bucket_policy_is_for_those_it_names()
    {
        var summary = AccessSummary.Of(Of("""{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*"}"""));
        Assert.True(Assert.Single(Assert.Single(summary.Services).Actions).Types.Single(t => t.Type!.Name == "object").Conditional);
    }
}
