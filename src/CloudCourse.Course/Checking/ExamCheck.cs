using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>Every part of the exam has questions enough for two tries that share none.</summary>
internal static class ExamCheck
{
    /// <summary>As much of a question's name as the database keeps.</summary>
    private const int LongestName = 100;

    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        // Questions that could not be read may be those that are missing.
        if (context.Catalog.Exam is not { } exam || context.Reading.Problems.Count > 0) yield break;
        foreach (var part in exam.Parts)
        {
            var bank = FinalExam.Bank(context.Catalog, part).ToList();
            var (has, takes) = (bank.Count.ToString(CultureInfo.InvariantCulture), part.Questions.ToString(CultureInfo.InvariantCulture));
            if (bank.Count < part.Questions)
                yield return At(part.Title, $"A try draws {takes} questions of “{part.Title}”, and the quizzes of {string.Join(", ", part.Modules)} have {has}: write more, or lower the weight.");
            else if (bank.Count < 2 * part.Questions)
                yield return At(part.Title, $"A try draws {takes} of the {has} questions of “{part.Title}”, so a second try repeats some: have {2 * part.Questions} at least.");
            foreach (var question in bank.Where(q => q.Name.Length > LongestName))
                yield return At(part.Title, $"The question `{question.Name}` has a name longer than {LongestName} characters; give it a shorter id.");
        }

        ContentProblem At(string near, string message) => context.Problem(ExamReader.File, near, message);
    }
}
