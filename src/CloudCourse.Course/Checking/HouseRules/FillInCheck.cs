using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking.HouseRules;

/// <summary>What <c>content new</c> left for its author to write.</summary>
internal static class FillInCheck
{
    /// <summary>Stands in a new file wherever the author's words belong.</summary>
    internal const string Mark = "FILL IN";

    public static IEnumerable<ContentProblem> Of(CheckContext context) =>
        context.Texts().SelectMany(file => file.Text.Split('\n').Index()
            .Where(line => line.Item.Contains(Mark, StringComparison.Ordinal))
            .Select(line => new ContentProblem(file.Path, line.Index + 1, line.Item.IndexOf(Mark, StringComparison.Ordinal) + 1,
                $"Still to be written: {line.Item[line.Item.IndexOf(Mark, StringComparison.Ordinal)..].TrimEnd('"', '*', ' ')}")));
}
