using CloudCourse.Simulation.Ec2.Purchasing;

namespace CloudCourse.Simulation.Tests.Ec2.Purchasing;

public sealed class PurchaseChoicesFileTests
{
    private static readonly PurchaseScenario Scenario = new("us-east-1", 5, 6,
    [
        new("web", "Web", "m8g.large", 1, new(WorkloadDays.EveryDay, 0, 24), 12, false, SavesTo.Volume, 1, false, null),
        new("film", "Film", "g6.xlarge", 1, new(WorkloadDays.Once, 0, 24), 1, true, SavesTo.Volume, 60, false, new(10, 20)),
    ]);

    private const string Film = """ "film": { "purchase": "Spot" } }""";

    [Theory]
    [InlineData("""{ "purchase": "On-Demand" }""", "On-Demand")]
    [InlineData("""{ "purchase": "Spot" }""", "Spot, terminate")]
    [InlineData("""{ "purchase": "Spot", "interruptionBehavior": "hibernate" }""", "Spot, hibernate")]
    [InlineData("""{ "purchase": "Reserved", "years": 1, "payment": "Partial Upfront" }""", "Reserved, 1 year, Partial Upfront")]
    [InlineData("""{ "years": 3.0, "payment": "All Upfront", "purchase": "Reserved" }""", "Reserved, 3 years, All Upfront")]
    public void A_choice_is_read(string json, string words)
    {
        var file = PurchaseChoicesFile.Read($"{{ \"web\": {json},{Film}", Scenario);
        Assert.Empty(file.Findings);
        Assert.Equal(words, file.Choices["web"].Words);
    }

    [Theory]
    [InlineData("""{ "purchase": "Savings Plan" }""", "NO_SAVINGS_PLAN_PRICES", "no price list of Savings Plans")]
    [InlineData("""{ "purchase": "spot" }""", "WRONG_VALUE", "\"purchase\" is \"spot\": write one of \"On-Demand\", \"Spot\", \"Reserved\".")]
    [InlineData("""{ "purchase": 3 }""", "WRONG_TYPE", "a number")]
    [InlineData("{}", "MISSING_MEMBER", "no \"purchase\"")]
    [InlineData("\"Spot\"", "NOT_AN_OBJECT", "\"web\" is a string")]
    [InlineData("null", "NOT_AN_OBJECT", "null")]
    [InlineData("""{ "purchase": "Spot", "years": 1 }""", "UNKNOWN_MEMBER", "Spot has no \"years\"")]
    [InlineData("""{ "purchase": "Spot", "purchase": "Spot" }""", "DUPLICATE_MEMBER", "a second time")]
    [InlineData("""{ "purchase": "Reserved", "payment": "No Upfront" }""", "MISSING_MEMBER", "has a term")]
    [InlineData("""{ "purchase": "Reserved", "years": 2, "payment": "No Upfront" }""", "WRONG_VALUE", "no other term")]
    [InlineData("""{ "purchase": "Reserved", "years": 1e999999999, "payment": "No Upfront" }""", "WRONG_VALUE", "no other term")]
    [InlineData("""{ "purchase": "Reserved", "years": "1", "payment": "No Upfront" }""", "WRONG_VALUE", "the number 1")]
    [InlineData("""{ "purchase": "Reserved", "years": 1 }""", "MISSING_MEMBER", "\"payment\"")]
    public void A_slip_is_told_with_its_place(string json, string code, string words)
    {
        var text = $"{{ \"web\": {json},{Film}";
        var finding = Assert.Single(PurchaseChoicesFile.Read(text, Scenario).Findings);
        Assert.Equal(code, finding.IssueCode);
        Assert.Contains(words, finding.Details);
        Assert.InRange(finding.At.Start, 0, finding.At.End - 1);
        Assert.InRange(finding.At.End, 1, text.Length);
    }

    [Fact]
    public void A_type_that_cannot_hibernate_is_refused()
    {
        var file = PurchaseChoicesFile.Read("""{ "web": { "purchase": "On-Demand" }, "film": { "purchase": "Spot", "interruptionBehavior": "hibernate" } }""", Scenario);
        Assert.Equal("CANNOT_HIBERNATE", Assert.Single(file.Findings).IssueCode);
        Assert.False(file.Choices.ContainsKey("film"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{ \"web\": }")]
    [InlineData("{ \"\\ud800\": 1 }")]
    [InlineData("{ \"web\": {\"purchase\": \"\\u0000\"} }")]
    public void Hostile_text_ends_in_findings(string text)
    {
        var file = PurchaseChoicesFile.Read(text, Scenario);
        Assert.NotEmpty(file.Findings);
        Assert.True(file.Choices.Count < 2);
    }

    [Fact]
    public void Depth_and_length_end_in_findings()
    {
        Assert.NotEmpty(PurchaseChoicesFile.Read(new string('[', 100_000), Scenario).Findings);
        var long_name = new string('x', 100_000);
        var finding = PurchaseChoicesFile.Read($"{{ \"{long_name}\": {{ \"purchase\": \"{long_name}\" }} }}", Scenario).Findings[0];
        Assert.InRange(finding.Details.Length, 1, 300);
    }

    [Fact]
    public void A_workload_that_is_missing_or_unknown_is_named()
    {
        var findings = PurchaseChoicesFile.Read("""{ "wbe": { "purchase": "On-Demand" }, "film": { "purchase": "Spot" } }""", Scenario).Findings;
        Assert.Equal(["UNKNOWN_WORKLOAD", "MISSING_WORKLOAD"], findings.Select(f => f.IssueCode));
        Assert.Contains("There are web, film.", findings[0].Details);
    }
}
