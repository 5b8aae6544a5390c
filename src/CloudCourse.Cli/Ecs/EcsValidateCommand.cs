using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudCourse.Cli.Shared;
using CloudCourse.Simulation.Ecs;
using CloudCourse.Simulation.Findings;
using JsonArray = System.Text.Json.Nodes.JsonArray;
using JsonObject = System.Text.Json.Nodes.JsonObject;

namespace CloudCourse.Cli.Ecs;

/// <summary>
/// <c>ecs validate</c>: <c>{id, input}</c> → <c>{id, valid, refusedBy?, findings[]}</c>. <c>input</c> is RegisterTaskDefinition's, as a JSON value
/// or as a string that holds its text. Places are offsets into that text, or into the value as it stands in the line.
/// </summary>
public static class EcsValidateCommand
{
    public static Command Create(CliIo io) => BulkCommand.Create(
        io, "validate", "Say what AWS's client and ECS would refuse in a task definition, all of it at once.",
        BulkCommand.FindingLevels, (line, _) => ValueTask.FromResult(Answer(line)));

    private static BulkAnswer Answer(JsonElement line)
    {
        if (!line.TryGetProperty("input", out var input))
            throw new BadInputException("The line has no `input`: write RegisterTaskDefinition's input there, as JSON or as a string that holds it.");
        var text = input.ValueKind is JsonValueKind.String ? input.GetString()! : input.GetRawText();
        var registration = RegisterTaskDefinition.Check(text);
        var lines = new LineMap(text);

        JsonObject members = new() { ["valid"] = registration.Registers };
        if (!registration.Registers) members["refusedBy"] = Name(registration.RefusedBy);
        members["findings"] = new JsonArray([.. registration.Findings.Select(f => Write(f, lines))]);
        return new(members, Gravest(registration));
    }

    private static JsonNode Write(EcsFinding found, LineMap lines)
    {
        JsonObject json = new()
        {
            ["findingType"] = Type(found.Finding.Type).Replace('-', '_').ToUpperInvariant(),
            ["issueCode"] = found.Finding.IssueCode,
            ["findingDetails"] = found.Finding.Details,
            ["learnMore"] = found.Finding.LearnMore,
            ["locations"] = new JsonArray([.. found.Finding.Locations.Select(at => Write(at, lines))]),
        };
        if (found.RefusedBy is not RefusedBy.Nobody) json["refusedBy"] = Name(found.RefusedBy);
        if (found.AwsCode is { } code) json["awsCode"] = code;
        if (found.AwsMessage is { } message) json["awsMessage"] = message;
        return json;
    }

    private static JsonNode Write(Location at, LineMap lines)
    {
        var (line, column) = lines.Of(at.Start);
        var (endLine, endColumn) = lines.Of(at.End);
        return new JsonObject
        {
            ["pointer"] = at.Pointer,
            ["start"] = at.Start,
            ["end"] = at.End,
            ["line"] = line,
            ["column"] = column,
            ["endLine"] = endLine,
            ["endColumn"] = endColumn,
        };
    }

    private static string? Gravest(Registration registration) => registration.Findings.Count == 0 ? null
        : registration.Findings.Select(f => Type(f.Finding.Type)).MaxBy(t => BulkCommand.FindingLevels.ToList().IndexOf(t));

    private static string Type(FindingType type) => type switch
    {
        FindingType.Error => "error",
        FindingType.SecurityWarning => "security-warning",
        FindingType.Warning => "warning",
        _ => "suggestion",
    };

    private static string Name(RefusedBy by) => by is RefusedBy.Client ? "client" : "service";
}
