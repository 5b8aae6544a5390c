using CloudCourse.Course.Model;

namespace CloudCourse.Course.Reading;

/// <summary>Reads <c>checks.yml</c>. What <c>given</c> and <c>expect</c> hold is for the lab kind's grader to say.</summary>
internal sealed class ChecksReader(SourceFolder folder, ProblemList problems)
{
    public const string Passed = "passed";

    public IReadOnlyList<LabTask> Read(string file)
    {
        if (folder.Read(file, "the lab's tasks and checks") is not { } source) return [];
        if (new YamlSource(file, problems).ReadObject(source.Text) is not { } root) return [];
        HashSet<string> taskIds = new(StringComparer.Ordinal);
        HashSet<string> checkIds = new(StringComparer.Ordinal);
        List<LabTask> tasks = [];
        foreach (var entry in root.Objects("tasks"))
        {
            var id = entry.Slug("id");
            if (!taskIds.Add(id)) entry.Problem("id", $"The task `{id}` stands twice in this lab; name it differently.");
            var title = entry.Text("title");
            List<CheckDefinition> checks = [.. entry.Objects("checks").Select(c => ReadCheck(c, checkIds))];
            entry.Finish();
            tasks.Add(new(id, title, checks));
        }
        root.Finish();
        return tasks;
    }

    private static CheckDefinition ReadCheck(YamlObject entry, HashSet<string> ids)
    {
        CheckDefinition check = new()
        {
            Id = entry.Slug("id"),
            Kind = entry.Text("kind"),
            Hidden = entry.Boolean("hidden", byDefault: false),
            Points = entry.Integer("points", 1, 1000, 1),
            Objectives = entry.Texts("objectives"),
            Given = entry.Json("given"),
            Expect = entry.Json("expect"),
            Messages = entry.TextsByName("messages"),
        };
        entry.Finish();
        // Reports and expect.yml name a check by its id alone, so it is unique in the lab and not only in its task.
        if (check.Id.Length > 0 && !ids.Add(check.Id)) entry.Problem("id", $"The check `{check.Id}` stands twice in this lab; name it differently.");
        if (check.Messages.Count > 0 && !check.Messages.ContainsKey(Passed)) entry.Problem("messages", "`passed` is missing among the messages; say what was shown right.");
        if (check.Messages.Count == 1 && check.Messages.ContainsKey(Passed)) entry.Problem("messages", "The check has no message for failing; write one for every way to fail.");
        if (check.Hidden)
        {
            foreach (var (key, message) in check.Messages.Where(m => Placeholder(m.Value) is not null))
                entry.Problem("messages", $"The message `{key}` of a hidden check holds `{Placeholder(message)}`, which would show what is hidden; say it in plain words.");
        }
        return check;
    }

    /// <summary>The first <c>{name}</c> in a message.</summary>
    private static string? Placeholder(string message)
    {
        for (var at = message.IndexOf('{', StringComparison.Ordinal); at >= 0; at = message.IndexOf('{', at + 1))
        {
            var end = message.IndexOf('}', at);
            if (end > at + 1 && message.AsSpan(at + 1, end - at - 1).ToArray().All(char.IsAsciiLetterOrDigit)) return message[at..(end + 1)];
        }
        return null;
    }
}
