using System.Text.RegularExpressions;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>Every point of the inventory is covered somewhere that exists, and every correction says where its fact comes from.</summary>
internal static partial class CoverageCheck
{
    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        if (context.Reading.Coverage is not { } coverage) return [];
        PageIndex pages = new(context);
        return OfMap(pages, coverage.OfItems, coverage.Items, "point")
            .Concat(OfMap(pages, coverage.OfCorrections, coverage.Corrections.ToDictionary(c => c.Id, c => c.Name, StringComparer.Ordinal), "correction"))
            .Concat(coverage.Corrections.SelectMany(OfFact));
    }

    private static IEnumerable<ContentProblem> OfMap(PageIndex pages, CoverageMap map, IReadOnlyDictionary<string, string> points, string what)
    {
        var named = map.Covered.Concat(map.Planned).Select(e => e.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (id, name) in points.Where(p => !named.Contains(p.Key)))
        {
            yield return new(CoverageReader.CoverageFile, 1, 1,
                $"The {what} `{id}` ({name}) is covered nowhere: add a line `{id}: …` with the section, lab or question that covers it.");
        }
        foreach (var entry in map.Covered.Concat(map.Planned).Where(e => !points.ContainsKey(e.Id)))
        {
            yield return At(entry, Spelling.Nearest(entry.Id, points.Keys) is { } like
                ? $"inventory.yml has no {what} `{entry.Id}`; `{like}` is near."
                : $"inventory.yml has no {what} `{entry.Id}`; remove the line, or add the {what} there.");
        }
        foreach (var entry in map.Covered)
        {
            foreach (var place in entry.Places)
            {
                if (pages.ComplaintOfCover(place) is { } message) yield return At(entry, $"`{entry.Id}`: {message}");
            }
        }
        foreach (var entry in map.Planned.Where(e => e.Places is not [var slug] || !SlugSyntax.IsMatch(slug)))
            yield return At(entry, $"`{entry.Id}` is planned for `{string.Join(' ', entry.Places)}`; write the slug of one lesson to come.");
    }

    private static IEnumerable<ContentProblem> OfFact(Correction correction)
    {
        if (!Uri.TryCreate(correction.Source, UriKind.Absolute, out var source) || source.Scheme != Uri.UriSchemeHttps)
            yield return Fact($"The source of `{correction.Id}` is `{correction.Source}`; write the https address of the page that the fact comes from.");
        if (!Month.IsMatch(correction.AsOf))
            yield return Fact($"`asOf` of `{correction.Id}` is `{correction.AsOf}`; write when the source was read, as `2026-11`.");

        ContentProblem Fact(string message) => new(CoverageReader.InventoryFile, correction.Line, 1, message);
    }

    private static ContentProblem At(Coverage entry, string message) => new(CoverageReader.CoverageFile, entry.Line, entry.Column, message);

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex SlugSyntax { get; }

    [GeneratedRegex(@"\A20[0-9]{2}-(0[1-9]|1[0-2])\z")]
    private static partial Regex Month { get; }
}
