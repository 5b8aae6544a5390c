using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Progress.Rows;

namespace CloudCourse.Progress;

/// <summary>One made-up person going through the course: how able, how fast, how far. Gathers the rows that this leaves.</summary>
internal sealed class DemoLearner
{
    // Labs that name a learner's own bucket have few variants here, so that few submissions have to be graded.
    private const int Variants = 2;

    private readonly CourseCatalog _catalog;
    private readonly DemoReports _reports;
    private readonly DemoAnswers _answer;
    private readonly DemoDice _dice;
    private readonly DateTime _now;
    private readonly int _place;
    private readonly double _skill;
    private readonly double _reach;
    private DateTime _at;

    public DemoLearner(string name, int place, DateTime began, DateTime now, CourseCatalog catalog, DemoReports reports, DemoAnswers answer)
    {
        (_place, _now, _catalog, _reports, _answer) = (place, now, catalog, reports, answer);
        _dice = new((ulong)place + 1);
        Id = _dice.Id();
        _skill = _dice.Between(0.35, 0.97);

        // Most come to the end, some are on the way, one has joined and not begun.
        _reach = place == 16 ? 0 : _dice.Falls(0.55) ? 1 : _dice.Between(0.2, 0.95);
        JoinedAt = _at = began.AddHours(_dice.Between(0, 30));
        Account account = new()
        {
            Id = _dice.Id(),
            DisplayName = name,
            Email = $"{Plain(name)}@example.org",
            EmailConfirmed = true,
            CreatedAt = JoinedAt,
            SecurityStamp = _dice.Id().ToString("N"), // no password: nobody signs in as them
        };
        account.UserName = account.Email;
        account.NormalizedEmail = account.NormalizedUserName = account.Email.ToUpperInvariant();
        Learner = new() { Id = Id, AccountId = account.Id, DisplayName = name, CreatedAt = JoinedAt, LastSeenAt = JoinedAt };
        Rows.Add(account);
        Rows.Add(Learner);
    }

    public Guid Id { get; }
    public DateTime JoinedAt { get; }
    public Learner Learner { get; }
    public List<object> Rows { get; } = [];

    public async Task<DemoLearner> LiveAsync(CancellationToken cancel)
    {
        var lessons = _catalog.Lessons.ToList();
        foreach (var lesson in lessons.Take((int)Math.Round(lessons.Count * _reach)))
        {
            if (!Later(_dice.Between(4, 60))) break;
            LessonVisit visit = new() { LearnerId = Id, LessonId = lesson.Id, FirstReadAt = _at, LastReadAt = _at };
            Rows.Add(visit);
            if (Later(lesson.Minutes / 60.0) && _dice.Falls(0.9)) (visit.LastReadAt, visit.FinishedAt) = (_at, _at);
            foreach (var lab in lesson.Labs)
            {
                if (_dice.Falls(0.93)) await DoAsync(lab, cancel);
            }
            if (lesson.Quiz is { } quiz && _dice.Falls(0.9)) Take(quiz);
            Learner.LastSeenAt = _at;
        }
        return this;
    }

    private async Task DoAsync(LabDefinition authored, CancellationToken cancel)
    {
        var seed = LabSeed.Of(new Guid(_place % Variants + 1, 0, 0, new byte[8]), authored.Id);
        var lab = authored.ForSeed(seed);
        if (lab.Solutions.FirstOrDefault(s => s.IsGood) is not { } good) return;
        Rows.Add(new Variant { LearnerId = Id, ActivityId = lab.Id, Seed = seed });

        var wrong = lab.Solutions.Where(s => !s.IsGood).ToList();
        List<LabSolution> tries = [];
        while (wrong.Count > 0 && tries.Count < 4 && !_dice.Falls(_skill)) tries.Add(wrong[_dice.Below(wrong.Count)]);
        if (_dice.Falls(0.55 + _skill * 0.45)) tries.Add(good);

        var attempts = 0;
        foreach (var solution in tries)
        {
            if (!Later(_dice.Between(0.05, 0.6))) return;
            if (attempts > 0 && lab.Hints.Count >= attempts && _dice.Falls(0.5))
                Rows.Add(new HintUse { LearnerId = Id, ActivityId = lab.Id, Tier = attempts, At = _at.AddMinutes(-1) });
            attempts += await SubmitAsync(lab, solution, seed, attempts + 1, cancel) ? 1 : 0;
        }
        if (tries.Count > 0) Keep(lab, tries[^1]);
    }

