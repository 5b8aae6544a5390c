using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Journeys;

/// <summary>What people do with accounts and classes, by the pages' own forms.</summary>
internal static class People
{
    public const string Password = "a long enough phrase";

    /// <summary>Opens the link that the site printed at its first start, and makes the instructor's account.</summary>
    public static async Task BecomeInstructorAsync(IPage page, CourseSite site, string email)
    {
        await page.GotoAsync((await site.SetupLinkAsync()).PathAndQuery);
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Your name").FillAsync("Ines Tructor");
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the instructor's account" }).ClickAsync();
        await Expect(page).ToHaveURLAsync(new Regex("/teach$"));
    }

    /// <returns>The class's join code; the page stays on its gradebook.</returns>
    public static async Task<string> MakeClassAsync(IPage page, string name)
    {
        await page.GotoAsync("/teach");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the class" }).ClickAsync();
        await Expect(page.Locator("h1")).ToHaveTextAsync(name);
        return await page.Locator("code.join-code").InnerTextAsync();
    }

    /// <summary>From whatever page is open. A guest's work is kept, which the form asks.</summary>
    public static async Task SignUpAsync(IPage page, string email, string name, bool expectsGuestWork)
    {
        await page.GotoAsync("/account/sign-up");
        await Expect(page.Locator(".guest-choice")).ToHaveCountAsync(expectsGuestWork ? 1 : 0);
        await page.GetByLabel("E-mail address").FillAsync(email);
        await page.GetByLabel("Your name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await Expect(page.Locator(".account-name")).ToHaveTextAsync(name);
    }

    public static async Task JoinAsync(IPage page, string code, string className)
    {
        await page.GotoAsync("/join");
        await page.GetByLabel("Code").FillAsync(code.ToLowerInvariant()); // capitals do not matter
        await page.GetByRole(AriaRole.Button, new() { Name = "Find the class" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = $"Join {className}" }).ClickAsync();
        await Expect(page.GetByText("You are in")).ToBeVisibleAsync();
    }
}
