using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Web.Quizzes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace CloudCourse.Web.Exams;

/// <summary>
/// What a form of the exam says. Each question has a hidden field with the print of the answer that its page was made with (<c>q5.was</c>): only what
/// differs from that was changed on this page, so that a tab that stood open longer takes nothing back.
/// </summary>
public static class ExamSheet
{
    public const string Was = "was", Mark = "mark";

    public static string PrintOf(Answer answer) => ExamPaper.Hash(string.Join('\n',
        answer.Marked, string.Join(' ', answer.Chosen.Order(StringComparer.Ordinal)), answer.Number,
        string.Join(' ', answer.Matches.OrderBy(m => m.Key, StringComparer.Ordinal)), string.Join(' ', answer.Places.OrderBy(p => p.Key, StringComparer.Ordinal))));

    /// <summary>Answers that were changed on the page, by question, as they are kept; null where the form holds what this paper does not have.</summary>
    public static IReadOnlyDictionary<string, string>? Changes(ExamPaper paper, IFormCollection form)
    {
        Dictionary<string, string> changes = new(StringComparer.Ordinal);
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (var item in paper.Items)
        {
            if (!AreOnPaper(item, form, known)) return null;
            if (!form.TryGetValue($"{item.Field}.{Was}", out var was)) continue;
            var answer = AnswerSheet.Read(item.Paper, field => form[field]) with { Marked = form.ContainsKey($"{item.Field}.{Mark}") };
            if (PrintOf(answer) != was.ToString()) changes[item.Name] = JsonSerializer.Serialize(answer, CourseJson.Options);
        }
        return form.Keys.Any(k => k is ['q', >= '0' and <= '9', ..] && !known.Contains(k)) ? null : changes;
    }

    /// <summary>Whether every field of the question says something that the paper offers; an empty one says nothing.</summary>
    private static bool AreOnPaper(ExamItem item, IFormCollection form, HashSet<string> known)
    {
        known.UnionWith([$"{item.Field}.{Was}", $"{item.Field}.{Mark}"]);
        var keys = item.Paper.Choices.Select(c => c.Key).ToHashSet(StringComparer.Ordinal);
        return item.Paper.Item.Type switch
        {
            QuizItemType.Number => All(item.Field, most: 1, _ => true),
            QuizItemType.Match => item.Paper.Lefts.All(l => All(l.Field, most: 1, keys.Contains)),
            QuizItemType.Order => item.Paper.Choices.All(c => All($"{item.Field}.{c.Key}", most: 1, IsPlace)),
            QuizItemType.Multiple => All(item.Field, most: keys.Count, keys.Contains),
            _ => All(item.Field, most: 1, keys.Contains),
        };

        bool IsPlace(string text) => int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var place)
            && place >= 1 && place <= item.Paper.Choices.Count;

        bool All(string field, int most, Func<string, bool> isOffered)
        {
            known.Add(field);
            var said = form.TryGetValue(field, out var values) ? values : StringValues.Empty;
            return said.Count <= most && said.All(v => string.IsNullOrWhiteSpace(v) || isOffered(v));
        }
    }
}
