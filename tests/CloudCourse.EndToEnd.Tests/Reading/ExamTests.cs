using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Reading;

public sealed class ExamTests(Suite suite) : BrowserTest(suite)
{
    [Fact]
    public async Task Answers_are_kept_as_they_are_given_and_the_exam_is_handed_in_from_another_tab()
    {
        await OpenAsync("/exam");
        await Page.GetByRole(AriaRole.Button, new() { Name = "Begin the exam" }).ClickAsync();
        var question = Page.Locator("fieldset.question").Filter(new() { Has = Page.Locator(".options input[type=radio]") }).First;
        var field = await question.GetAttributeAsync("data-question");
        var link = Page.Locator($"[data-map={field}]");
        await Expect(link).ToHaveAttributeAsync("data-state", "open");

        await question.Locator("input[type=radio]").First.CheckAsync();
        await question.GetByLabel("Come back to this one").CheckAsync();
        await Expect(link).ToHaveAttributeAsync("data-state", "answered");
        await Expect(Page.Locator("[data-exam-kept]")).ToHaveTextAsync("Kept");
        var violations = (await ViolationsAsync(Page)).ToList();

        var other = await Page.Context.NewPageAsync();
        await OpenAsync(other, "/exam");
        await Expect(other.Locator($"[data-map={field}]")).ToHaveAttributeAsync("data-marked", "true");
        await other.GetByRole(AriaRole.Button, new() { Name = "Hand in …" }).First.ClickAsync();
        await Expect(other.GetByText("Questions to come back to:")).ToBeVisibleAsync();
        violations.AddRange(await ViolationsAsync(other));
        await other.GetByRole(AriaRole.Button, new() { Name = "Hand in now" }).ClickAsync();
        await Expect(other.Locator("#review-title")).ToContainTextAsync("not passed yet");
        violations.AddRange(await ViolationsAsync(other));

        // The first tab learns of it and loses nothing that counted.
        ExpectsErrors = true; // the browser reports the refusal
        await question.Locator("input[type=radio]").Last.CheckAsync();
        await Expect(Page.Locator("[data-exam-kept]")).ToContainTextAsync("was handed in, in another tab");
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }
}
