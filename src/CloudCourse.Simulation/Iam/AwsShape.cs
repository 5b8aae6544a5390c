using System.Globalization;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Findings;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam;

/// <summary>Writes findings as ValidatePolicy does: a path of members and indexes, and a span whose columns start at 0.</summary>
/// <seealso href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Location.html"/>
/// <seealso href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_PathElement.html"/>
internal static class AwsShape
{
    /// <summary>In the order of the text; two at one place by their codes.</summary>
    public static JsonArray Write(IEnumerable<Finding> findings, string text)
    {
        LineMap lines = new(text);
        return new([.. findings.OrderBy(First).ThenBy(f => f.IssueCode, StringComparer.Ordinal).Select(f => Write(f, text, lines))]);
    }

    private static int First(Finding finding) => finding.Locations.Count == 0 ? -1 : finding.Locations.Min(at => at.Start);

    private static JsonObject Write(Finding finding, string text, LineMap lines) => new()
    {
        ["findingType"] = finding.Type switch
        {
            FindingType.Error => "ERROR",
            FindingType.SecurityWarning => "SECURITY_WARNING",
            FindingType.Warning => "WARNING",
            _ => "SUGGESTION",
        },
        ["issueCode"] = finding.IssueCode,
        ["findingDetails"] = finding.Details,
        ["learnMore"] = finding.LearnMore,
        ["locations"] = new JsonArray([.. finding.Locations.OrderBy(at => at.Start).Select(at => new JsonObject
        {
            ["path"] = new JsonArray([.. Path(at.Pointer, IsName(at, text))]),
            ["span"] = new JsonObject { ["start"] = Position(at.Start, lines), ["end"] = Position(at.End, lines) },
        })]),
    };

    /// <summary>Only a member's name has a colon after it.</summary>
    private static bool IsName(Location at, string text) => at.End > at.Start && at.End <= text.Length && text.AsSpan(at.End).TrimStart() is [':', ..];

    private static IEnumerable<JsonNode> Path(string pointer, bool isName)
    {
        var parts = pointer.Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            var part = parts[i];
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            // A policy's members are never numbers, so a number is a place in a list.
            yield return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? new JsonObject { ["index"] = index }
                : new JsonObject { [isName && i == parts.Length - 1 ? "key" : "value"] = name };
        }
    }

    private static JsonObject Position(int offset, LineMap lines)
    {
        var (line, column) = lines.Of(offset);
        return new() { ["line"] = line, ["column"] = column - 1, ["offset"] = offset };
    }
}
