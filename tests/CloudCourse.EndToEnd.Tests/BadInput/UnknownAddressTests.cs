using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.BadInput;

public sealed class UnknownAddressTests(Suite suite) : BrowserTest(suite)
{
    [Theory]
    [InlineData("/lessons/no-such-lesson")]
    [InlineData("/labs/no-such-lab")]
    [InlineData("/quizzes/no-such-quiz")]
    [InlineData("/no/such/page")]
    [InlineData("/labs/..%2f..%2fetc%2fpasswd")]
    [InlineData("/status/200")]
    public async Task It_is_a_page_of_404_that_leads_back(string path)
    {
        ExpectsErrors = true;
        var response = await Page.GotoAsync(path);
        Assert.NotNull(response);
        Assert.Equal(404, response.Status);
        await Expect(Page.Locator("h1")).ToHaveTextAsync("There is no such page");
        await Page.GetByRole(AriaRole.Link, new() { Name = "Open the course map" }).ClickAsync();
        await Expect(Page).ToHaveURLAsync($"{Site.Address}/");
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused_as_a_page()
    {
        var answer = await Page.APIRequest.PostAsync("/lessons/policies/read");
        Assert.Equal(400, answer.Status);
        Assert.Contains("The form could not be read", await answer.TextAsync(), StringComparison.Ordinal);
    }
}
