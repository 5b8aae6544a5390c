using System.Text.RegularExpressions;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Course.Rendering;
using CloudCourse.Course.Rendering.Prose;

namespace CloudCourse.Course.Checking.HouseRules;

/// <summary>A lesson has every part that the others have, so that a reader knows where to look.</summary>
internal static partial class LessonPartsCheck
{
    private const int FewestObjectives = 3;
    private const int FewestTerms = 3;
    private const int FewestPages = 2;
    private const int FewestSummaryLines = 3;
    private const int FewestFigureWords = 12;

    public static IEnumerable<ContentProblem> Of(CheckContext context, Lesson lesson, SourceDocument text)
    {
        var file = context.FileOf(lesson.Id);
        var prose = text.Rendered.Prose;
        if (lesson.Objectives.Count < FewestObjectives)
            yield return context.Problem(file, "objectives:", $"The lesson has {lesson.Objectives.Count} objectives; it takes at least {FewestObjectives}.");
        if (!prose.Any(b => b.Kind is ProseKind.Heading && b.Text.StartsWith("Worked example", StringComparison.OrdinalIgnoreCase)))
            yield return Missing("no worked example", "a heading that begins with \"Worked example\"");
        if (!prose.Any(b => b.Callout is "myth" || (b.Kind is ProseKind.Heading && b.Text.Contains("common mistake", StringComparison.OrdinalIgnoreCase))))
            yield return Missing("no common mistake", "a callout `> [!MYTH]` with the belief and the fact, or a heading \"A common mistake: …\"");
        if (!prose.Any(b => b.Callout is "check"))
            yield return Missing("no question inside the text", "`> [!CHECK] …` with its answer after a line `> ---`");
        if (text.Rendered.Figures.Count == 0)
            yield return Missing("no figure", "`![what it shows](figures/name.svg \"Caption\")`");
        if (text.Rendered.Terms.Count < FewestTerms)
            yield return Missing($"{text.Rendered.Terms.Count} terms of the glossary", $"at least {FewestTerms}: define its words in glossary.yml and use them in running text");
        if (Section("Summary") is not { } summary) yield return Missing("no summary", "a heading \"Summary\" with a list");
        else if (summary.Count(b => b.Kind is ProseKind.ListItem) < FewestSummaryLines)
            yield return text.Problem(summary[0].At, $"The summary has {summary.Count(b => b.Kind is ProseKind.ListItem)} points; it takes a list of at least {FewestSummaryLines}.");

        if (Section("Further reading") is not { } further) yield return Missing("no further reading", "a heading \"Further reading\" with links to AWS's own pages");
        else if (Links(further) is < FewestPages and var pages)
            yield return text.Problem(further[0].At, $"Further reading links to {pages} of AWS's own pages; it takes at least {FewestPages} (docs.aws.amazon.com, aws.amazon.com).");

        if (Section("Sources") is not { } sources) yield return Missing("no sources", "a heading \"Sources\" that says of each fact where it comes from and when that was read");
        else
        {
            foreach (var source in sources.Where(b => b.Kind is ProseKind.ListItem && !Year.IsMatch(b.Text)))
                yield return text.Problem(source.At, "This source does not say when it was read: add \"as of\" with month and year.");
            if (!sources.Any(b => b.Kind is ProseKind.ListItem)) yield return text.Problem(sources[0].At, "Sources takes a list: each fact with the page that it comes from, and when that was read.");
        }
        foreach (var figure in text.Rendered.Figures.Where(f => WordCount.Of(f.AlternativeText) < FewestFigureWords || Vague.IsMatch(f.AlternativeText)))
        {
            yield return text.Problem(figure.At, Vague.IsMatch(figure.AlternativeText)
                ? $"The words for {figure.Path} begin by saying that it is a picture; say at once what it shows."
                : $"The words for {figure.Path} are {WordCount.Of(figure.AlternativeText)}; say in at least {FewestFigureWords} what it teaches to those who cannot see it.");
        }

        ContentProblem Missing(string what, string expected) => context.Problem(file, "title:", $"This lesson has {what}; it takes {expected}.");

        // From a heading of this name to the next of level 2.
        IReadOnlyList<ProseBlock>? Section(string name)
        {
            var rest = prose.SkipWhile(b => !(b.Kind is ProseKind.Heading && b.Text == name));
            return rest.Any() ? [rest.First(), .. rest.Skip(1).TakeWhile(b => b is not { Kind: ProseKind.Heading, Level: <= 2 })] : null;
        }

        int Links(IReadOnlyList<ProseBlock> section) => text.Rendered.Links.Count(l =>
            l.At.Line >= section[0].At.Line && l.At.Line <= section[^1].At.Line && Uri.TryCreate(l.Url, UriKind.Absolute, out var url)
            && (url.Host is "aws.amazon.com" or "docs.aws.amazon.com" or "repost.aws" || url.Host.EndsWith(".aws.amazon.com", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\b20\d\d\b")]
    private static partial Regex Year { get; }

    [GeneratedRegex(@"\A(an?|the|this)?\s*(image|picture|figure|diagram|drawing|illustration)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Vague { get; }
}
