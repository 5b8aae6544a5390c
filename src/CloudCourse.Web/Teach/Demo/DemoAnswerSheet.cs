using System.Globalization;
using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Progress;
using CloudCourse.Web.Quizzes;

namespace CloudCourse.Web.Teach.Demo;

/// <summary>Answers a quiz's paper as somebody would who knows a share of it, and has it marked as anybody's is.</summary>
internal static class DemoAnswerSheet
{
    public static IReadOnlyList<QuizAnswer> Answer(Quiz quiz, int seed, double knows)
    {
        var paper = QuizPaper.Draw(quiz, seed);
        return [.. paper.Items.Select((item, at) =>
        {
            // The paper's own shuffle decides what is known, so the same try gives the same answers.
            var dice = new SeededShuffle(unchecked(seed * 31 + at)).Of(Enumerable.Range(0, 100)).First();
            var answer = dice < knows * 100 ? Right(item.Item) : Wrong(item.Item);
            var share = QuizScoring.Share(item.Item, answer);
            return new QuizAnswer(item.Item.Id, JsonSerializer.Serialize(answer, CourseJson.Options), share, Points: share, OutOf: 1);
        })];
    }

    private static Answer Right(QuizItem item) => item.Type switch
    {
        QuizItemType.Number => new() { Number = item.Number?.Value.ToString(CultureInfo.InvariantCulture) ?? "" },
        QuizItemType.Match => new() { Matches = item.Pairs.ToDictionary(p => p.Id, p => p.Right) },
        QuizItemType.Order => new() { Places = item.Steps.Index().ToDictionary(s => s.Item.Id, s => s.Index + 1) },
        _ => new() { Chosen = [.. item.Options.Where(o => o.Correct).Select(o => o.Id)] },
    };

    /// <summary>A likely slip: one option too few or the wrong one, two sides swapped, two steps swapped, a figure doubled.</summary>
    private static Answer Wrong(QuizItem item) => item.Type switch
    {
        QuizItemType.Number => new() { Number = ((item.Number?.Value ?? 0) * 2 + 1).ToString(CultureInfo.InvariantCulture) },
        QuizItemType.Match => new() { Matches = item.Pairs.Index().ToDictionary(p => p.Item.Id, p => item.Pairs[Swapped(p.Index, item.Pairs.Count)].Right) },
        QuizItemType.Order => new() { Places = item.Steps.Index().ToDictionary(s => s.Item.Id, s => Swapped(s.Index, item.Steps.Count) + 1) },
        QuizItemType.Multiple => new() { Chosen = [.. item.Options.Where(o => o.Correct).Skip(1).Concat(item.Options.Where(o => !o.Correct).Take(1)).Select(o => o.Id)] },
        _ => new() { Chosen = [.. item.Options.Where(o => !o.Correct).Take(1).Select(o => o.Id)] },
    };

    private static int Swapped(int at, int count) => count < 2 ? at : at switch { 0 => 1, 1 => 0, _ => at };
}
