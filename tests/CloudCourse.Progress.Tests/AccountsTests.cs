using CloudCourse.Progress.Rows;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCourse.Progress.Tests;

public sealed class AccountsTests
{
    [Fact]
    public async Task A_setup_link_makes_one_instructor_once()
    {
        await using var database = await TestDatabase.CreateAsync();
        var setup = database.Get<SetupLinks>();
        Assert.True(await setup.NoInstructorYetAsync());
        var token = await setup.CreateAsync();
        var (first, second) = (await database.AccountAsync("first@example.org"), await database.AccountAsync("second@example.org"));

        Assert.True(await setup.IsGoodAsync(token));
        var used = await Task.WhenAll(((Guid[])[first, second]).Select(a => Task.Run(() => setup.ConsumeAsync(token, a))));

        Assert.Single(used, true);
        Assert.False(await setup.IsGoodAsync(token));
        Assert.False(await setup.NoInstructorYetAsync());
        Assert.Equal(1, await database.ReadAsync(db => db.UserRoles.CountAsync()));
    }

    [Fact]
    public async Task A_setup_link_ages_and_a_new_one_voids_it_and_only_hashes_are_kept()
    {
        await using var database = await TestDatabase.CreateAsync();
        var setup = database.Get<SetupLinks>();
        var old = await setup.CreateAsync();
        var token = await setup.CreateAsync();

        Assert.False(await setup.IsGoodAsync(old));
        Assert.True(await setup.IsGoodAsync(token));
        Assert.DoesNotContain(token, await database.ReadAsync(db => db.SetupTokens.Select(t => t.Hash).SingleAsync()), StringComparison.Ordinal);

        database.Clock.Advance(SetupLinks.ValidFor);
        Assert.False(await setup.IsGoodAsync(token));
        Assert.False(await setup.ConsumeAsync(token, await database.AccountAsync("late@example.org")));
        Assert.False(await setup.ConsumeAsync("guessed", await database.AccountAsync("guesser@example.org")));
    }

    [Fact]
    public async Task A_role_is_given_and_taken_and_reaches_cookies_that_were_given_before()
    {
        await using var database = await TestDatabase.CreateAsync();
        await database.AccountAsync("ana@example.org");
        var roles = database.Get<AccountRoles>();
        var stamp = await StampAsync();

        Assert.Equal(RoleChange.Done, await roles.AddAsync("Ana@Example.org", Roles.Instructor));
        Assert.Equal(RoleChange.AlreadySo, await roles.AddAsync("ana@example.org", Roles.Instructor));
        Assert.NotEqual(stamp, await StampAsync());
        Assert.Equal(RoleChange.Done, await roles.RemoveAsync("ana@example.org", Roles.Instructor));
        Assert.Equal(RoleChange.AlreadySo, await roles.RemoveAsync("ana@example.org", Roles.Instructor));
        Assert.Equal(RoleChange.NoSuchAccount, await roles.AddAsync("nobody@example.org", Roles.Instructor));
        await Assert.ThrowsAsync<ArgumentException>(() => roles.AddAsync("ana@example.org", "Emperor"));

        Task<string?> StampAsync() => database.ReadAsync(db => db.Users.Select(u => u.SecurityStamp).SingleAsync());
    }

    [Fact]
    public async Task A_reset_link_sets_a_password_once_and_no_one_elses()
    {
        await using var database = await TestDatabase.CreateAsync();
        var ana = await database.AccountAsync("ana@example.org");
        var eve = await database.AccountAsync("eve@example.org");
        using var scope = database.Scope();
        var links = scope.ServiceProvider.GetRequiredService<ResetLinks>();

        var path = await links.CreateAsync("ANA@example.org");
        Assert.Null(await links.CreateAsync("nobody@example.org"));
        var query = System.Web.HttpUtility.ParseQueryString(path![path!.IndexOf('?', StringComparison.Ordinal)..]);
        Assert.Equal(ana.ToString(), query["id"]);

        // The command line made the link; the site, another process with the same database, takes it.
        using var site = database.AnotherProcess();
        using var siteScope = site.CreateScope();
        var siteLinks = siteScope.ServiceProvider.GetRequiredService<ResetLinks>();
        Assert.False((await siteLinks.ResetAsync(eve.ToString(), query["token"]!, "another pass phrase")).Succeeded);
        Assert.False((await siteLinks.ResetAsync(ana.ToString(), query["token"]!, "short")).Succeeded);
        Assert.False((await siteLinks.ResetAsync(ana.ToString(), "not base64!", "another pass phrase")).Succeeded);
        Assert.True((await siteLinks.ResetAsync(ana.ToString(), query["token"]!, "another pass phrase")).Succeeded);
        Assert.False((await siteLinks.ResetAsync(ana.ToString(), query["token"]!, "a third pass phrase")).Succeeded);

        using var after = site.CreateScope();
        var users = after.ServiceProvider.GetRequiredService<UserManager<Account>>();
        Assert.True(await users.CheckPasswordAsync((await users.FindByIdAsync(ana.ToString()))!, "another pass phrase"));
    }

