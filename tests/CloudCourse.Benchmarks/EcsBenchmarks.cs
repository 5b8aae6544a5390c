using BenchmarkDotNet.Attributes;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Course.Reading;
using CloudCourse.Labs.TaskDefinition;
using CloudCourse.Simulation.Ecs;

namespace CloudCourse.Benchmarks;

/// <summary>Task-definition labs: findings after a keystroke (to take at most 50 ms), grading (at most 20 ms), and a pasted megabyte.</summary>
[MemoryDiagnoser]
public class EcsBenchmarks
{
    private readonly TaskDefinitionGrader _grader = new();
    private LabDefinition _lab = null!;
    private List<SubmittedFile> _good = null!;
    private List<SubmittedFile> _starter = null!;
    private string _megabyte = null!;

    [GlobalSetup]
    public void ReadTheLab()
    {
        // BenchmarkDotNet runs from a folder of its own, below this one.
        var course = CourseReader.Read(ContentFolder.Find(null, AppContext.BaseDirectory, Environment.CurrentDirectory), new() { IncludeDrafts = true });
        _lab = course.Catalog!.FindLab("size-a-fargate-task")!.ForSeed(7);
        _good = [.. _lab.Solutions.First(s => s.IsGood).Files.Select(f => new SubmittedFile(f.Key, f.Value))];
        _starter = [.. _lab.Files.Select(f => new SubmittedFile(f.Path, f.Starter))];
        _megabyte = $"{{\"family\": \"x\", \"containerDefinitions\": [{string.Join(',', Enumerable.Repeat("{\"cpu\":\"1\"}", 95_000))}]}}";
    }

    [Benchmark]
    public int FindingsAfterAKeystroke() => _grader.Inspect(_lab, _starter).Count;

    [Benchmark]
    public async Task<int> GradeAGoodSolution() => (await _grader.GradeAsync(new(Guid.Empty, _lab, _good, 7, true), null, CancellationToken.None)).Score;

    [Benchmark]
    public async Task<int> GradeTheStarter() => (await _grader.GradeAsync(new(Guid.Empty, _lab, _starter, 7, true), null, CancellationToken.None)).Score;

    [Benchmark]
    public int CheckAPastedMegabyte() => RegisterTaskDefinition.Check(_megabyte).Findings.Count;
}
