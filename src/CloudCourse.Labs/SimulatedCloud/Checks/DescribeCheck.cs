using System.Globalization;
using System.Text.Json;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;
using CloudCourse.Labs.SimulatedCloud.World;
using CloudCourse.Simulation.Cloud;
using CloudCourse.Simulation.Findings;
using Node = System.Text.Json.Nodes.JsonNode;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary><c>describe</c>: what a Describe, Get or List call of the lab's says at a JSON pointer.</summary>
internal sealed class DescribeCheck : CloudCheck<DescribeCheck.Asked, DescribeCheck.Wanted>
{
    /// <param name="Call">Service and operation.</param>
    /// <param name="Path">A JSON pointer in the answer; one that leads to a list stands for its length where numbers are wanted.</param>
    /// <param name="Region">Where it is asked; the lab's Region where absent.</param>
    internal sealed record Asked(string Call, JsonElement Input, string Path, string? At = null, string? Region = null);

    internal sealed record Wanted
    {
        [System.Text.Json.Serialization.JsonPropertyName("equals")]
        public JsonElement Exactly { get; init; }
        public IReadOnlyList<JsonElement> OneOf { get; init; } = [];

        /// <summary>With stars for anything.</summary>
        public string? Matches { get; init; }
        public decimal? AtLeast { get; init; }
        public decimal? AtMost { get; init; }
        public bool Absent { get; init; }

        public int Count => (Exactly.ValueKind is JsonValueKind.Undefined ? 0 : 1) + (OneOf.Count > 0 ? 1 : 0) + (Matches is null ? 0 : 1) + (AtLeast is null && AtMost is null ? 0 : 1) + (Absent ? 1 : 0);

        public override string ToString() => Exactly.ValueKind is not JsonValueKind.Undefined ? Exactly.GetRawText()
            : OneOf.Count > 0 ? string.Join(" or ", OneOf.Select(o => o.GetRawText()))
            : Matches is not null ? Matches
            : Absent ? "nothing"
            : (AtLeast, AtMost) switch
            {
                ({ } least, { } most) => $"{least} to {most}",
                ({ } least, _) => $"at least {least}",
                (_, var most) => $"at most {most}",
            };
    }

    public override IReadOnlyDictionary<string, string> Keys { get; } = new Dictionary<string, string>
    {
        ["missing"] = "{operation} says nothing at {path}.",
        ["different"] = "{operation} says {found} at {path}; wanted is {expected}.",
        ["too-small"] = "{operation} says {found} at {path}; wanted is {expected}.",
        ["too-large"] = "{operation} says {found} at {path}; wanted is {expected}.",
        ["present"] = "{operation} says {found} at {path}; nothing was to be there.",
        [NotMade] = NotMadeWords,
    };

    protected override CloudOutcome Run(Asked given, Wanted expect, CloudRun run)
    {
        if (run.At(given.At) is not { } snapshot) return CloudOutcome.Failed(NotMade, new(), ("why", run.TooMuch ?? "the run ended before."));
        var parts = given.Call.Split(' ');
        var (input, problem) = run.Names.Fill(JsonReader.Read(given.Input.GetRawText()).Value!);
        if (problem is not null) return CloudOutcome.Failed(NotMade, new(), ("why", problem.Why));
        // In a copy: looking leaves no trace in the account.
        var account = SimulatedAccount.Restore(snapshot);
        var answer = account.Call(Caller.Root(snapshot.Options.AccountId), given.Region ?? run.Region, parts[0], parts[1], input!);
        if (answer.Error is { } error) return CloudOutcome.Failed(NotMade, new(), ("why", $"{parts[1]} answers {error.Code}: {error.Message}"));
        var found = Pointed(answer.Output, given.Path);
        var words = found is null ? null : CallReader.Clip(found is System.Text.Json.Nodes.JsonArray list && (expect.AtLeast ?? expect.AtMost) is not null ? $"{list.Count}" : found.ToJsonString());
        // A message speaks of a list's length; who looks closer sees the list.
        var counted = found is System.Text.Json.Nodes.JsonArray && (expect.AtLeast ?? expect.AtMost) is not null;
        CloudEvidence evidence = new() { Value = new(parts[1], given.Path, counted ? CallReader.Clip(found!.ToJsonString()) : words, counted ? $"{expect} {((expect.AtMost ?? expect.AtLeast) == 1 ? "item" : "items")}" : expect.ToString(), account.Now) };
        var key = Key(found, expect);
        return new(key ?? CloudOutcome.Passing, [("operation", parts[1]), ("path", given.Path), ("found", words ?? "nothing"), ("expected", expect.ToString())], evidence, []);
    }

    private static Node? Pointed(Node? from, string path)
    {
        foreach (var step in path.Split('/').Skip(1).Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            from = from switch
            {
                System.Text.Json.Nodes.JsonObject json => json[step],
                System.Text.Json.Nodes.JsonArray list when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var i) && i < list.Count => list[i],
                _ => null,
            };
        }
        return from;
    }

    private static string? Key(Node? found, Wanted expect)
    {
        if (expect.Absent) return found is null or System.Text.Json.Nodes.JsonArray { Count: 0 } ? null : "present";
        if (found is null) return "missing";
        if (expect.AtLeast is not null || expect.AtMost is not null)
        {
            decimal? number = found is System.Text.Json.Nodes.JsonArray list ? list.Count
                : decimal.TryParse(found.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var parsed) ? parsed : null;
            return number is not { } n ? "different" : n < expect.AtLeast ? "too-small" : n > expect.AtMost ? "too-large" : null;
        }
        var fits = expect.Matches is { } pattern ? System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, found.ToString(), ignoreCase: false)
            : expect.OneOf.Count > 0 ? expect.OneOf.Any(o => Same(found, o)) : Same(found, expect.Exactly);
        return fits ? null : "different";
    }

    private static bool Same(Node found, JsonElement wanted) => Node.DeepEquals(found, System.Text.Json.Nodes.JsonNode.Parse(wanted.GetRawText()));

    protected override IEnumerable<string> Problems(Asked given, Wanted expect, LabDefinition lab, LabCloud cloud)
    {
        if (given.Call.Split(' ') is not [var service, var operation] || SimulatedServices.Find(service)?.Operations.Any(o => o.Name == operation) is not true)
            yield return $"the simulation has no `{given.Call}`; write a service and an operation, as `ec2 DescribeInstances`";
        if (given.Region is { } region && !LabCloudProblems.IsRegion(region)) yield return $"there is no Region `{region}`";
        if (given.Input.ValueKind is not JsonValueKind.Object) yield return "`input` is the operation's input";
        if (!given.Path.StartsWith('/')) yield return "`path` is a JSON pointer, such as /Reservations/0/Instances/0/State/Name";
        if (expect.Count != 1) yield return "`expect` has one of `equals`, `oneOf`, `matches`, `atLeast` with or without `atMost`, `absent`";
        foreach (var problem in Marks(cloud, given.At)) yield return problem;
    }
}
