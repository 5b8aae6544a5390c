using CloudCourse.Course.Checking;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.CommandLine;

namespace CloudCourse.Labs.Checking;

/// <summary>
/// Grades a lab's own solutions as the site would, for several learners' seeds, and says where the lab does not hold what
/// it promises: a good solution that is refused, a bad one that passes, a message that nothing shows.
/// </summary>
public sealed class LabCheck(IReadOnlyList<LabKind> kinds, CheckContext context)
{
    private const int Seeds = 20;

    /// <summary>A run in the sandbox takes a hundred times longer than a pure check.</summary>
    private const int SandboxedSeeds = 2;

    /// <param name="cancel">Ends the check; grading is not left behind.</param>
    public async Task<IReadOnlyList<ContentProblem>> OfAsync(LabDefinition lab, CancellationToken cancel)
    {
        var folder = context.FolderOf(lab.Id);
        if (kinds.FirstOrDefault(k => k.Name == lab.Kind) is not { } kind)
        {
            return [context.Problem($"{folder}/lab.yml", "kind:",
                $"There is no lab kind `{lab.Kind}`. Kinds: {string.Join(", ", kinds.Select(k => $"`{k.Name}`"))}.")];
        }

        // A definition that means nothing to its grader cannot be graded by it.
        List<ContentProblem> mistakes = [.. kind.Grader.CheckDefinition(lab).Select(m => new ContentProblem($"{folder}/checks.yml", 1, 1, m))];
        mistakes.AddRange(lab.Files.Where(f => f.Form is { } form && ((f.Language != "json" && form != TerminalForm.Name) || kind.Forms?.ContainsKey(form) is not true)).Select(f => context.Problem($"{folder}/lab.yml", "form:",
            $"`{f.Form}` stands beside {f.Path}, and a lab of this kind has no such form for it. Forms, of files of JSON (`terminal`: of scripts): {(kind.Forms is null ? "none" : string.Join(", ", kind.Forms.Keys.Select(k => $"`{k}`")))}.")));
        if (mistakes.Count > 0) return mistakes;

        LabCheckRun run = new(kind.Grader, lab, folder, context, !kind.RunsHandlers);
        for (var seed = 1; seed <= (kind.RunsHandlers ? SandboxedSeeds : Seeds); seed++) await run.GradeAsync(seed, cancel);
        return run.Problems();
    }
}