    [Fact]
    public async Task What_one_process_protected_another_reads_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync();
        var cookie = database.Get<IDataProtectionProvider>().CreateProtector("cookie").Protect("learner 7");

        using var restarted = database.AnotherProcess();
        Assert.Equal("learner 7", restarted.GetRequiredService<IDataProtectionProvider>().CreateProtector("cookie").Unprotect(cookie));
    }

    [Fact]
    public async Task What_is_kept_of_somebody_can_be_taken_along_and_deleted()
    {
        await using var database = await TestDatabase.CreateAsync();
        var (guest, account) = (await database.GuestAsync(), await database.AccountAsync("ana@example.org", Roles.Instructor));
        var other = await database.GuestAsync();
        var own = (await database.Get<Learners>().ForAccountAsync(account)).Id;
        var lab = Guid.NewGuid();
        foreach (var learner in (Guid[])[own, guest, other])
        {
            await database.Get<Drafts>().SaveAsync(learner, lab, "policy.json", "one", 0);
            await database.Get<Drafts>().SaveAsync(learner, lab, "policy.json", "starter", 1, DraftRevisionReason.Reset);
            await database.AttemptAsync(learner, lab, 1, 4);
            await database.Get<Hints>().OpenAsync(learner, lab, 1);
            await database.Get<LessonVisits>().ReadAsync(learner, lab);
            var quiz = await database.Get<QuizTries>().StartAsync(learner, lab, 1);
            await database.Get<QuizTries>().SubmitAsync(learner, quiz.Id, [new("az", "{}", 1, 1, 1)]);
        }
        await database.Get<LearnerAccounts>().AdoptGuestAsync(guest, account);
        var cohort = await database.Get<Cohorts>().CreateAsync(account, "Evening class");

        var export = await database.Get<PersonalData>().ExportAsync(account);
        Assert.Equal(("ana@example.org", own), (export!.Email, export.LearnerId));
        Assert.Equal((2, 2, 1), (export.Submissions.Count, export.QuizTries.Count, export.Drafts.Count));

        Assert.True(await database.Get<PersonalData>().DeleteAsync(account));
        Assert.False(await database.Get<PersonalData>().DeleteAsync(account));
        Assert.Null(await database.Get<PersonalData>().ExportAsync(account));
        Assert.Equal([other], await database.ReadAsync(db => db.Learners.Select(l => l.Id).ToListAsync()));
        Assert.Equal((1, 1, 1, 1, 1), await database.ReadAsync(async db => (
            await db.Drafts.CountAsync(), await db.DraftRevisions.CountAsync(), await db.Submissions.CountAsync(),
            await db.GradeEvents.CountAsync(), await db.QuizResponses.CountAsync())));
        Assert.Null(await database.Get<Cohorts>().NameForCodeAsync(cohort.JoinCode)); // nobody teaches it any more
    }

    [Fact]
    public async Task What_is_taken_along_does_not_name_hidden_checks()
    {
        await using var database = await TestDatabase.CreateAsync();
        var account = await database.AccountAsync("ana@example.org");
        var learner = (await database.Get<Learners>().ForAccountAsync(account)).Id;
        var submission = await database.SubmitAsync(learner, Guid.NewGuid(), "key");
        var report = Reports.Graded(submission.Id, 1, 2);
        var shown = report.Tasks[0].Checks[0];
        var hidden = shown with { Id = "stays-in-the-bucket", Kind = "decisions", MessageKey = "too-broad", Hidden = true };
        await database.Get<Submissions>().RecordAsync(report with { Tasks = [report.Tasks[0] with { Checks = [shown, hidden] }] }, TimeSpan.Zero);

        var export = await database.Get<PersonalData>().ExportAsync(account);

        var checks = Assert.Single(export!.Submissions).Report!.Tasks[0].Checks;
        Assert.Equal((shown.Id, shown.Kind, shown.MessageKey), (checks[0].Id, checks[0].Kind, checks[0].MessageKey));
        Assert.Equal((hidden.Message, 2), (checks[1].Message, checks[1].OutOf));
        var text = System.Text.Json.JsonSerializer.Serialize(export);
        Assert.All([hidden.Id, hidden.Kind, hidden.MessageKey], name => Assert.DoesNotContain($"\"{name}\"", text, StringComparison.Ordinal));
    }
}
