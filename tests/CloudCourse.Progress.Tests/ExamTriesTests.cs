using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress.Tests;

public sealed class ExamTriesTests
{
    private static readonly Guid Exam = Guid.NewGuid();

    [Fact]
    public async Task A_try_keeps_its_questions_and_is_gone_on_with_from_any_tab()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner) = (database.Get<QuizTries>(), await database.GuestAsync());
        var started = await Task.WhenAll(Enumerable.Range(0, 6).Select(n => Task.Run(() =>
            tries.StartDrawnAsync(learner, Exam, version: n, (_, _) => [$"a/{n}", "b/1"]))));

        Assert.Single(started.Select(t => (t.Id, t.Seed, t.Answers[0].ItemId)).Distinct());
        Assert.Equal(2, await database.ReadAsync(db => db.QuizResponses.CountAsync()));
        Assert.All(started[0].Answers, a => Assert.Equal((QuizTries.NotAnswered, 0, 1), (a.AnswerJson, a.Points, a.OutOf)));
    }

    [Fact]
    public async Task Another_try_is_told_what_the_last_one_asked()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner) = (database.Get<QuizTries>(), await database.GuestAsync());
        List<string> told = [];
        foreach (var item in (string[])["a/1", "a/2", "a/3"])
        {
            var begun = await tries.StartDrawnAsync(learner, Exam, 1, (_, before) =>
            {
                told = [.. before];
                return [item];
            });
            database.Clock.Advance(TimeSpan.FromMinutes(1));
            await tries.HandInAsync(learner, begun.Id, t => t.Answers);
        }
        Assert.Equal(["a/2"], told);
    }

    [Fact]
    public async Task Answers_are_kept_by_question_and_marked_when_handed_in()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner) = (database.Get<QuizTries>(), await database.GuestAsync());
        var begun = await tries.StartDrawnAsync(learner, Exam, 1, (_, _) => ["a/1", "a/2", "a/3"]);
        await tries.KeepAsync(learner, begun.Id, Answers(("a/1", "one")));
        await tries.KeepAsync(learner, begun.Id, Answers(("a/2", "two")));
        await tries.KeepAsync(learner, begun.Id, Answers(("a/2", "two again")));

        var handedIn = await tries.HandInAsync(learner, begun.Id, t => [.. t.Answers.Select(a => a with { Points = a.AnswerJson == "one" ? 1 : 0, OutOf = a.ItemId == "a/3" ? 0 : 1 })]);
        await tries.KeepAsync(learner, begun.Id, Answers(("a/1", "late")));
        var again = await tries.HandInAsync(learner, begun.Id, _ => throw new InvalidOperationException("marked twice"));

        Assert.Equal((1.0, 2.0, 0.5), (handedIn!.Score, handedIn.OutOf, handedIn.Share));
        Assert.Equal(["one", "two again", QuizTries.NotAnswered], again!.Answers.Select(a => a.AnswerJson));
    }

    [Fact]
    public async Task What_was_not_drawn_or_is_somebody_elses_is_refused_and_nothing_is_lost()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner, stranger) = (database.Get<QuizTries>(), await database.GuestAsync(), await database.GuestAsync());
        var begun = await tries.StartDrawnAsync(learner, Exam, 1, (_, _) => ["a/1", "a/2"]);
        await tries.KeepAsync(learner, begun.Id, Answers(("a/1", "one")));

        await Assert.ThrowsAsync<ArgumentException>(() => tries.KeepAsync(learner, begun.Id, Answers(("a/2", "two"), ("a/9", "nine"))));
        Assert.Null(await tries.KeepAsync(stranger, begun.Id, Answers(("a/1", "theirs"))));
        Assert.Null(await tries.HandInAsync(stranger, begun.Id, t => t.Answers));

        Assert.Equal(["one", QuizTries.NotAnswered], (await tries.FindAsync(learner, begun.Id))!.Answers.Select(a => a.AnswerJson));
    }

    [Fact]
    public async Task Keeping_and_handing_in_at_once_lose_nothing_that_was_marked()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner) = (database.Get<QuizTries>(), await database.GuestAsync());
        var begun = await tries.StartDrawnAsync(learner, Exam, 1, (_, _) => [.. Enumerable.Range(0, 8).Select(n => $"a/{n}")]);

        var kept = Enumerable.Range(0, 8).Select(n => Task.Run(() => tries.KeepAsync(learner, begun.Id, Answers(($"a/{n}", "x")))));
        var handed = Task.Run(() => tries.HandInAsync(learner, begun.Id, t => [.. t.Answers.Select(a => a with { Points = a.AnswerJson == "x" ? 1 : 0 })]));
        await Task.WhenAll([.. kept, handed]);

        var stands = (await tries.FindAsync(learner, begun.Id))!;
        Assert.All(stands.Answers, a => Assert.Equal(a.AnswerJson == "x" ? 1 : 0, a.Points));
        Assert.Equal(stands.Score, stands.Answers.Count(a => a.AnswerJson == "x"));
    }

    [Theory]
    [InlineData(0, 1, "guest")]
    [InlineData(1, 1, "account")]
    [InlineData(2, 1, "account")]
    public async Task Of_two_begun_exams_the_one_goes_on_in_which_more_is_answered(int ofAccount, int ofGuest, string stands)
    {
        await using var database = await TestDatabase.CreateAsync();
        var (guest, account) = (await database.GuestAsync(), await database.AccountAsync("ana@example.org"));
        var own = (await database.Get<Learners>().ForAccountAsync(account)).Id;
        await BeginAsync(own, ofAccount, "account");
        await BeginAsync(guest, ofGuest, "guest");

        await database.Get<LearnerAccounts>().AdoptGuestAsync(guest, account);

        var open = Assert.Single(await database.Get<QuizTries>().ListAsync(own, Exam));
        Assert.Contains(open.Answers, a => a.AnswerJson == stands);

        async Task BeginAsync(Guid learner, int answered, string text)
        {
            var tries = database.Get<QuizTries>();
            var begun = await tries.StartDrawnAsync(learner, Exam, 1, (_, _) => ["a/1", "a/2"]);
            await tries.KeepAsync(learner, begun.Id, Answers([.. Enumerable.Range(1, answered).Select(n => ($"a/{n}", text))]));
        }
    }

    [Fact]
    public async Task The_exams_own_pass_mark_counts_and_an_open_try_is_told()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (tries, learner) = (database.Get<QuizTries>(), await database.GuestAsync());
        var marks = new Course.Model.PassMarks(0.5, new() { Id = Exam, Title = "Final exam", Version = 1, Questions = 2, PassMark = 0.9, Minutes = 60, Parts = [] });
        foreach (var quiz in (Guid[])[Exam, Guid.NewGuid()])
        {
            var begun = await tries.StartDrawnAsync(learner, quiz, 1, (_, _) => ["a/1"]);
            await tries.HandInAsync(learner, begun.Id, t => [t.Answers[0] with { Points = 0.7 }]);
        }
        await tries.StartDrawnAsync(learner, Exam, 1, (_, _) => ["a/1"]);

        var overview = await database.Get<LearnerProgress>().OverviewAsync(learner, marks);

        Assert.False(overview.Quizzes[Exam].Passed);
        Assert.True(overview.Quizzes.Single(q => q.Key != Exam).Value.Passed);
        Assert.Equal([Exam], overview.OpenTries.Keys);
    }

    [Fact]
    public async Task The_gradebook_ends_with_the_exam_on_the_page_and_in_the_file()
    {
        await using var database = await TestDatabase.CreateAsync();
        var catalog = SmallCourse.Catalog with { Exam = new() { Id = Exam, Title = "Final exam", Version = 1, Questions = 2, PassMark = 0.5, Minutes = 60, Parts = [] } };
        var (teacher, cohort) = await GradebookTests.CohortAsync(database);
        var learner = await GradebookTests.JoinAsync(database, cohort, "Ana", "ana@example.org");
        var tries = database.Get<QuizTries>();
        foreach (var points in (double[])[0.25, 0.75])
        {
            var begun = await tries.StartDrawnAsync(learner, Exam, 1, (_, _) => ["a/1"]);
            await tries.HandInAsync(learner, begun.Id, t => [t.Answers[0] with { Points = points }]);
        }

        var book = (await database.Get<Gradebook>().ForCohortAsync(cohort.Id, teacher, catalog))!;
        var file = System.Text.Encoding.UTF8.GetString(GradebookCsv.Write(book)).Split('\n');

        Assert.Equal((Exam, ActivityKind.Exam, "At the end"), (book.Columns[^1].ActivityId, book.Columns[^1].Kind, book.Columns[^1].ModuleTitle));
        var cell = Assert.Single(book.Rows).Cells[Exam];
        Assert.Equal((0.75, 1.0, true, 2), (cell.Score, cell.OutOf, cell.Passed, cell.Attempts));
        Assert.EndsWith("Final exam (exam): best score,Final exam (exam): out of,Final exam (exam): attempts,Final exam (exam): last activity", file[0].TrimEnd(), StringComparison.Ordinal);
        Assert.Contains(",0.75,1,2,", file[1], StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Answers(params (string Item, string Answer)[] answers) => answers.ToDictionary(a => a.Item, a => a.Answer);
}
