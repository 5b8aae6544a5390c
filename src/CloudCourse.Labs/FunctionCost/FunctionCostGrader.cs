using System.Runtime.CompilerServices;
using CloudCourse.Course.Grading;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Findings;
using CloudCourse.Simulation.Lambda.Costs;

namespace CloudCourse.Labs.FunctionCost;

/// <summary>A file that ran through its month.</summary>
internal sealed record CostWork(FunctionMonth Month, SizeDocument Document, MonthResult Result)
{
    /// <summary>The same month with another size.</summary>
    public MonthResult With(FunctionSize size) => CostRuns.Of(Month, size);
}

/// <summary>Grades a function's memory, timeout and architecture by running a month of events through them.</summary>
internal sealed class FunctionCostGrader : PureGrader<CostWork>
{
    public override string EngineVersion => "function-cost-1";

    protected override IReadOnlyList<PureCheck<CostWork>> Kinds { get; } = [new BillCheck(), new PercentileCheck(), new FinishesCheck()];

    protected override IEnumerable<string> SettingsProblems(LabDefinition lab) => CostSettings.Problems(lab);

    protected override (CostWork? Work, string? Message) Read(GradingRequest request, SubmittedFile file)
    {
        var document = SizeDocument.Read(file.Text);
        if (document.Size is { } size)
        {
            var month = CostSettings.Of(request.Lab);
            return (new(month, document, CostRuns.Of(month, size)), null);
        }
        var first = document.Findings[0];
        var (line, column) = new LineMap(file.Text).Of(first.At.Start);
        return (null, $"Line {line}, column {column}: {first.Details}");
    }

    public override IReadOnlyList<FileFinding> Inspect(LabDefinition lab, IReadOnlyList<SubmittedFile> files) =>
        TheFile(lab, files) is { } file ? [.. SizeDocument.Read(file.Text).Findings.Select(f => new FileFinding(file.Path, f))] : [];
}

/// <summary>Months that were run; a learner asks for the same few sizes again and again, and the curve beside the editor for a dozen.</summary>
internal static class CostRuns
{
    private const int Most = 500;

    private static readonly ConditionalWeakTable<FunctionMonth, Dictionary<FunctionSize, MonthResult>> Known = [];

    public static MonthResult Of(FunctionMonth month, FunctionSize size)
    {
        var known = Known.GetOrCreateValue(month);
        lock (known)
        {
            if (known.TryGetValue(size, out var result)) return result;
            if (known.Count >= Most) known.Clear();
            return known[size] = month.Run(size);
        }
    }
}
