using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>Every objective is examined by a check or a question, and every one that they name exists.</summary>
internal static class ObjectiveCheck
{
    public static IEnumerable<ContentProblem> Of(CheckContext context) => context.Catalog.Lessons.SelectMany(l => OfLesson(context, l));

    private static IEnumerable<ContentProblem> OfLesson(CheckContext context, Lesson lesson)
    {
        var known = lesson.Objectives.Concat(lesson.Labs.SelectMany(l => l.Objectives)).Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
        HashSet<string> examined = new(StringComparer.Ordinal);
        foreach (var item in lesson.Quiz?.Items ?? [])
        {
            foreach (var objective in item.Objectives)
            {
                examined.Add(objective);
                if (!known.Contains(objective)) yield return Unknown(context, context.FileOf(lesson.Quiz!.Id), $"id: {item.Id}", $"question `{item.Id}`", objective, known);
            }
        }
        foreach (var lab in lesson.Labs)
        {
            var here = lesson.Objectives.Concat(lab.Objectives).Select(o => o.Id).ToHashSet(StringComparer.Ordinal);
            foreach (var check in lab.Tasks.SelectMany(t => t.Checks))
            {
                foreach (var objective in check.Objectives)
                {
                    examined.Add(objective);
                    if (!here.Contains(objective)) yield return Unknown(context, $"{context.FolderOf(lab.Id)}/checks.yml", $"id: {check.Id}", $"check `{check.Id}`", objective, here);
                }
            }
        }

        // A question or check that could not be read may be the one that examines it.
        if (!context.IsWhole(context.FolderOf(lesson.Id))) yield break;
        foreach (var objective in lesson.Objectives.Where(o => !examined.Contains(o.Id)))
            yield return Unexamined(context, context.FileOf(lesson.Id), objective);
        foreach (var lab in lesson.Labs)
        {
            foreach (var objective in lab.Objectives.Where(o => !examined.Contains(o.Id)))
                yield return Unexamined(context, context.FileOf(lab.Id), objective);
        }
    }

    private static ContentProblem Unexamined(CheckContext context, string file, Objective objective) =>
        context.Problem(file, $"id: {objective.Id}", $"No check and no question names the objective `{objective.Id}`; examine it, or remove it.");

    private static ContentProblem Unknown(CheckContext context, string file, string near, string who, string objective, HashSet<string> known) =>
        context.Problem(file, near, Spelling.Nearest(objective, known) is { } like
            ? $"The {who} names the objective `{objective}`, which neither the lesson nor the lab has; `{like}` is near."
            : $"The {who} names the objective `{objective}`, which neither the lesson nor the lab has.");
}
