using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;

namespace CloudCourse.Labs.Sort;

/// <summary><c>sorted</c>: the cards of a group lie where they belong.</summary>
internal sealed class SortedCheck() : PureCheck<SortWork>("sorted", "wrong")
{
    public override IEnumerable<string> Problems(CheckDefinition check) =>
        Unknown(check.Given, "given", "group").Concat(Unknown(check.Expect, "expect")).Concat(Text(check.Given, "group") is null ? ["`given` names a `group`"] : []);

    public override CheckOutcome Run(CheckDefinition check, SortWork work)
    {
        var group = Text(check.Given, "group")!;
        var cards = work.Cards.Where(c => c.Group.Title == group).Select(c =>
        {
            var (column, at) = work.Chosen.TryGetValue(c.Card.Id, out var chosen) ? chosen : (null, default);
            return (c.Card, Column: column, At: at, Fits: column == c.Card.Column);
        }).ToList();
        var wrong = cards.Where(c => c.Column is not null && !c.Fits).ToList();
        var left = cards.Count(c => c.Column is null);
        SortEvidence evidence = new(group, work.Settings.AsOf,
            [.. cards.Select(c => new SortedCard(c.Card.Text, c.Column is null ? null : work.Title(c.Column), c.Fits, c.Column is null ? null : c.Card.Why, c.Column is null ? null : c.Card.Source))]);
        return new(wrong.Count > 0 ? "wrong" : left > 0 ? "left" : null, JsonSerializer.SerializeToElement(evidence, CourseJson.Options), [.. wrong.Select(c => c.At)], new Dictionary<string, string>
        {
            ["group"] = group,
            ["count"] = Cards(wrong.Count),
            ["left"] = Cards(left),
            ["card"] = wrong is [var first, ..] ? first.Card.Text : "",
            ["column"] = wrong is [{ Column: { } column }, ..] ? work.Title(column) : "",
        });
    }

    private static string Cards(int count) => count == 1 ? "1 card" : $"{count} cards";
}

/// <summary>What the panel draws, card by card.</summary>
/// <param name="AsOf">When the sources were read.</param>
public sealed record SortEvidence(string Group, string AsOf, IReadOnlyList<SortedCard> Cards)
{
    /// <summary>Null where the report holds none, as for hidden checks.</summary>
    public static SortEvidence? Of(CheckResult check) => check.Evidence?.Deserialize<SortEvidence>(CourseJson.Options);
}

/// <param name="Column">Its title; null where the card was not put anywhere.</param>
/// <param name="Why">The fact; null where the card was not put anywhere, as is <paramref name="Source"/>.</param>
public sealed record SortedCard(string Text, string? Column, bool Fits, string? Why, string? Source);
