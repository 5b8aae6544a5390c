using System.Globalization;
using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Progress;
using Microsoft.Extensions.Primitives;

namespace CloudCourse.Web.Quizzes;

/// <summary>Between the form's fields, the answers they mean, and the rows that keep them.</summary>
public static class AnswerSheet
{
    /// <summary>Reads one question's fields. Anything that is not a place on the paper counts as not answered.</summary>
    public static Answer Read(PaperItem item, Func<string, StringValues> field) => item.Item.Type switch
    {
        QuizItemType.Number => new() { Number = Trimmed(field(item.Field).ToString()) },
        QuizItemType.Match => new()
        {
            Matches = item.Lefts.Select(l => (l.Pair.Id, Right: Source(item, field(l.Field).ToString())))
                .Where(m => m.Right is not null).ToDictionary(m => m.Id, m => m.Right!, StringComparer.Ordinal),
        },
        QuizItemType.Order => new()
        {
            Places = item.Choices.Select(c => (c.Source, Place: Place(field($"{item.Field}.{c.Key}").ToString(), item.Choices.Count)))
                .Where(p => p.Place is not null).ToDictionary(p => p.Source, p => p.Place!.Value, StringComparer.Ordinal),
        },
        _ => new() { Chosen = [.. field(item.Field).Select(key => Source(item, key)).OfType<string>().Distinct(StringComparer.Ordinal)] },
    };

    public static IReadOnlyList<QuizAnswer> Mark(QuizPaper paper, Func<string, StringValues> field) =>
        [.. paper.Items.Select(item =>
        {
            var answer = Read(item, field);
            var share = QuizScoring.Share(item.Item, answer);
            return new QuizAnswer(item.Item.Id, JsonSerializer.Serialize(answer, CourseJson.Options), share, Points: share, OutOf: 1);
        })];

    public static Answer FromRow(QuizAnswer row) => JsonSerializer.Deserialize<Answer>(row.AnswerJson, CourseJson.Options) ?? new();

    private static string? Source(PaperItem item, string? key) => item.Choices.FirstOrDefault(c => c.Key == key)?.Source;

    private static int? Place(string text, int last) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var place) && place >= 1 && place <= last ? place : null;

    private static string Trimmed(string text) => text.Trim() is { Length: > 40 } far ? far[..40] : text.Trim();
}
