using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Progress.Rows;
using Microsoft.EntityFrameworkCore;

namespace CloudCourse.Progress;

/// <summary>Grades files as the site grades a submission; the lab is filled for the seed.</summary>
public delegate Task<(GradeReport Report, string EngineVersion)> DemoGrader(
    LabDefinition lab, IReadOnlyList<SubmittedFile> files, int seed, CancellationToken cancel);

/// <summary>Answers and marks one try at a quiz.</summary>
/// <param name="knows">From 0 to 1: the share of questions that this learner gets right.</param>
public delegate IReadOnlyList<QuizAnswer> DemoAnswers(Quiz quiz, int seed, double knows);

public sealed record DemoSummary(Guid CohortId, string JoinCode, int Learners, int Submissions, int Attempts, int QuizTries);

/// <summary>
/// Fills a throw-away database with a cohort of people who do not exist, to look at. Their attempts are the labs' own solutions, good and
/// bad, and their reports are what the graders say of them. The same content and the same now give the same cohort.
/// </summary>
public sealed class DemoCohort(IDbContextFactory<ProgressContext> contexts, TimeProvider clock)
{
    private static readonly string[] Names =
    [
        "Amina Okafor", "Bruno Teixeira", "Chiara Ricci", "Daniel Novák", "Elif Yılmaz", "Farid Haddad", "Grace Mwangi", "Hugo Lindqvist",
        "Ingrid Solberg", "Jun Watanabe", "Katya Petrenko", "Liam O'Rourke", "Mei Tan", "Nadia Rahimi", "Oskar Zieliński", "Priya Raman",
        "Quentin Marchand", "Rosa Delgado", "Samuel Adeyemi", "Tereza Horáková", "Usha Pillai", "Viktor Szabó", "Wanjiru Kamau", "Yusuf Demir",
    ];

    /// <param name="instructorAccountId">Teaches the cohort; should have the role Instructor.</param>
    /// <exception cref="InvalidOperationException">The database holds learners with work: this is for a throw-away one.</exception>
    public async Task<DemoSummary> FillAsync(
        CourseCatalog catalog, Guid instructorAccountId, DemoGrader grade, DemoAnswers answer, CancellationToken cancel = default)
    {
        await using (var db = await contexts.CreateDbContextAsync(cancel))
        {
            if (await db.Submissions.AnyAsync(cancel) || await db.QuizTries.AnyAsync(cancel))
                throw new InvalidOperationException("This database holds learners' work. A made-up cohort goes into an empty one only.");
        }
        var now = clock.UtcNow();
        var began = now.Date.AddDays(-27).AddHours(8);
        DemoReports reports = new(grade);
        List<DemoLearner> learners = [];
        for (var at = 0; at < Names.Length; at++)
            learners.Add(await new DemoLearner(Names[at], at, began, now, catalog, reports, answer).LiveAsync(cancel));

        return await contexts.WriteAsync(async db =>
        {
            var instructor = await LearnerAccounts.ForAccountAsync(db, clock, instructorAccountId, cancel);
            var cohort = new Cohort { Id = clock.NewId(), Name = "Cloud essentials, evening class", JoinCode = JoinCode.Make(), CreatedAt = began };
            db.Cohorts.Add(cohort);
            Enroll(instructor.Id, EnrollmentRole.Instructor, began);
            foreach (var learner in learners)
            {
                db.AddRange(learner.Rows);
                Enroll(learner.Id, EnrollmentRole.Learner, learner.JoinedAt);
            }
            return new DemoSummary(cohort.Id, JoinCode.Show(cohort.JoinCode), learners.Count,
                Count<SubmissionRow>(), Count<Attempt>(), Count<QuizTry>());

            void Enroll(Guid learner, EnrollmentRole role, DateTime at) =>
                db.Enrollments.Add(new() { CohortId = cohort.Id, LearnerId = learner, Role = role, EnrolledAt = at });
            int Count<T>() => learners.Sum(l => l.Rows.OfType<T>().Count());
        }, cancel);
    }
}

/// <summary>Reports by lab, solution and seed, each graded once: reports are a function of those, and a handler takes a moment to run.</summary>
internal sealed class DemoReports(DemoGrader grade)
{
    private readonly Dictionary<(Guid Lab, string Solution, int Seed), (GradeReport Report, string EngineVersion)> _graded = [];

    public async Task<(GradeReport Report, string EngineVersion)> OfAsync(
        LabDefinition lab, string solution, IReadOnlyList<SubmittedFile> files, int seed, CancellationToken cancel)
    {
        if (!_graded.TryGetValue((lab.Id, solution, seed), out var report))
            _graded[(lab.Id, solution, seed)] = report = await grade(lab, files, seed, cancel);
        return report;
    }
}
