using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Reading;

public sealed class QuizTests(Suite suite) : BrowserTest(suite)
{
    [Theory]
    [InlineData("regions-and-zones")]
    [InlineData("who-is-responsible")]
    [InlineData("policies")]
    [InlineData("instances")]
    [InlineData("task-definitions")]
    [InlineData("lambda-functions")]
    [InlineData("choosing-an-architecture")]
    public async Task Who_answers_all_rightly_gets_all_points(string slug)
    {
        var count = await RightAnswers.HandInAsync(Page, slug);
        Assert.True(count >= 3, $"The quiz has {count} questions");
        await Expect(Page.Locator("#review-title")).ToHaveTextAsync($"{count} of {count} points: passed");
    }

    [Fact]
    public async Task An_open_question_is_a_wrong_one_and_its_answer_is_explained()
    {
        // A quiz whose questions all fit into one try, so that this one is among them.
        var count = await RightAnswers.HandInAsync(Page, "policies", i => i.Id == "what-is-missing");
        await Expect(Page.Locator("#review-title")).ToContainTextAsync($"{count - 1} of {count} points");
        await Expect(Page.GetByText("You left this one open.")).ToHaveCountAsync(1);
        await Expect(Page.GetByText("It is a statement, and there is no document")).ToBeVisibleAsync();
    }
}
