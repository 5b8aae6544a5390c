using System.Globalization;
using System.Text.Json;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Simulation.Findings;

namespace CloudCourse.Labs.IamPolicy.Checks;

/// <summary>How a check came out: <c>passed</c> or the key of a failure, what fills its message, and what the panel draws.</summary>
internal sealed record Outcome(string Key, IReadOnlyList<(string Name, string Value)> Fill, IamEvidence Evidence, IReadOnlyList<FileLocation> Places)
{
    private const string Passing = "passed";

    /// <summary>A learner's own text in a message: enough to know it again.</summary>
    private const int Longest = 300;

    public static Outcome Passed(IamEvidence evidence) => new(Passing, [], evidence, []);

    public CheckResult Result(CheckDefinition check, IamCheck kind)
    {
        var passed = Key == Passing;
        var message = check.Messages.GetValueOrDefault(Key) ?? kind.Keys.GetValueOrDefault(Key) ?? "";
        // A hidden check says its author's words and nothing of what it saw.
        if (check.Hidden) message = check.Messages.GetValueOrDefault(Key) ?? "A hidden check did not pass. Read the task again: who may do what, and where not?";
        else message = Filled(message);
        return new()
        {
            Id = check.Id,
            Kind = check.Kind,
            Status = passed ? CheckStatus.Passed : CheckStatus.Failed,
            Points = passed ? check.Points : 0,
            OutOf = check.Points,
            MessageKey = Key,
            Message = message,
            Hidden = check.Hidden,
            Evidence = check.Hidden ? null : JsonSerializer.SerializeToElement(Evidence, CourseJson.Options),
            Locations = check.Hidden ? [] : Places,
        };
    }

    public static FileLocation Place(PolicyFile file, Location at) => new(file.Path, at.Pointer, at.Start, at.End);

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Clip(string text) => text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");

    private string Filled(string message)
    {
        // In one pass: what a learner wrote may hold braces of its own.
        System.Text.StringBuilder filled = new();
        var isCode = false;
        for (var i = 0; i < message.Length; i++)
        {
            if (message[i] == '`') isCode = !isCode;
            var match = message[i] == '{' ? Fill.FirstOrDefault(f => message.AsSpan(i + 1).StartsWith(f.Name + "}", StringComparison.Ordinal)) : default;
            if (match.Name is null) filled.Append(message[i]);
            else
            {
                // The context is put together here, its values as code; everything else is somebody's plain text.
                filled.Append(isCode ? Clip(match.Value).Replace('`', '\'') : match.Name is "context" ? match.Value : Plain(Clip(match.Value)));
                i += match.Name.Length + 1;
            }
        }
        return filled.ToString();
    }

    /// <summary>The author's message is Markdown; what fills it is not: a policy's star is a star.</summary>
    private static string Plain(string text)
    {
        const string markup = "\\*_~`[]<>&";
        if (!text.AsSpan().ContainsAny(markup)) return text;
        return string.Concat(text.Select(c => markup.Contains(c, StringComparison.Ordinal) ? $"\\{c}" : c.ToString()));
    }
}
