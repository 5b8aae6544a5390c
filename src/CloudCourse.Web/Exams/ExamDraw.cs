using CloudCourse.Course.Model;
using CloudCourse.Web.Quizzes;

namespace CloudCourse.Web.Exams;

/// <summary>Which questions a try at the exam asks.</summary>
public static class ExamDraw
{
    /// <summary>
    /// For each part of the blueprint as many as it takes, by lot: the part's lessons take turns, so that none is left out while another is asked twice.
    /// What was drawn <paramref name="before"/> comes again only where the part has nothing else.
    /// </summary>
    /// <returns>Names of questions; fewer than the exam wants where its parts have not so many.</returns>
    public static IReadOnlyList<string> Of(CourseCatalog course, FinalExam exam, int seed, IReadOnlySet<string> before)
    {
        SeededShuffle shuffle = new(seed);
        List<string> drawn = [];
        foreach (var part in exam.Parts)
        {
            var bank = FinalExam.Bank(course, part).ToList();
            var fresh = InTurns(bank.Where(q => !before.Contains(q.Name)), ref shuffle);
            var asked = InTurns(bank.Where(q => before.Contains(q.Name)), ref shuffle);
            drawn.AddRange(fresh.Concat(asked).Take(part.Questions));
        }
        return drawn;
    }

    /// <summary>Lessons in an order by lot, a question of each in turn.</summary>
    private static List<string> InTurns(IEnumerable<ExamQuestion> questions, ref SeededShuffle shuffle)
    {
        List<IReadOnlyList<string>> lessons = [];
        foreach (var lesson in questions.GroupBy(q => q.Lesson.Slug, q => q.Name)) lessons.Add(shuffle.Of(lesson));
        var order = shuffle.Of(lessons);
        return [.. Enumerable.Range(0, order.Select(l => l.Count).DefaultIfEmpty(0).Max()).SelectMany(round => order.Where(l => round < l.Count).Select(l => l[round]))];
    }
}
