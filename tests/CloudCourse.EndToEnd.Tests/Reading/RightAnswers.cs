using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.EndToEnd.Tests.Hosting;

namespace CloudCourse.EndToEnd.Tests.Reading;

/// <summary>Answers a quiz rightly, by the course's own files, as somebody would who knows it all.</summary>
internal static class RightAnswers
{
    private static readonly Lazy<CourseLibrary> Library = new(() => CourseLibrary.Open(Places.Content));

    /// <summary>Starts a try, answers every question and hands it in.</summary>
    /// <param name="leavesOpen">Asked of each question as it comes; none is left open without it.</param>
    /// <returns>How many questions there were.</returns>
    public static async Task<int> HandInAsync(IPage page, string slug, Func<QuizItem, bool>? leavesOpen = null)
    {
        var quiz = Library.Value.Current.FindQuiz(slug) ?? throw new ArgumentException($"There is no quiz '{slug}'.");
        page.Dialog += async (_, dialog) => await dialog.AcceptAsync(); // "One question is not answered. Hand in anyway?"
        await page.GotoAsync($"/quizzes/{slug}");
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("Start the quiz|Try again") }).ClickAsync();
        var questions = page.Locator("fieldset.question");
        await Expect(questions.First).ToBeVisibleAsync();
        var count = await questions.CountAsync();
        for (var at = 0; at < count; at++)
        {
            var question = questions.Nth(at);
            // Without what a script adds, such as a button that copies code.
            var stem = await question.Locator(".stem").EvaluateAsync<string>("e => { const copy = e.cloneNode(true); copy.querySelectorAll('button').forEach(b => b.remove()); return copy.textContent; }");
            var item = await FindAsync(page, quiz, stem);
            if (leavesOpen?.Invoke(item) is not true) await AnswerAsync(page, question, item);
        }
        await page.GetByRole(AriaRole.Button, new() { Name = "Hand in" }).ClickAsync();
        await Expect(page.Locator("#review-title")).ToBeVisibleAsync();
        return count;
    }

    private static async Task<QuizItem> FindAsync(IPage page, Quiz quiz, string stem)
    {
        foreach (var item in quiz.Items)
        {
            if (Squeeze(await TextAsync(page, item.StemHtml)) == Squeeze(stem)) return item;
        }
        throw new InvalidOperationException($"The quiz has no question '{stem.Trim()}'.");
    }

    private static async Task AnswerAsync(IPage page, ILocator question, QuizItem item)
    {
        foreach (var option in item.Options.Where(o => o.Correct))
        {
            var text = Squeeze(await TextAsync(page, option.Html));
            var labels = question.Locator("label.option");
            for (var at = 0; at < await labels.CountAsync(); at++)
            {
                if (Squeeze(await labels.Nth(at).TextContentAsync() ?? "") == text) await labels.Nth(at).Locator("input").CheckAsync();
            }
        }
        foreach (var pair in item.Pairs)
        {
            var left = Squeeze(await TextAsync(page, pair.LeftHtml));
            foreach (var row in await question.Locator(".match").AllAsync())
            {
                if (Squeeze(await row.Locator("label").TextContentAsync() ?? "") != left) continue;
                foreach (var choice in await row.Locator("option").AllAsync())
                {
                    if (Squeeze(await choice.TextContentAsync() ?? "") != Squeeze(pair.Right)) continue;
                    await row.Locator("select").SelectOptionAsync(new SelectOptionValue { Value = await choice.GetAttributeAsync("value") });
                }
            }
        }
        foreach (var (place, step) in item.Steps.Index())
        {
            var text = Squeeze(await TextAsync(page, step.Html));
            foreach (var row in await question.Locator(".step").AllAsync())
            {
                if (Squeeze(await row.Locator("span").Last.TextContentAsync() ?? "") == text)
                    await row.Locator("select").SelectOptionAsync(new SelectOptionValue { Value = (place + 1).ToString(CultureInfo.InvariantCulture) });
            }
        }
        if (item.Number is { } number) await question.Locator("input").FillAsync(number.Value.ToString(CultureInfo.InvariantCulture));
    }

    private static Task<string> TextAsync(IPage page, string html) =>
        page.EvaluateAsync<string>("html => new DOMParser().parseFromString(html, 'text/html').body.textContent", html);

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
