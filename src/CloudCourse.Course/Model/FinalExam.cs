namespace CloudCourse.Course.Model;

/// <summary>The exam at the end of the course: questions of all quizzes, so many of each part as its weight says.</summary>
public sealed record FinalExam
{
    public required Guid Id { get; init; }
    public required string Title { get; init; }
    public required int Version { get; init; }

    /// <summary>How many questions one try draws.</summary>
    public required int Questions { get; init; }

    /// <summary>Share of the points that counts as passed, from 0 to 1.</summary>
    public required double PassMark { get; init; }

    /// <summary>About how long it takes; nobody is stopped after it.</summary>
    public required int Minutes { get; init; }

    /// <summary>The blueprint, in its order; the weights make 100 %, and <see cref="ExamPart.Questions"/> make <see cref="Questions"/>.</summary>
    public required IReadOnlyList<ExamPart> Parts { get; init; }

    /// <summary>Every question that a part can draw, in the course's order.</summary>
    public static IEnumerable<ExamQuestion> Bank(CourseCatalog course, ExamPart part) =>
        from slug in part.Modules
        from module in course.Modules
        where module.Slug == slug
        from lesson in module.Lessons
        where lesson.Quiz is not null
        from item in lesson.Quiz!.Items
        select new ExamQuestion(NameOf(lesson.Quiz!.Slug, item.Id), lesson, item);

    /// <summary>What a question is called where a try is kept: unlike a question's id, it is the only one of the course.</summary>
    public static string NameOf(string quizSlug, string itemId) => $"{quizSlug}/{itemId}";

    /// <summary>How many questions each weight gets, so that they make the whole: the largest remainders get what rounding down leaves.</summary>
    public static IReadOnlyList<int> Share(IReadOnlyList<int> percents, int questions)
    {
        var whole = Math.Max(1, percents.Sum());
        var counts = percents.Select(p => p * questions / whole).ToArray();
        var left = questions - counts.Sum();
        foreach (var at in Enumerable.Range(0, percents.Count).OrderByDescending(i => percents[i] * questions % whole).Take(left)) counts[at]++;
        return counts;
    }
}

/// <summary>A line of the blueprint.</summary>
/// <param name="Modules">Slugs of the modules that it examines.</param>
/// <param name="Percent">Its weight.</param>
/// <param name="Questions">How many of the exam's questions that makes.</param>
public sealed record ExamPart(string Title, IReadOnlyList<string> Modules, int Percent, int Questions);

/// <param name="Name">From <see cref="FinalExam.NameOf"/>.</param>
public sealed record ExamQuestion(string Name, Lesson Lesson, QuizItem Item);

/// <summary>The share of points that passes a quiz or the exam.</summary>
public sealed record PassMarks(double Quizzes, FinalExam? Exam = null)
{
    public double Of(Guid quizId) => Exam is { } exam && exam.Id == quizId ? exam.PassMark : Quizzes;
}
