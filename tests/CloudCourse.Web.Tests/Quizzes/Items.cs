using CloudCourse.Course.Model;

namespace CloudCourse.Web.Tests.Quizzes;

/// <summary>Questions of every type, made for the tests.</summary>
internal static class Items
{
    public static QuizItem Choice(QuizItemType type, params string[] correct) => Blank(type) with
    {
        Options = [.. "abcd".Select(c => new QuizOption($"{c}", $"Option {c}", correct.Contains($"{c}"), $"Because of {c}"))],
    };

    public static QuizItem Match(int pairs) => Blank(QuizItemType.Match) with
    {
        Pairs = [.. Enumerable.Range(1, pairs).Select(n => new QuizPair($"p{n}", $"Left {n}", $"Right {n}", $"Because of {n}"))],
    };

    public static QuizItem Order(int steps) => Blank(QuizItemType.Order) with
    {
        Steps = [.. Enumerable.Range(1, steps).Select(n => new QuizStep($"s{n}", $"Step {n}", $"Because of {n}"))],
    };

    public static QuizItem Number(decimal value, decimal tolerance = 0) =>
        Blank(QuizItemType.Number) with { Number = new(value, tolerance, "units", "Because") };

    public static Quiz Quiz(int pick, params IReadOnlyList<QuizItem> items) => new()
    {
        Id = Guid.Empty,
        Slug = "quiz",
        Title = "Quiz",
        LessonSlug = "lesson",
        Version = 1,
        Pick = pick,
        Items = [.. items.Select((item, at) => item with { Id = $"item-{at}" })],
    };

    private static QuizItem Blank(QuizItemType type) =>
        new() { Id = "item", Type = type, Difficulty = 1, Objectives = [], StemHtml = "<p>Stem</p>" };
}
