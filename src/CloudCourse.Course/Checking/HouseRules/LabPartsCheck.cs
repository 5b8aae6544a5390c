using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;

namespace CloudCourse.Course.Checking.HouseRules;

/// <summary>A lab helps in steps, may be passed in more ways than one, and knows the mistakes that people make in it.</summary>
internal static class LabPartsCheck
{
    private const int FewestHints = 3;
    private const int FewestGood = 2;
    private const int FewestBad = 4;
    private const int MostMinutes = 15;

    public static IEnumerable<ContentProblem> Of(CheckContext context, LabDefinition lab)
    {
        var folder = context.FolderOf(lab.Id);
        if (lab.Minutes > MostMinutes)
            yield return new($"{folder}/lab.yml", 1, 1, $"`minutes` is {lab.Minutes}; a lab takes {MostMinutes} at most: begin further on in the starter, or make two labs of it.");
        if (lab.Hints.Count < FewestHints)
            yield return new($"{folder}/hints.md", 1, 1, $"There are {lab.Hints.Count} tiers of hints; a lab has at least {FewestHints}, each under a heading `##`, from the gentlest to the plainest.");
        var good = lab.Solutions.Where(s => s.IsGood).ToList();
        if (good.Count < FewestGood)
            yield return new($"{folder}/lab.yml", 1, 1, $"There {(good.Count == 1 ? "is 1 solution" : $"are {good.Count} solutions")} `solutions/good-*`; a lab has at least {FewestGood} that differ.");
        foreach (var (index, solution) in good.Index())
        {
            if (good.Take(index).FirstOrDefault(s => s.Files.OrderBy(f => f.Key, StringComparer.Ordinal).SequenceEqual(solution.Files.OrderBy(f => f.Key, StringComparer.Ordinal))) is { } same)
                yield return new($"{folder}/lab.yml", 1, 1, $"`solutions/{solution.Name}` is the same as `solutions/{same.Name}`; solve the lab in another way.");
        }
        if (lab.Solutions.Count(s => !s.IsGood) is < FewestBad and var bad)
            yield return new($"{folder}/lab.yml", 1, 1, $"There {(bad == 1 ? "is 1 solution" : $"are {bad} solutions")} `solutions/bad-*`; a lab has at least {FewestBad}, each a mistake that people make.");
    }
}