    /// <returns>Whether it became an attempt.</returns>
    private async Task<bool> SubmitAsync(LabDefinition lab, LabSolution solution, int seed, int number, CancellationToken cancel)
    {
        List<SubmittedFile> files = [.. solution.Files.Select(f => new SubmittedFile(f.Key, f.Value))];
        var (report, engine) = await _reports.OfAsync(lab, solution.Name, files, seed, cancel);
        SubmissionRow row = new()
        {
            Id = _dice.Id(),
            LearnerId = Id,
            ActivityId = lab.Id,
            IdempotencyKey = _dice.Id().ToString(),
            LabHash = lab.Hash,
            EngineVersion = engine,
            Seed = seed,
            FilesJson = JsonSerializer.Serialize<IReadOnlyList<SubmittedFile>>(files, CourseJson.Options),
            SubmittedAt = _at,
            Practice = false,
        };
        report = report with { SubmissionId = row.Id };
        row.Close(report);
        Rows.Add(row);
        if (row.State is not SubmissionState.Graded) return false;

        var took = TimeSpan.FromMilliseconds(report.Measurements.GetValueOrDefault("durationMs"));
        var (attempt, grade) = SubmissionRows.Attempt(row, report, number, _at + took, took, _dice.Id(), _dice.Id());
        Rows.Add(attempt);
        Rows.Add(grade);
        return true;
    }

    private void Keep(LabDefinition lab, LabSolution last)
    {
        foreach (var (file, text) in last.Files)
        {
            Rows.Add(new Draft
            {
                Id = _dice.Id(),
                LearnerId = Id,
                ActivityId = lab.Id,
                File = file,
                Revision = 1 + _dice.Below(60),
                Text = text,
                SavedAt = _at.AddSeconds(-5),
            });
        }
    }

    private void Take(Quiz quiz)
    {
        var knows = Math.Min(1, _skill + _dice.Between(-0.15, 0.2));
        for (var time = 0; time < 3; time++)
        {
            if (!Later(_dice.Between(0.1, 1))) return;
            var id = _dice.Id();
            var seed = LabSeed.Of(id, quiz.Id);
            var answers = _answer(quiz, seed, knows);
            var started = _at;
            if (!Later(_dice.Between(0.05, 0.25))) return;
            QuizTry quizTry = new()
            {
                Id = id,
                LearnerId = Id,
                QuizId = quiz.Id,
                QuizVersion = quiz.Version,
                Seed = seed,
                StartedAt = started,
                SubmittedAt = _at,
                Score = answers.Sum(a => a.Points),
                OutOf = answers.Sum(a => a.OutOf),
            };
            quizTry.Responses.AddRange(answers.Select(a => QuizTries.Row(id, a)));
            Rows.Add(quizTry);
            if (quizTry.Score >= quizTry.OutOf * _catalog.QuizPassMark || _dice.Falls(0.4)) return;
            knows = Math.Min(1, knows + 0.2);
        }
    }

    /// <summary>Time goes on, by night to the next morning. False: that would be in the future.</summary>
    private bool Later(double hours)
    {
        var next = _at.AddHours(hours);
        if (next.Hour is < 7 or >= 22) next = next.AddHours((31 - next.Hour) % 24);
        if (next >= _now) return false;
        _at = next;
        return true;
    }

    /// <summary>A name as the part of an address before its @: no accents, no spaces. (Unicode's decomposition is not there in invariant mode.)</summary>
    private static string Plain(string name)
    {
        const string Accented = "áčćéíıłńőöřšúüůýž";
        const string Bare = "acceiilnoorsuuuyz";
        return string.Concat(name.ToLowerInvariant()
            .Select(c => Accented.IndexOf(c, StringComparison.Ordinal) is >= 0 and var at ? Bare[at] : c is ' ' ? '.' : c)
            .Where(c => c is '.' || char.IsAsciiLetterLower(c)));
    }
}
