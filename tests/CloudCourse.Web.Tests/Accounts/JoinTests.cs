using System.Net;

namespace CloudCourse.Web.Tests.Accounts;

public sealed class JoinTests(Site site) : IClassFixture<Site>
{
    [Fact]
    public async Task A_guest_is_led_to_sign_up_and_back_and_joins()
    {
        var instructor = await site.InstructorAsync();
        var code = await instructor.CodeAsync(await instructor.MakeClassAsync("Tuesday <b>class</b>"));

        var learner = site.Visit();
        var asked = await learner.OpenAsync($"/join/{code}");
        Assert.DoesNotContain("Tuesday", asked.Body!.TextContent, StringComparison.Ordinal); // nothing is looked up for a guest
        var signUp = asked.QuerySelector("main a.button")!.GetAttribute("href")!;
        var back = await learner.SignUpAsync(People.NewEmail(), path: signUp);
        Assert.Equal($"/join/{code}", back.RequestMessage!.RequestUri!.AbsolutePath);
        Assert.Contains("You are in Tuesday <b>class</b>", await learner.JoinAsync(code), StringComparison.Ordinal);
        Assert.Contains("Tuesday <b>class</b>", (await learner.OpenAsync("/account/manage")).QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_is_read_as_people_type_it_and_an_old_one_opens_nothing()
    {
        var instructor = await site.InstructorAsync();
        var cohort = await instructor.MakeClassAsync();
        var code = await instructor.CodeAsync(cohort);
        var learner = site.Visit();
        await learner.SignUpAsync(People.NewEmail());
        var typed = await learner.OpenAsync($"/join?code={Uri.EscapeDataString(" " + code.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant())}");
        Assert.Contains("Evening class", typed.QuerySelector("main")!.TextContent, StringComparison.Ordinal);

        var settings = await instructor.OpenAsync(cohort);
        await instructor.SendAsync(settings.QuerySelector("form:has(input[value=rotate])")!);
        Assert.NotEqual(code, await instructor.CodeAsync(cohort));
        var late = await learner.SendAndReadAsync(typed.QuerySelector("main form")!);
        Assert.Contains("No class takes newcomers with this code", late.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trying_codes_is_slowed_down_for_that_account_alone()
    {
        var (guesser, other) = (site.Visit(), site.Visit());
        await guesser.SignUpAsync(People.NewEmail());
        await other.SignUpAsync(People.NewEmail());
        HttpResponseMessage answer;
        var tries = 0;
        do answer = await guesser.Client.GetAsync($"/join/AAAAA-{tries:00000}");
        while (answer.StatusCode is HttpStatusCode.OK && ++tries < 50);

        Assert.InRange(tries, 5, 20);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.True(answer.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await other.Client.GetAsync("/join/AAAAA-00000")).StatusCode);
    }
}
