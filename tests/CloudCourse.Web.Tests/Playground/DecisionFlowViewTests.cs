using Bunit;
using CloudCourse.Labs.IamPolicy.Flow;
using CloudCourse.Simulation.Iam;

namespace CloudCourse.Web.Tests.Playground;

public sealed class DecisionFlowViewTests : BunitContext
{
    private const string Deny = """{ "Version": "2012-10-17", "Statement": [{ "Sid": "Stop", "Effect": "Deny", "Action": "s3:*", "Resource": "*" }] }""";
    private const string Allow = """{ "Version": "2012-10-17", "Statement": [{ "Sid": "Go", "Effect": "Allow", "Action": "s3:*", "Resource": "*" }] }""";

    [Fact]
    public void The_deciding_statement_is_a_button_that_carries_its_place()
    {
        StatementTrace? shown = null;
        var (flow, request, _) = Decided(Deny);
        var view = Render<DecisionFlowView>(p => p.Add(c => c.Flow, flow).Add(c => c.Request, request).Add(c => c.OnReveal, t => shown = t));
        var button = view.Find("[data-stage=Deny] button");
        Assert.Equal("Mine", button.GetAttribute("data-policy"));
        Assert.Equal(Deny.IndexOf("{ \"Sid\"", StringComparison.Ordinal).ToString(System.Globalization.CultureInfo.InvariantCulture), button.GetAttribute("data-start"));
        button.Click();
        Assert.Equal("Stop", shown!.Name);
        Assert.Equal("ExplicitDeny", view.Find(".flow").GetAttribute("data-decision"));
        Assert.Equal("Denied by a Deny", view.Find(".end .title").TextContent);
    }

    [Fact]
    public void Across_accounts_there_are_two_lanes()
    {
        var (flow, request, _) = Decided(Allow, owner: "444455556666");
        var view = Render<DecisionFlowView>(p => p.Add(c => c.Flow, flow).Add(c => c.Request, request));
        Assert.Equal(["In the caller's account 111122223333", "In the resource's account 444455556666"], view.FindAll(".lane h3").Select(h => h.TextContent));
        Assert.Contains("passes", view.Find("[data-stage=IdentityPolicies]").TextContent, StringComparison.Ordinal);
        Assert.Contains("stops it", view.Find("[data-stage=ResourcePolicy]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void The_trace_opens_what_decided_and_says_why_each_element_fits_or_not()
    {
        var (_, _, evaluation) = Decided("""
            { "Version": "2012-10-17", "Statement": [
              { "Sid": "Elsewhere", "Effect": "Allow", "Action": "ec2:*", "Resource": "*" },
              { "Sid": "Here", "Effect": "Allow", "Action": "s3:*", "Resource": "*" } ] }
            """);
        var view = Render<StatementTraceList>(p => p.Add(c => c.Evaluation, evaluation));
        Assert.Equal(["Here", "Elsewhere"], view.FindAll("summary strong").Select(s => s.TextContent)); // what decided comes first
        Assert.Equal([true, false], view.FindAll("details").Select(d => d.HasAttribute("open")));
        Assert.Contains("Action does not fit", view.FindAll("details")[1].TextContent, StringComparison.Ordinal);
    }

    private static (DecisionFlow Flow, AuthorizationRequest Request, Evaluation Evaluation) Decided(string policy, string? owner = null)
    {
        AuthorizationRequest request = new(new ArnPrincipal("arn:aws:iam::111122223333:user/ana"), "s3:GetObject", "arn:aws:s3:::reports/july.csv", RequestContext.Empty, owner);
        PolicySet policies = new() { IdentityPolicies = [PolicyReader.Read(policy, "Mine").Policy!] };
        var evaluation = Evaluator.Evaluate(policies, request);
        return (DecisionFlow.Of(policies, request, evaluation), request, evaluation);
    }
}
