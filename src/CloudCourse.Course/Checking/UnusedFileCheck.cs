using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>Every file belongs to the course: what nothing refers to is a slip or a leftover.</summary>
internal static class UnusedFileCheck
{
    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        // Where a folder's own file could not be read, nothing in it could be referred to.
        var broken = context.Reading.Problems.Select(p => CheckContext.Parent(p.File)).ToHashSet(StringComparer.Ordinal);
        return context.Reading.Unused
            .Where(f => !f.EndsWith("README.md", StringComparison.Ordinal) && !Folders(f).Any(broken.Contains))
            .Select(f => new ContentProblem(f, 1, 1, f.EndsWith(".svg", StringComparison.Ordinal)
                ? "No lesson shows this figure; show it or remove it."
                : "Nothing in the course refers to this file; list what it belongs to in course.yml or lab.yml, or remove it."));
    }

    private static IEnumerable<string> Folders(string file)
    {
        for (var at = file; at.Length > 0;)
        {
            at = CheckContext.Parent(at);
            yield return at;
        }
    }
}
