using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.SimulatedCloud.Evidence;

namespace CloudCourse.Labs.SimulatedCloud.Checks;

/// <summary>How a check came out: <c>passed</c> or the key of a failure, what fills its message, and what the panel draws.</summary>
internal sealed record CloudOutcome(string Key, IReadOnlyList<(string Name, string Value)> Fill, CloudEvidence Evidence, IReadOnlyList<FileLocation> Places)
{
    public const string Passing = "passed";

    public static CloudOutcome Passed(CloudEvidence evidence, params (string, string)[] fill) => new(Passing, fill, evidence, []);

    public static CloudOutcome Failed(string key, CloudEvidence evidence, params (string, string)[] fill) => new(key, fill, evidence, []);

    public CheckResult Result(CheckDefinition check, CloudCheck kind)
    {
        var authored = check.Messages.GetValueOrDefault(Key);
        return new()
        {
            Id = check.Id,
            Kind = check.Kind,
            Status = Key == Passing ? CheckStatus.Passed : CheckStatus.Failed,
            Points = Key == Passing ? check.Points : 0,
            OutOf = check.Points,
            MessageKey = Key,
            // A hidden check says its author's words and nothing of what it saw.
            Message = check.Hidden ? authored ?? "A hidden check did not pass. Read the task again: what else did it ask for?"
                : AuthoredMessage.Fill(authored ?? kind.Keys.GetValueOrDefault(Key, ""), Fill),
            Hidden = check.Hidden,
            Evidence = check.Hidden ? null : JsonSerializer.SerializeToElement(Evidence, CourseJson.Options),
            Locations = check.Hidden ? [] : Places,
        };
    }
}
