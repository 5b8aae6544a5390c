using System.Globalization;
using System.Text.Json.Serialization;
using CloudCourse.Course.Model;

namespace CloudCourse.Web.Quizzes;

/// <summary>What a learner answered, in the quiz's own ids, so that it can be read whatever the paper looked like.</summary>
public sealed record Answer
{
    /// <summary>Single, architecture, multiple: ids of the chosen options.</summary>
    public IReadOnlyList<string> Chosen { get; init; } = [];

    /// <summary>Match: the right side chosen for a pair's id.</summary>
    public IReadOnlyDictionary<string, string> Matches { get; init; } = new Dictionary<string, string>();

    /// <summary>Order: the place, from 1, given to a step's id.</summary>
    public IReadOnlyDictionary<string, int> Places { get; init; } = new Dictionary<string, int>();

    /// <summary>Number: as it was written.</summary>
    public string Number { get; init; } = "";

    /// <summary>The learner wants to come back to it. Says nothing of what was answered.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Marked { get; init; }

    public bool IsEmpty => Chosen.Count + Matches.Count + Places.Count == 0 && string.IsNullOrWhiteSpace(Number);
}

/// <summary>Marks answers. Every question is worth one point; <see cref="Rule"/> says how a part of it is earned.</summary>
public static class QuizScoring
{
    /// <summary>The share of the question that is right, from 0 to 1.</summary>
    public static double Share(QuizItem item, Answer answer) => item.Type switch
    {
        QuizItemType.Single or QuizItemType.Architecture =>
            answer.Chosen is [var only] && item.Options.Any(o => o.Correct && o.Id == only) ? 1 : 0,
        QuizItemType.Multiple => Multiple(item, answer.Chosen),
        QuizItemType.Match => item.Pairs.Count == 0 ? 0
            : (double)item.Pairs.Count(p => answer.Matches.GetValueOrDefault(p.Id) == p.Right) / item.Pairs.Count,
        QuizItemType.Order => Order(item.Steps, answer.Places),
        QuizItemType.Number => item.Number is { } wanted && ReadNumber(answer.Number) is { } given
            && Math.Abs(given - wanted.Value) <= wanted.Tolerance ? 1 : 0,
        _ => throw new ArgumentOutOfRangeException(nameof(item), item.Type, "not a question type"),
    };

    /// <summary>How the type is marked, for the learner; empty where there is nothing between right and wrong.</summary>
    public static string Rule(QuizItemType type) => type switch
    {
        QuizItemType.Multiple => "Choose all that apply. A wrong choice takes back what a right one earned; never below zero.",
        QuizItemType.Match => "Each right pair earns its part.",
        QuizItemType.Order => "Steps in the right order relative to each other count, even where one step between them is misplaced.",
        _ => "",
    };

    /// <summary>
    /// A number as people write it: <c>1024</c>, <c>1 024</c>, <c>1,024</c>, <c>0.5</c> and <c>0,5</c>. A comma before exactly three
    /// digits separates thousands, unless a zero stands before it.
    /// </summary>
    public static decimal? ReadNumber(string text)
    {
        var digits = string.Concat(text.Where(c => !char.IsWhiteSpace(c) && c is not '_' and not '\''));
        var commas = digits.Split(',');
        var isThousands = commas.Length > 1 && commas[0].TrimStart('-', '+') is { Length: >= 1 and <= 3 } first && first.TrimStart('0').Length > 0
            && commas[1..^1].All(p => p.Length == 3) && commas[^1].Split('.')[0].Length == 3;
        digits = isThousands ? string.Concat(commas) : commas.Length == 2 && !digits.Contains('.', StringComparison.Ordinal) ? digits.Replace(',', '.') : digits;
        return decimal.TryParse(digits, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            ? number : null;
    }

    private static double Multiple(QuizItem item, IReadOnlyList<string> chosen)
    {
        var right = item.Options.Count(o => o.Correct);
        if (right == 0) return 0;
        var picked = item.Options.Where(o => chosen.Contains(o.Id)).ToList();
        return Math.Max(0, picked.Count(o => o.Correct) - picked.Count(o => !o.Correct)) / (double)right;
    }

    /// <summary>The longest chain of steps that stand in the right order; a chain of one is no order at all.</summary>
    private static double Order(IReadOnlyList<QuizStep> steps, IReadOnlyDictionary<string, int> places)
    {
        if (steps.Count < 2) return 0;
        var given = steps.Where(s => places.ContainsKey(s.Id)).Select(s => places[s.Id]).ToList();
        var chains = new int[given.Count];
        for (var at = 0; at < given.Count; at++)
            chains[at] = 1 + Enumerable.Range(0, at).Where(before => given[before] < given[at]).Select(before => chains[before]).DefaultIfEmpty(0).Max();
        return (Math.Max(1, chains.DefaultIfEmpty(0).Max()) - 1) / (double)(steps.Count - 1);
    }
}
