using System.Collections.Concurrent;
using System.Diagnostics;
using CloudCourse.Course.Checking;
using CloudCourse.Course.Checking.HouseRules;
using CloudCourse.Course.Reading;
using CloudCourse.Labs;
using CloudCourse.Labs.Checking;
using CloudCourse.Simulation.Lambda;

namespace CloudCourse.Cli.Content;

/// <summary>The gate that a course passes before it is taught: its files, its links, its code, its labs.</summary>
internal sealed class ContentCheck(IHandlerRuntime handlers, TextWriter progress)
{
    /// <param name="folder">The folder that holds <c>course.yml</c>.</param>
    /// <param name="onlyText">Grades no lab and runs no handler: what is left takes a second or two.</param>
    public async Task<(CourseReading Reading, IReadOnlyList<ContentProblem> Problems)> RunAsync(string folder, bool onlyText, CancellationToken cancel)
    {
        await progress.WriteLineAsync($"Reading {folder}");
        var reading = CourseReader.Read(folder, new() { IncludeDrafts = true });
        CheckContext context = new(reading, folder);
        List<ContentProblem> problems = [.. CourseCheck.Of(context), .. HouseRulesCheck.Of(context)];
        if (reading.Catalog is not { } catalog) return (reading, problems);

        problems.AddRange(ScenarioCheck.Of(context));
        if (onlyText)
        {
            CodeBlockCheck readOnly = new(null);
            foreach (var document in reading.Documents) problems.AddRange(await readOnly.OfAsync(document, cancel));
            return (reading, [.. problems.Distinct().Order()]);
        }
        var status = await handlers.GetStatusAsync(cancel);
        CodeBlockCheck blocks = new(status.Available ? handlers : null);
        foreach (var document in reading.Documents) problems.AddRange(await blocks.OfAsync(document, cancel));

        var kinds = new LabKinds(handlers).All;
        LabCheck labs = new(kinds, context);
        ConcurrentBag<ContentProblem> found = [];
        var output = TextWriter.Synchronized(progress);
        await Parallel.ForEachAsync(catalog.Labs, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, async (lab, stop) =>
        {
            if (!status.Available && kinds.Any(k => k.Name == lab.Kind && k.RunsHandlers))
            {
                found.Add(new(context.FileOf(lab.Id), 1, 1, $"This lab could not be checked, because handlers cannot run on this machine: {status.Details}"));
                return;
            }
            var began = Stopwatch.GetTimestamp();
            foreach (var problem in await labs.OfAsync(lab, stop)) found.Add(problem);
            await output.WriteLineAsync($"Graded the solutions of {lab.Slug} in {Stopwatch.GetElapsedTime(began).TotalSeconds:F1} s");
        });
        return (reading, [.. problems.Concat(found).Distinct().Order()]);
    }
}
