using System.Text.Json;
using Bunit;
using CloudCourse.Course.Grading;
using CloudCourse.Labs;
using CloudCourse.Web.Labs.Results;
using Microsoft.AspNetCore.Components;

namespace CloudCourse.Web.Tests.Labs;

public sealed class ReportViewTests : BunitContext
{
    public ReportViewTests() => JSInterop.Mode = JSRuntimeMode.Loose;

    [Fact]
    public void The_first_failure_is_shown_in_full_and_the_rest_is_folded()
    {
        var view = Show(Report(Check("a", CheckStatus.Passed), Check("b", CheckStatus.Failed), Check("c", CheckStatus.Failed)));
        Assert.Equal("Not yet", view.Find("h2").TextContent);
        Assert.Contains("message of b", view.Find(".report-first").TextContent, StringComparison.Ordinal);
        Assert.False(view.Find(".report-rest").HasAttribute("open"));
        Assert.Contains("message of c", view.Find(".report-rest").TextContent, StringComparison.Ordinal);
        Assert.Contains("What is right (1)", view.Find(".report-right summary").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Passed")]
    [InlineData(false, "Every visible check passes")]
    public void All_passed_is_said_as_run_or_as_submission(bool graded, string headline) =>
        Assert.Equal(headline, Show(Report(Check("a", CheckStatus.Passed)), graded).Find("h2").TextContent);

    [Theory]
    [InlineData(GradeStatus.Ungradable, "This could not be read")]
    [InlineData(GradeStatus.Error, "Something went wrong on our side")]
    public void What_was_not_graded_says_why_and_shows_no_score(GradeStatus status, string headline)
    {
        var view = Show(Report() with { Status = status, Message = "Line 3: a comma is missing" });
        Assert.Equal(headline, view.Find("h2").TextContent);
        Assert.Contains("a comma is missing", view.Find(".report-message").TextContent, StringComparison.Ordinal);
        Assert.Empty(view.FindAll(".report-score"));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_submission_that_could_not_be_graded_says_that_it_costs_nothing(bool graded, bool said)
    {
        var view = Show(Report() with { Status = GradeStatus.Ungradable, Message = "Line 3: not `}`" }, graded);
        Assert.Equal("}", view.Find(".report-message code").TextContent);
        Assert.Equal(said, view.Find(".report-message").TextContent.EndsWith("This costs no attempt.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_place_is_a_line_of_the_graded_file_and_leads_there()
    {
        FileLocation? shown = null;
        FileLocation place = new("policy.json", "/b", 5, 6);
        var check = Check("a", CheckStatus.Failed) with { Locations = [place, place with { Start = 6 }] };
        var view = Show(Report(check), onReveal: at => shown = at);
        var button = view.Find(".check-places button");
        Assert.Equal("Line 3", button.TextContent); // one file: its name says nothing
        Assert.Single(view.FindAll(".check-places button"));
        button.Click();
        Assert.Equal(place, shown);
    }

    [Fact]
    public void Evidence_is_drawn_by_the_kinds_panel_and_a_hidden_check_has_none()
    {
        var shown = Check("a", CheckStatus.Failed) with { Evidence = JsonElement.Parse("{}") };
        var hidden = Check("b", CheckStatus.Failed) with { Hidden = true };
        var view = Show(Report(shown, hidden));
        Assert.Equal("evidence of a", Assert.Single(view.FindAll(".drawn")).TextContent);
        Assert.Contains("A hidden check", view.Find(".report-rest").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_is_inline_markdown_and_nothing_a_learner_wrote_becomes_html()
    {
        var view = Show(Report(Check("a", CheckStatus.Failed) with { Message = "`s3:Get*` <script>alert(1)</script> <img src=x onerror=y>" }));
        Assert.Equal("s3:Get*", view.Find(".check-message code").TextContent);
        Assert.Empty(view.FindAll("script, img"));
    }

    private IRenderedComponent<ReportView> Show(GradeReport report, bool graded = true, Action<FileLocation>? onReveal = null) =>
        Render<ReportView>(p => p
            .Add(c => c.Report, report)
            .Add(c => c.Files, [new("policy.json", "a\nb\nccc")])
            .Add(c => c.Kind, new LabKind("kind", "Kind", null!, typeof(DrawnEvidence)))
            .Add(c => c.Graded, graded)
            .Add(c => c.OnReveal, at => onReveal?.Invoke(at)));

    private static GradeReport Report(params CheckResult[] checks) => new()
    {
        SubmissionId = Guid.NewGuid(),
        Status = GradeStatus.Graded,
        Score = checks.Sum(c => c.Points),
        OutOf = checks.Sum(c => c.OutOf),
        Tasks = [new("task", "Task", checks)],
    };

    private static CheckResult Check(string id, CheckStatus status) => new()
    {
        Id = id,
        Kind = "decision",
        Status = status,
        Points = status is CheckStatus.Passed ? 2 : 0,
        OutOf = 2,
        MessageKey = "key",
        Message = $"message of {id}",
    };

    private sealed class DrawnEvidence : ComponentBase
    {
        [Parameter] public required CheckResult Check { get; set; }

        protected override void BuildRenderTree(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder)
        {
            builder.OpenElement(0, "p");
            builder.AddAttribute(1, "class", "drawn");
            builder.AddContent(2, $"evidence of {Check.Id}");
            builder.CloseElement();
        }
    }
}
