using System.Net;
using CloudCourse.Progress;
using CloudCourse.Progress.Rows;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Web.Tests.Accounts;

/// <summary>What people do with the site's forms, for tests about something else.</summary>
internal static class People
{
    public const string Password = "four words make sense";

    private static int _last;

    /// <summary>An address that no other test uses.</summary>
    public static string NewEmail() => $"person{Interlocked.Increment(ref _last)}@example.org";

    public static async Task<HttpResponseMessage> SignUpAsync(this Browser browser, string email, string name = "Ada", string path = "/account/sign-up", params (string, string)[] more)
    {
        var page = await browser.OpenAsync(path);
        return await browser.SendAsync(page.QuerySelector("main form")!, [("email", email), ("name", name), ("password", Password), .. more]);
    }

    public static async Task<HttpResponseMessage> SignInAsync(this Browser browser, string email, string password = Password, string path = "/account/sign-in", params (string, string)[] more)
    {
        var page = await browser.OpenAsync(path);
        return await browser.SendAsync(page.QuerySelector("main form")!, [("email", email), ("password", password), .. more]);
    }

    public static async Task<HttpResponseMessage> SignOutAsync(this Browser browser)
    {
        var page = await browser.OpenAsync("/");
        return await browser.SendAsync(page.QuerySelector("form[data-sign-out]")!);
    }

    /// <summary>Whether somebody is signed in, by what the account page answers.</summary>
    public static async Task<bool> IsInAsync(this Browser browser) =>
        (await browser.Client.GetAsync("/account/manage")).RequestMessage!.RequestUri!.AbsolutePath == "/account/manage";

    /// <summary>A browser in which somebody who teaches is signed in.</summary>
    public static async Task<Browser> InstructorAsync(this Site site, string name = "Ines")
    {
        var (browser, email) = (site.Visit(), NewEmail());
        await browser.SignUpAsync(email, name);
        Assert.Equal(RoleChange.Done, await site.Services.GetRequiredService<AccountRoles>().AddAsync(email, Roles.Instructor));
        var answer = await browser.SignInAsync(email); // a new role signs out wherever one was in
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return browser;
    }

    /// <summary>Makes a class and gives its page's path.</summary>
    public static async Task<string> MakeClassAsync(this Browser instructor, string name = "Evening class")
    {
        var page = await instructor.OpenAsync("/teach");
        var answer = await instructor.SendAsync(page.QuerySelector("main form")!, ("name", name));
        Assert.StartsWith("/teach/cohorts/", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        return answer.RequestMessage.RequestUri.AbsolutePath;
    }

    public static async Task<string> CodeAsync(this Browser instructor, string cohort) =>
        (await instructor.OpenAsync(cohort)).QuerySelector(".join-code")!.TextContent;

    /// <summary>Joins with an account that is signed in.</summary>
    public static async Task<string> JoinAsync(this Browser learner, string code)
    {
        var page = await learner.OpenAsync($"/join/{code}");
        return (await learner.SendAndReadAsync(page.QuerySelector("main form")!)).QuerySelector("main")!.TextContent;
    }

    /// <summary>Something worth keeping: marks a lesson as read.</summary>
    public static async Task ReadLessonAsync(this Browser browser)
    {
        var page = await browser.OpenAsync("/lessons/task-definitions");
        Assert.True((await browser.SendAsync(page.QuerySelector("form[action$='/read']")!)).IsSuccessStatusCode);
    }

    public static async Task<bool> HasReadAsync(this Browser browser) =>
        (await browser.OpenAsync("/progress")).Body!.TextContent.Contains("Read the lesson", StringComparison.Ordinal);
}
