using System.Globalization;
using System.Text.Json.Nodes;
using CloudCourse.Simulation.Findings;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Simulation.Iam;

/// <summary>Writes a finding as ValidatePolicy does: a path of members and indexes, and a span whose columns start at 0.</summary>
/// <seealso href="https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Location.html"/>
internal static class AwsShape
{
    public static JsonObject Write(Finding finding, LineMap lines) => new()
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
        ["locations"] = new JsonArray([.. finding.Locations.Select(at => new JsonObject
        {
            ["path"] = new JsonArray([.. Path(at.Pointer)]),
            ["span"] = new JsonObject { ["start"] = Position(at.Start, lines), ["end"] = Position(at.End, lines) },
        })]),
    };

    private static IEnumerable<JsonNode> Path(string pointer)
    {
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            // A policy's members are never numbers, so a number is a place in a list.
            yield return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? new JsonObject { ["index"] = index }
                : new JsonObject { ["value"] = name };
        }
    }

    private static JsonObject Position(int offset, LineMap lines)
    {
        var (line, column) = lines.Of(offset);
        return new() { ["line"] = line, ["column"] = column - 1, ["offset"] = offset };
    }
}
