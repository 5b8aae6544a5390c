using System.Globalization;
using CloudCourse.Course.Model;

namespace CloudCourse.Web.Quizzes;

/// <summary>Numbers and times in the words of a quiz page.</summary>
internal static class QuizWords
{
    /// <summary>At most two decimals: 3, 2.5, 0.67.</summary>
    public static string Points(double points) => points.ToString("0.##", CultureInfo.InvariantCulture);

    public static string When(DateTime utc) => utc.ToString("d MMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>What to do with a question, and how it is marked where there is something between right and wrong.</summary>
    public static string Rule(QuizItemType type) => QuizScoring.Rule(type) is { Length: > 0 } rule ? rule : type switch
    {
        QuizItemType.Number => "Write a number.",
        QuizItemType.Architecture => "Choose the architecture that fits best.",
        _ => "Choose one.",
    };

    public static string Verdict(double share) => share switch { >= 1 => "Right", > 0 => "Partly right", _ => "Wrong" };

    public static string Css(double share) => share switch { >= 1 => "allowed", > 0 => "caution", _ => "denied" };
}
