using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress.Tests;

public sealed class AdoptionTests
{
    private static readonly Guid Lab = Guid.NewGuid();
    private static readonly Guid OtherLab = Guid.NewGuid();
    private static readonly Guid Lesson = Guid.NewGuid();
    private static readonly Guid Quiz = Guid.NewGuid();

    [Fact]
    public async Task A_new_account_takes_the_guest_over_as_it_is()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (guest, account) = (await database.GuestAsync(), await database.AccountAsync("ana@example.org"));
        await database.Get<Drafts>().SaveAsync(guest, Lab, "policy.json", "mine", 0);
        Assert.True(await database.Get<LearnerAccounts>().HasWorkAsync(guest));

        var learner = await database.Get<LearnerAccounts>().AdoptGuestAsync(guest, account);

        Assert.Equal((guest, account, false), (learner.Id, learner.AccountId, learner.IsGuest));
        Assert.Equal("ana", learner.DisplayName);
        Assert.Equal(guest, (await database.Get<Learners>().ForAccountAsync(account)).Id);
        Assert.False(await database.Get<LearnerAccounts>().HasWorkAsync(guest));
    }

    [Fact]
    public async Task Work_of_both_is_merged_and_none_is_lost()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (guest, account) = (await database.GuestAsync(), await database.AccountAsync("ana@example.org"));
        var own = (await database.Get<Learners>().ForAccountAsync(account)).Id;
        var drafts = database.Get<Drafts>();
        await drafts.SaveAsync(own, Lab, "policy.json", "the account's", 0);
        await drafts.SaveAsync(guest, Lab, "policy.json", "the guest's", 0);
        await drafts.SaveAsync(guest, OtherLab, "policy.json", "only the guest's", 0);
        foreach (var (learner, score) in ((Guid, int)[])[(own, 1), (own, 2), (guest, 4), (guest, 3)]) await database.AttemptAsync(learner, Lab, score, 4);
        await database.SubmitAsync(own, Lab, "the same key");
        await database.SubmitAsync(guest, Lab, "the same key");
        await database.Get<Hints>().OpenAsync(own, Lab, 1);
        await database.Get<Hints>().OpenAsync(guest, Lab, 1);
        await database.Get<Hints>().OpenAsync(guest, Lab, 2);
        await database.Get<LessonVisits>().ReadAsync(guest, Lesson);
        database.Clock.Advance(TimeSpan.FromHours(1));
        await database.Get<LessonVisits>().FinishAsync(own, Lesson);
        await database.Get<QuizTries>().StartAsync(own, Quiz, 1);
        var open = await database.Get<QuizTries>().StartAsync(guest, Quiz, 1);
        await database.Get<QuizTries>().SubmitAsync(guest, open.Id, [new("az", "{}", 1, 1, 1)]);
        await database.Get<QuizTries>().StartAsync(guest, Quiz, 1);

        var merged = await database.Get<LearnerAccounts>().AdoptGuestAsync(guest, account);

        Assert.Equal(own, merged.Id);
        Assert.Equal("the account's", (await drafts.FindAsync(own, Lab, "policy.json"))!.Text);
        var put = Assert.Single(await drafts.HistoryAsync(own, Lab, "policy.json"));
        Assert.Equal(("the guest's", DraftRevisionReason.Guest), (put.Text, put.Reason));
        Assert.Equal("only the guest's", (await drafts.FindAsync(own, OtherLab, "policy.json"))!.Text);
        Assert.Equal([(4, 3), (3, 4), (2, 2), (1, 1)],
            (await database.Get<Submissions>().AttemptsAsync(own, Lab)).Select(a => (a.Number, a.Score)));
        Assert.Equal(2, (await database.Get<Submissions>().PendingAsync()).Count(s => s.LearnerId == own));
        Assert.Equal([1, 2], await database.Get<Hints>().OpenedAsync(own, Lab));
        var visit = (await database.Get<LearnerProgress>().OverviewAsync(own, 0.7)).Lessons[Lesson];
        Assert.Equal(TimeSpan.FromHours(1), visit.LastReadAt - visit.FirstReadAt);
        Assert.NotNull(visit.FinishedAt);
        Assert.Equal(1, (await database.Get<QuizTries>().BestAsync(own, Quiz))!.Score);
        Assert.Single(await database.Get<QuizTries>().ListAsync(own, Quiz), t => t.SubmittedAt is null);
        Assert.Null(await database.Get<Learners>().FindAsync(guest));
    }

    [Fact]
    public async Task A_lab_begun_as_a_guest_keeps_its_seed()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (guest, account) = (await database.GuestAsync(), await database.AccountAsync("ana@example.org"));
        var own = (await database.Get<Learners>().ForAccountAsync(account)).Id;
        await database.Get<Drafts>().SaveAsync(own, Lab, "policy.json", "the account's", 0);
        await database.Get<Drafts>().SaveAsync(guest, Lab, "policy.json", "the guest's", 0);
        await database.Get<Drafts>().SaveAsync(guest, OtherLab, "policy.json", "names the guest's bucket", 0);

        await database.Get<LearnerAccounts>().AdoptGuestAsync(guest, account);

        Assert.Equal(LabSeed.Of(own, Lab), await database.Get<Seeds>().ForAsync(own, Lab));
        Assert.Equal(LabSeed.Of(guest, OtherLab), await database.Get<Seeds>().ForAsync(own, OtherLab));
    }

    [Fact]
    public async Task Twice_or_at_once_is_as_good_as_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (guest, account) = (await database.GuestAsync(), await database.AccountAsync("ana@example.org"));
        var own = (await database.Get<Learners>().ForAccountAsync(account)).Id;
        await database.AttemptAsync(guest, Lab, 1, 4);

        var learners = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            database.Get<LearnerAccounts>().AdoptGuestAsync(guest, account))));

        Assert.All(learners, l => Assert.Equal(own, l.Id));
        Assert.Single(await database.Get<Submissions>().AttemptsAsync(own, Lab));
    }

    [Fact]
    public async Task Nobody_adopts_anothers_learner()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (ana, eve) = (await database.AccountAsync("ana@example.org"), await database.AccountAsync("eve@example.org"));
        var anas = (await database.Get<Learners>().ForAccountAsync(ana)).Id;
        await database.AttemptAsync(anas, Lab, 1, 4);

        var eves = await database.Get<LearnerAccounts>().AdoptGuestAsync(anas, eve);

        Assert.NotEqual(anas, eves.Id);
        Assert.Single(await database.Get<Submissions>().AttemptsAsync(anas, Lab));
        Assert.Equal(anas, (await database.Get<Learners>().ForAccountAsync(ana)).Id);
    }

    [Fact]
    public async Task An_account_has_one_learner_however_many_ask_at_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var account = await database.AccountAsync("ana@example.org");

        var learners = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => database.Get<Learners>().ForAccountAsync(account))));

        Assert.Single(learners.Select(l => l.Id).Distinct());
        Assert.Equal(1, await database.ReadAsync(db => db.Learners.CountAsync()));
    }
}
