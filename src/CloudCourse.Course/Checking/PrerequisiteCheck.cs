using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking;

/// <summary>What a lesson or lab builds on is a page of the course that comes before it.</summary>
internal static class PrerequisiteCheck
{
    public static IEnumerable<ContentProblem> Of(CheckContext context)
    {
        List<string> slugs = [.. context.Catalog.Lessons.SelectMany(l => l.Labs.Select(lab => lab.Slug).Prepend(l.Slug))];
        var things = context.Catalog.Lessons.Select(l => (l.Id, l.Slug, l.Prerequisites))
            .Concat(context.Catalog.Labs.Select(l => (l.Id, l.Slug, l.Prerequisites)));
        foreach (var (id, slug, prerequisites) in things)
        {
            foreach (var before in prerequisites)
            {
                var place = slugs.IndexOf(before);
                if (place < 0 && context.Reading.Problems.Count == 0)
                    yield return context.Problem(context.FileOf(id), "prerequisites", $"The prerequisite `{before}` is no lesson or lab of the course; write its slug.");
                else if (place >= slugs.IndexOf(slug))
                    yield return context.Problem(context.FileOf(id), "prerequisites", $"The prerequisite `{before}` comes later in course.yml; change the order or remove it.");
            }
        }
    }
}
