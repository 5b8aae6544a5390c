using System.Text.RegularExpressions;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>No learner ever sees an unfilled <c>@@name@@</c>.</summary>
internal static partial class PlaceholderCheck
{
    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        foreach (var lesson in context.Catalog.Lessons.Where(l => Placeholder.IsMatch(l.Document.Html)))
            yield return Unfilled(context, context.FileOf(lesson.Id), Placeholder.Match(lesson.Document.Html).Value, "a lesson has no learner's values");
        foreach (var lab in context.Catalog.Labs)
        {
            var folder = context.FolderOf(lab.Id);
            foreach (var (file, text) in Texts(lab.ForSeed(1)))
            {
                if (Placeholder.Match(text) is { Success: true, Value: var name })
                    yield return Unfilled(context, $"{folder}/{file}", name, "list the file under `templates` in lab.yml, or correct the name");
            }
        }
    }

    private static IEnumerable<(string File, string Text)> Texts(LabDefinition lab)
    {
        yield return ("lab.yml", $"{lab.Title}\n{lab.Summary}\n{lab.Settings.GetRawText()}");
        yield return ("instructions.md", lab.Instructions);
        yield return ("hints.md", string.Join('\n', lab.Hints));
        yield return ("debrief.md", lab.Debrief);
        foreach (var file in lab.Files) yield return ($"starter/{file.Path}", file.Starter);
        foreach (var solution in lab.Solutions)
        {
            foreach (var (path, text) in solution.Files) yield return ($"solutions/{solution.Name}/{path}", text);
        }
        foreach (var check in lab.Tasks.SelectMany(t => t.Checks))
            yield return ("checks.yml", $"{check.Given.GetRawText()}\n{check.Expect.GetRawText()}\n{string.Join('\n', check.Messages.Values)}");
    }

    private static ContentProblem Unfilled(CheckContext context, string file, string name, string advice) =>
        context.Problem(file, name, $"`{name}` stays unfilled here: {advice}. Names: {string.Join(", ", LabVariant.Of(0).Values.Keys.Select(k => $"@@{k}@@"))}.");

    [GeneratedRegex("@@[A-Za-z]+@@")]
    private static partial Regex Placeholder { get; }
}
