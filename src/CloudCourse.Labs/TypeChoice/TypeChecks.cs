using System.Globalization;
using CloudCourse.Course.Model;
using CloudCourse.Labs.PureGrading;
using CloudCourse.Simulation.Infrastructure;

namespace CloudCourse.Labs.TypeChoice;

/// <summary>A file in which every workload has a type.</summary>
internal sealed record TypeWork(TypeSettings Settings, TypeDocument Document)
{
    /// <summary>The workload that a check is of; all where it names none.</summary>
    public IEnumerable<Workload> Of(CheckDefinition check) => Settings.Workloads.Where(w => Named(check) is not { } id || w.Id == id);

    public static string? Named(CheckDefinition check) => check.Given.ValueKind is System.Text.Json.JsonValueKind.Object && check.Given.TryGetProperty("workload", out var id) ? id.ToString() : null;
}

/// <summary><c>fits</c>: the type has what the workload needs.</summary>
internal sealed class FitsCheck() : PureCheck<TypeWork>("fits")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given", "workload").Concat(Unknown(check.Expect, "expect"))) yield return problem;
        if (Text(check.Given, "workload") is null) yield return "`given` needs `workload`";
    }

    public override CheckOutcome Run(CheckDefinition check, TypeWork work)
    {
        var need = work.Of(check).First();
        var type = work.Document.Types[need.Id];
        var misfit = TypeFit.Of(work.Settings, need, type);
        return new(misfit?.Key, TypeEvidence.Of(work, [need]).ToJson(), [work.Document.Places[need.Id]], new Dictionary<string, string>
        {
            ["workload"] = need.Id,
            ["type"] = type.Name,
            ["why"] = misfit is null ? "" : char.ToUpperInvariant(misfit.Why[0]) + misfit.Why[1..] + ".",
        });
    }
}

/// <summary><c>cheapest</c>: each workload's type costs at most <c>withinPercent</c> more than the cheapest that fits.</summary>
internal sealed class CheapestCheck() : PureCheck<TypeWork>("cheapest", "dearer")
{
    public override IEnumerable<string> Problems(CheckDefinition check)
    {
        foreach (var problem in Unknown(check.Given, "given", "workload").Concat(Unknown(check.Expect, "expect", "withinPercent"))) yield return problem;
        if (Number(check.Expect, "withinPercent") is not >= 0) yield return "`expect` needs `withinPercent`";
    }

    public override CheckOutcome Run(CheckDefinition check, TypeWork work)
    {
        var within = 1 + ((decimal)Number(check.Expect, "withinPercent")!.Value / 100);
        var needs = work.Of(check).ToList();
        var lines = needs.Select(n => (Need: n, Type: work.Document.Types[n.Id], Best: work.Settings.Price(TypeFit.Cheapest(work.Settings, n)!)!.Value)).ToList();
        var misfit = lines.FirstOrDefault(l => TypeFit.Of(work.Settings, l.Need, l.Type) is not null);
        // Of those that are too dear, the one where most can be saved; what does not fit is no saving.
        var dear = lines.Where(l => Price(l.Type) > l.Best * within && TypeFit.Of(work.Settings, l.Need, l.Type) is null).OrderByDescending(l => Price(l.Type) - l.Best).FirstOrDefault();
        var told = dear.Need is not null ? dear : misfit.Need is not null ? misfit : lines[0];
        var key = dear.Need is not null ? "dearer" : misfit.Need is not null ? "misfit" : null;
        return new(key, TypeEvidence.Of(work, needs).ToJson(), [work.Document.Places[told.Need.Id]], new Dictionary<string, string>
        {
            ["workload"] = told.Need.Id,
            ["type"] = told.Type.Name,
            ["usd"] = TypeFit.Usd(Price(told.Type) * Prices.HoursPerMonth),
            ["best"] = TypeFit.Usd(told.Best * Prices.HoursPerMonth),
            ["total"] = TypeFit.Usd(lines.Sum(l => Price(l.Type)) * Prices.HoursPerMonth),
            ["percent"] = ((Price(told.Type) / told.Best * 100) - 100).ToString("0", CultureInfo.InvariantCulture),
        });

        decimal Price(InstanceType type) => work.Settings.Price(type)!.Value;
    }
}
